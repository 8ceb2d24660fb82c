"""Importers: old text in, an issue folder out, with every doubt listed for a person."""
