"""Adding articles and keeping the data: drafts, worksheets, versions, contributions."""
