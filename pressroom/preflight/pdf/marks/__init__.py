"""A PDF read operator by operator: its pages in, the marks that they make out."""
