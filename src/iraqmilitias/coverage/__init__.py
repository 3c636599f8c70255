"""What of an article the rows account for."""
