"""Links from panels to logs, narrowed by an id that the viewer typed into a field of the board: a job_id, a digest, a trace_id."""

from collections.abc import Mapping
from urllib.parse import quote

from slogen.dashboards.links import explore
from slogen.dashboards.values import Link

# Stands for the id while a URL is being encoded: only letters, which no encoding touches.
_ID = "SLOGENLOGSID"


def logs_link(logs: Mapping[str, str], values: Mapping[str, str], id_: str) -> Link:
    """The link to the logs of a service. `logs` has `loki` (a uid) and `query`, or a `url` with {key} and {value}.

    `values` are `system` and `service`; `id_` is the variable with the id, or empty for all lines, which only Loki can show.
    """
    title = f"Logs by {id_}" if id_ else "Logs"
    known = {**values, "key": id_, "value": _ID}
    if "loki" in logs:
        # An empty text is in every line: as long as nothing was typed, all lines are shown.
        query = _filled(logs["query"], values) + (f' |= "{_ID}"' if id_ else "")
        url = explore(logs["loki"], query)
    else:
        url = _filled(logs["url"], {name: quote(value, safe="") for name, value in known.items()})
    return Link(title, url.replace(_ID, f"${{{id_}:percentencode}}"))


def _filled(template: str, values: Mapping[str, str]) -> str:
    """Only the placeholders that exist are filled in: LogQL is full of braces of its own."""
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template
