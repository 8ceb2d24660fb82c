"""Checks on the proof: what is set, before any edition is made."""
