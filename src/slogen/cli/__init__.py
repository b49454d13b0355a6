"""L7: arguments in, text and exit code out."""
