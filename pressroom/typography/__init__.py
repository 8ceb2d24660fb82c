"""The rules of marks and quotes in plain text, which importers, readers and checks share."""
