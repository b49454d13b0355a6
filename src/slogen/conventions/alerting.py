"""What teams mean by the labels of their own alerts, where nobody says otherwise."""

from typing import Final

SEVERITIES: Final = ("page", "ticket", "info", "critical", "warning", "none")
"""Values of the label `severity`: ours, and those of Prometheus's own mixins."""
PAGES: Final = ("page", "critical")
QUIET: Final = ("info", "none")
OWNER_LABELS: Final = ("team", "owner")
