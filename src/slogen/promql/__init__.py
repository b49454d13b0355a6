"""L1: PromQL: reading what users write, and composing what slogen emits."""
