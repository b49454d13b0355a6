"""L4: SLOs and alerts become groups of Prometheus rules, as plain values."""
