"""Stages that are live."""
