"""The report of preflight for people and programs."""
