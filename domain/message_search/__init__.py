"""Finding messages and threads.

The index is a table of its own that some process fills within a second or so after a message, or when a full load is
over (`following`). Posting a message knows nothing of it and costs no more than before. Segments (`segments`) keep the
work of a search bounded.
"""
