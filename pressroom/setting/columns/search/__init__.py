"""Choose how articles fill their pages: items in, a makeup out. Values and numbers alone: no engine is seen here.

::

    items     what a column is filled with, as values
    prices    what is bad about a column, in the composer's units
    fill      all ways to fill one column
    bounds    what is still to come costs at least
    beam      items → makeup: breaks, places and heights together
    makeup    what was chosen, in lines
"""
