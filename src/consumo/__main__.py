"""`python -m consumo` is the command `consumo`."""

from consumo.cli.main import main

if __name__ == "__main__":
    main()
