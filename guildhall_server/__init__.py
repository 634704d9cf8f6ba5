"""The launcher: carries the house in a private folder and starts each process with it first on the path."""

__version__ = "0.1.0"
