"""The documentation site. It imports the library, never the other way."""
