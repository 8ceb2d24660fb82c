"""A PDF read operator by operator: its pages in, the marks that they make out.

Streams, matrices and tables of fonts are read anew here and not as ``pressroom.editions`` reads and writes them, on
purpose: a check that reads as the maker writes would agree with the maker's mistakes.
"""
