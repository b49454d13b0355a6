"""An SLO that describes a page which no alert sends.

`alerts.page` says what to do when the budget burns, and the burn-rate policy decides when that is. If none of its pairs has the severity
page, everything is described and nobody is ever woken: the spec reads as if somebody were. Either the policy needs a pair for pages,
or the SLO says why it does not page: `page: {none: <the reason>}`.

Bad:

    burn_rate:
      pairs: [{name: slow, severity: ticket, long: 1d, short: 2h, factor: 3}]
    slos:
      - name: availability
        description: Requests answered without a 5xx.
        objective: 99.9
        sli: {availability: {total: http_requests_total, errors: 'http_requests_total{status=~"5.."}'}}
        alerts:
          page: {runbook: errors, impact: Customers see failed requests., next_action: Roll back.}

Good:

    burn_rate:
      pairs: [{name: slow, severity: ticket, long: 1d, short: 2h, factor: 3}]
    slos:
      - name: availability
        description: Requests answered without a 5xx.
        objective: 99.9
        sli: {availability: {total: http_requests_total, errors: 'http_requests_total{status=~"5.."}'}}
        alerts:
          page: {none: Customers retry by themselves.}
          ticket: {runbook: errors, next_action: Find the endpoint that burns the budget.}
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.settings import Settings
from slogen.lint.subject import SloSubject
from slogen.model.burn import AlertSeverity
from slogen.model.slo import Response


def find(subject: SloSubject, settings: Settings) -> Iterator[Finding]:
    """At the SLO."""
    slo = subject.slo
    page = slo.responses[AlertSeverity.PAGE]
    if not isinstance(page, Response) or not page.burn:
        return
    if not any(alert.pair.severity is AlertSeverity.PAGE for alert in slo.burn_alerts):
        hint = "add a pair with severity: page to burn_rate, or say why nobody is woken: page: {none: <the reason>}"
        yield Finding(slo.origin, f"{slo.id} describes a page, and no burn-rate pair sends it", hint)


CHECK = Check("SL502", "page-without-pair", Severity.ERROR, SloSubject, find, __doc__)
