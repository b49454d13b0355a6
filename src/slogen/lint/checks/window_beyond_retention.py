"""An SLO whose window is longer than Prometheus keeps its samples.

The error budget of 28 days is computed from the tiles of 28 days. A Prometheus that keeps 15 of them forgets every incident after 15
days: the budget recovers by itself, the policy's freeze ends too early, and the report says that all is well. Nothing is said before
the Workspace tells the retention (`lint: {retention: 15d}`).

Bad:

    slos:
      - name: availability
        description: Requests answered without a 5xx.
        objective: 99.9
        window: 28d
        sli: {availability: {total: http_requests_total, errors: 'http_requests_total{status=~"5.."}'}}
        alerts:
          page: {runbook: errors, impact: Customers see failed requests., next_action: Roll back.}

Good:

    slos:
      - name: availability
        description: Requests answered without a 5xx.
        objective: 99.9
        window: 14d
        sli: {availability: {total: http_requests_total, errors: 'http_requests_total{status=~"5.."}'}}
        alerts:
          page: {runbook: errors, impact: Customers see failed requests., next_action: Roll back.}
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.settings import Settings
from slogen.lint.subject import SloSubject
from slogen.model.duration import Duration


def find(subject: SloSubject, settings: Settings) -> Iterator[Finding]:
    """At the SLO."""
    slo = subject.slo
    if settings.retention is not None and slo.window > settings.retention:
        message = f"{slo.id} has a window of {slo.window}, and Prometheus keeps {settings.retention}"
        yield Finding(slo.origin, message, "shorten the window, or keep samples longer and tell the Workspace so: lint: {retention: …}")


CHECK = Check("SL501", "window-beyond-retention", Severity.ERROR, SloSubject, find, __doc__, Settings(retention=Duration.parse("15d")))
