"""Applications: what a developer owns, and what a bot belongs to."""
