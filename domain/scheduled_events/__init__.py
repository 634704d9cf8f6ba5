"""Events that a guild plans."""
