"""From an article's text to what there is to code in it: numbers, quotations, names, and what covers them."""
