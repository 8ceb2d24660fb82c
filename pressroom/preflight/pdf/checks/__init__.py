"""Checks on finished PDFs."""
