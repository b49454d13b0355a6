"""L5: the real tools as judges. The only package that starts processes."""
