"""The REST face: one file a noun, one function an operation."""
