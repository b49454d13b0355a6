"""L5: values become files in memory, in the dialect of the tool that reads them."""
