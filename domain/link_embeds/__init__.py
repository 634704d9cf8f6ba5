"""Link embeds: what a page says of itself, shown beside the message that links to it.

They come in the background, and only where the operator lets the server fetch what users link to.
"""
