"""The command line: one file per command, each of which parses, asks one service and prints."""
