"""The commands `consumo critica …`: one file per command, as in the folder above."""
