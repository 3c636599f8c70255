"""What a text holds: numbers, dates, quotations, names, and the lines of an article."""
