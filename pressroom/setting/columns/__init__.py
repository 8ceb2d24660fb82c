"""Make articles up: boxes of an article's text in, columns that end on the last line of their pages out.

::

    items     what a column is filled with, as values              (no engine)
    prices    what is bad about a column, in the composer's units  (no engine)
    fill      all ways to fill one column                          (no engine)
    search    items → makeup: breaks, places and heights together  (no engine)
    makeup    what the search has chosen, in lines                 (no engine)
    measure   the engine's boxes of an article → items
    opening   the picture above the text, which gives and takes lines
    page      a makeup → the boxes of one page, each column laid out once
    place     all of it, in the place of the engine's columns
"""
