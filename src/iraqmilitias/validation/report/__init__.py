"""What validation says: issues, the codes that they can have, the report and its forms, and progress."""
