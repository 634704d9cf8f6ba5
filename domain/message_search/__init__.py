"""Finding messages and threads."""
