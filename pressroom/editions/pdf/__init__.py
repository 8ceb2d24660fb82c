"""The PDF editions' common ground: runs joined to one document, and what stands in it once."""
