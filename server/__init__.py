"""The program: command line, supervisor, embedded engines, migrations and the composition of the processes."""
