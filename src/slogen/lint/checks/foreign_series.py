"""A hand-written rule that records a series of slogen's.

Boards, alerts and reports of a project find its SLOs by the names that slogen records, such as `slo:sli_error:ratio_rate5m` and `slo:info`.
A rule written by hand (or made by another generator) that records under one of these names puts a stranger among them: a fleet board
that counts SLOs counts it as well, and a missing `slo_id` makes joins fail. Other names, also other names that begin with `slo:`, are free.
Found in a run that sees the project and the rules beside it (`lint: {paths: […]}`).

Bad:

    groups:
      - name: legacy-slos
        rules:
          - record: slo:objective:ratio
            expr: vector(0.999)

Good:

    groups:
      - name: legacy-slos
        rules:
          - record: legacy:objective:ratio
            expr: vector(0.999)
"""

from collections.abc import Iterator
from typing import Final

from slogen.conventions import names
from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.settings import Settings
from slogen.lint.subject import Everything
from slogen.model.duration import Duration

_EVENTS, _ERRORS, _RATIO = (
    of(Duration(0)).removesuffix(str(Duration(0))) for of in (names.events_rate, names.errors_rate, names.error_ratio)
)
_NAMES: Final = frozenset(value for value in vars(names).values() if isinstance(value, str) and value.startswith("slo:"))


def find(everything: Everything, settings: Settings) -> Iterator[Finding]:
    """At the recorded name."""
    if not everything.services and not any(file.generated for file in everything.files):
        return
    for file in everything.files:
        for rule in file.rules:
            name = rule.name.text
            if not rule.alert and not file.generated and (name in _NAMES or name.startswith((_EVENTS, _ERRORS, _RATIO))):
                message = f"{name} is a series of slogen's, recorded here by hand"
                yield Finding(rule.name.span, message, "give it a name of its own, or describe the SLO in a spec")


CHECK = Check("SL304", "foreign-series", Severity.ERROR, Everything, find, __doc__)
