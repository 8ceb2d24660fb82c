"""Set slots: a pasteup in, the run of its pages out."""
