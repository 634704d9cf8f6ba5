"""Read states: how far each user has read, and how often he was mentioned since."""
