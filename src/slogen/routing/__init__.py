"""L4: who is told of an alert, when and how: the Alertmanager configuration as plain values."""
