"""The engine's boxes: paragraphs gathered from them, and built again from finished lines."""
