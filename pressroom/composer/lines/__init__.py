"""Lines as values and rules: a paragraph of measured characters in, its lines out. Knows no engine."""
