"""URL templates: `{system}`, `{service}`, `{name}`."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from slogen.diagnostics import Diagnostic, codes, error
from slogen.readers.native.placement import closest
from slogen.readers.native.shape import Node
from slogen.readers.native.wording import listed

_PART = re.compile(r"\{([^{}]*)\}|[{}]")
# What may stand in a URL as it is; everything else is percent-encoded. `%` stays: what is encoded already is not encoded again.
_SAFE = ":/?#[]@!$&'()*+,;=%~"


def check(node: Node, key: str, names: tuple[str, ...], findings: list[Diagnostic], needed: str = "") -> bool:
    """Whether a template uses only placeholders that exist (and the one that it needs); findings point at the braces."""
    template = str(node.data[key])
    found = len(findings)
    for match in _PART.finditer(template):
        if match[1] in names:
            continue
        meant = closest(match[1] or "", names)
        known = f"known are {listed([f'{{{name}}}' for name in names], 'and')}; a literal brace is written %7B or %7D"
        message = f"unknown placeholder {match[0]}" if match[1] is not None else f"a single {match[0]} in the URL"
        where = node.inside((key,), match.start(), len(match[0]))
        findings.append(error(where, codes.URL, message, f"did you mean {{{meant}}}?" if meant else known))
    if needed and len(findings) == found and f"{{{needed}}}" not in template:
        message = f"`{key}` has no {{{needed}}}: every link would lead to the same page"
        findings.append(error(node.span(key), codes.URL, message, f"put {{{needed}}} where it belongs in the URL"))
    return len(findings) == found


def fill(template: str, values: Mapping[str, str]) -> str:
    """The URL, with the values and all that must not stand in a URL percent-encoded."""
    filled = _PART.sub(lambda match: quote(values.get(match[1] or "", match[0]), safe=""), template.strip())
    return quote(filled, safe=_SAFE)
