"""What is asked of the loaded tables: checks made from schemas, and checks made from rules."""
