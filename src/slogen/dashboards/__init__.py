"""L4: Grafana boards as plain values, their layout, and their JSON. The only package that knows grafanalib."""
