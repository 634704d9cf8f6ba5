"""Permission overwrites of channels. Their records, rules and SQL lie beneath channels; the actions above."""
