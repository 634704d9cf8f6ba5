"""Polls: a question under a message, who voted for which answer, and what came of it."""
