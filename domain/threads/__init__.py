"""Threads: channels in channels, active or archived, with members. What needs messages is in thread_starts.py."""
