"""The page list of a book: where each printed page begins in its documents."""
