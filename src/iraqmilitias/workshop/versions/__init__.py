"""Versions of the data: how to open one, what changed between two, and the version number that a change needs."""
