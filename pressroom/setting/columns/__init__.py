"""Make articles up: boxes of an article's text in, columns that end on the last line of their pages out.

::

    measure   the engine's boxes of an article → items
    search    items → makeup: breaks, places and heights together
    opening   the picture above the text, which gives and takes lines
    page      a makeup → the boxes of one page, each column laid out once
    place     all of it, in the place of the engine's columns
"""
