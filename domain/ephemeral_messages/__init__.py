"""Messages that one user alone sees, and no history keeps."""
