"""The rows of a package checked against the text of the articles."""
