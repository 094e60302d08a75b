"""The command line: `main` with the table of commands, one file per command in `commands/`."""
