"""Pins: which messages a channel keeps at hand, and since when."""
