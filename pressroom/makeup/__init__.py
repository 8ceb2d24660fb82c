"""Make up pages: an issue, its galleys and a layout in, one pasteup for each slot out."""
