"""Prunes: putting out members who have long been silent."""
