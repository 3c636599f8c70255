"""Versions of the data."""
