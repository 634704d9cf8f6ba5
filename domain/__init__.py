"""The nouns and their rules, one folder a noun; imports core and nothing else of this house."""
