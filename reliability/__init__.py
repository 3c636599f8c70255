"""Readings of the data by readers who had not coded them, and the code that asks, keeps and counts."""
