"""Application commands: what an application offers, where, and who may use it."""
