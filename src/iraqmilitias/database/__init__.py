"""The package as a DuckDB database: built from its bytes, kept in the user's cache, opened for reading only."""

from .cache import cache_folder, database_file, reordered_files
from .connection import connect, database_files, open_locked

__all__ = ["cache_folder", "connect", "database_file", "database_files", "open_locked", "reordered_files"]
