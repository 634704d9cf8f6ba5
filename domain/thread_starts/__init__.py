"""Starting threads and listing them: what of threads needs messages. Docs: resources/channel."""
