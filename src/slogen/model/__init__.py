"""L2: what an SLO is, exactly and without any tool's dialect. Pure values; no files, no clock."""
