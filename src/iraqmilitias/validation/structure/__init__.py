"""From a package's bytes to loaded tables: descriptor, schemas, files, headers and rows."""
