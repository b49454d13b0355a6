"""L4½: tests for the rules, as plain values: made-up series, and what Prometheus must make of them."""
