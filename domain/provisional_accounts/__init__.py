"""Accounts that applications make for users whom they know."""
