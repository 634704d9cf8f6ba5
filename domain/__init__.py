"""The nouns and their rules, one folder a noun. Imports core alone."""
