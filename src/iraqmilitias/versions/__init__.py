"""Versions of the data: where they are, what changed between two, and whether one is what it was."""
