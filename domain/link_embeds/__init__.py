"""Embeds made of the pages that messages link to."""
