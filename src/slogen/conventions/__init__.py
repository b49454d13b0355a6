"""L3: the names of everything that slogen emits."""
