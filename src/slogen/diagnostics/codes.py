"""Every code a diagnostic can carry, with its meaning; the documentation page is made from this file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """`name` is what a person sees in brackets behind a message; it never changes once released. Checks have a `number` too (SL101)."""

    name: str
    meaning: str
    number: str = ""


# Reading YAML
YAML_SYNTAX = Code("yaml-syntax", "The file is not well-formed YAML.")
YAML_ENCODING = Code("yaml-encoding", "The file is not UTF-8, or holds characters YAML does not allow.")
YAML_TAB = Code("yaml-tab", "A tab is used for indentation; YAML allows only spaces.")
YAML_DUPLICATE_KEY = Code("yaml-duplicate-key", "A mapping has the same key twice; YAML readers would drop one silently.")
YAML_AMBIGUOUS = Code("yaml-ambiguous", "An unquoted word that YAML 1.1 and 1.2 read differently (yes, on, 1:30, 012 …).")
YAML_ALIAS = Code("yaml-alias", "An anchor or alias is used in a way that is refused (recursion, too many expansions).")
YAML_TAG = Code("yaml-tag", "A YAML tag such as !!python/object or !custom is used; only plain YAML is read.")
YAML_KEY = Code("yaml-key", "A mapping key is not a plain string.")
YAML_COMMENT = Code("yaml-comment", "An unquoted text holds a blank and a #, so that the rest of it is lost as a comment.")
EMPTY_FILE = Code("empty-file", "A spec file has no document.")

# The shape of a spec
UNKNOWN_KIND = Code("unknown-kind", "`kind` or `apiVersion` is missing or unknown.")
UNKNOWN_KEY = Code("unknown-key", "A key that this kind of spec does not have.")
MISSING_KEY = Code("missing-key", "A required key is not there.")
WRONG_TYPE = Code("wrong-type", "A value has another type than the key asks for.")
WRONG_VALUE = Code("wrong-value", "A value is of the right type and still not allowed.")
CONFLICT = Code("conflict", "Two keys exclude each other or contradict each other.")

# What a spec says
OBJECTIVE_RANGE = Code("objective-range", "An objective is not strictly between 0 and 100 percent.")
DURATION = Code("duration", "A duration is not written as Prometheus writes it, or is out of range.")
NAME = Code("name", "A name has characters that it must not have.")
DUPLICATE = Code("duplicate", "The same name or identity is declared twice.")
URL = Code("url", "A URL template has a placeholder that does not exist, or lacks one that it needs.")
RESERVED_LABEL = Code("reserved-label", "A label that slogen sets itself.")
NO_SYSTEM = Code("no-system", "A service lies in no folder with a System spec.")
NO_RUNBOOK = Code("no-runbook", "An alert names no runbook, or one that does not exist.")
RUNBOOK_SECTION = Code("runbook-section", "A runbook lacks a section that its system requires.")
RUNBOOK_ANCHOR = Code("runbook-anchor", "An alert links a heading that its runbook does not have.")
NO_PAGE_DECISION = Code("no-page-decision", "An SLO neither pages nor says why it does not.")
NO_IMPACT = Code("no-impact", "A page does not say what the user feels.")
NO_OWNER = Code("no-owner", "A service has no owner.")

# Burn rates
BURN_RATE_CAPPED = Code("burn-rate-capped", "A burn-rate threshold could hardly be reached and was lowered, or its pair was dropped.")
BURN_RATE_PAIR = Code("burn-rate-pair", "The windows or the factor of a burn-rate pair do not fit together.")
LOW_OBJECTIVE = Code("low-objective", "The objective is too low for burn-rate alerts.")

# PromQL
PROMQL_SYNTAX = Code("promql-syntax", "An expression is not PromQL.")
PROMQL_SELECTOR = Code("promql-selector", "A selector field holds something other than a plain selector.")
PROMQL_METRIC_TYPE = Code("promql-metric-type", "A counter where a gauge belongs, or the other way round.")
PROMQL_LE = Code("promql-le", "A histogram bucket is read without `le`, or `le` is given where slogen sets it.")
PROMQL_RANGE = Code("promql-range", "A range holds fewer than four scrapes.")
PROMQL_WINDOW = Code("promql-window", "A ratio expression does not use `$window`, or uses it outside a range.")
PROMQL_GROUPING = Code("promql-grouping", "An expression does not keep the labels that the SLO is grouped by.")

# Who is told
SECRET = Code("secret", "A secret stands in a spec; it belongs in a file that only Alertmanager reads.")
UNKNOWN_NAME = Code("unknown-name", "A receiver, time interval, environment, time zone or service that is named exists nowhere.")
NO_RECEIVER = Code("no-receiver", "Alerts that would reach nobody, or a page that would reach nobody at once.")
ALERTMANAGER_VERSION = Code("alertmanager-version", "Something needs a newer Alertmanager than the Workspace names.")
NO_ALERTMANAGER = Code("no-alertmanager", "The Workspace lacks what a Routing needs: an Alertmanager, a default receiver, a mail server.")
NO_ROUTING = Code("no-routing", "A system has no Routing in a project that configures Alertmanager: all its alerts go the same way.")
UNUSED = Code("unused", "A receiver, time interval, environment or team is declared and has no effect.")
DEPENDENCY_CYCLE = Code("dependency-cycle", "Services depend on each other in a circle, and would mute each other.")
# Lint
SUPPRESSION = Code("suppression", "A comment or annotation that is to silence a check names none, an unknown one, or no reason.")
UNUSED_SUPPRESSION = Code("unused-suppression", "A comment or annotation silences a check that finds nothing there.")
# Boards
BOARD_VARIABLE = Code("board-variable", "An expression uses a variable that its board does not have, or that does not fit there.")
BOARD_SERIES = Code("board-series", "A board reads a series slo:… that no rule records, or an SLO that does not exist.")
BOARD_LEGEND = Code("board-legend", "A legend or a column names a label that the query's result does not have.")
PANEL_KEY = Code("panel-key", "A key that panels of this type do not have, or a key that they need.")

# What the real tools say
PROMTOOL = Code("promtool", "promtool refused a generated file.")
AMTOOL = Code("amtool", "amtool refused a generated or merged Alertmanager configuration.")
STALE_OUTPUT = Code("stale-output", "A generated file is not what the specs compile to.")

ALL: tuple[Code, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Code))
