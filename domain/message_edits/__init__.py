"""Edit history: what a message said before each of its edits. A route of our own."""
