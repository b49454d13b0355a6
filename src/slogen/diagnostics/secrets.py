"""What looks like a secret, so that no message and no excerpt repeats it."""

import re
from typing import Final

HIDDEN: Final = "•"
"""Stands for every character of a secret."""

# Every alternative has the group that is to be hidden; what stands before it may be shown. Repetitions that a text can begin at many
# places are bounded: a line may be a megabyte long.
_LOOKS: Final = (
    r"https://hooks\.slack(?:-gov)?\.com/(?P<slack>[A-Za-z]+/[^\s\"'<>,}]+)",
    r"https://[A-Za-z0-9.-]{1,100}\.webhook\.office\.com/(?P<office>[^\s\"'<>]+)",
    r"https://[A-Za-z0-9.-]{1,100}\.(?:logic\.azure|powerplatform|powerautomate)\.com(?::\d+)?/(?P<azure>[^\s\"'<>]+)",
    r"https://(?:[a-z]+\.)?discord(?:app)?\.com/api/webhooks/(?P<discord>[^\s\"'<>,}]+)",
    r"https://api\.telegram\.org/bot(?P<telegram>[^\s\"'<>,}/]+)",
    r"\b[a-z][a-z0-9+.-]{1,15}://(?P<userinfo>[^\s/@\"'<>]{1,300})@",
    r"[?&](?:access_?token|api_?key|apikey|auth|code|key|password|passwd|secret|sig|signature|token)=(?P<query>[^\s&\"'<>,}]+)",
    r"\b(?P<xox>xox[abeoprs]-[A-Za-z0-9-]{8,})",
    r"https?://[^\s\"'<>]{0,300}?/(?P<segment>(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{20,})(?=[/?#\s\"'<>,}]|$)",
    r"https?://[^\s\"'<>]{0,300}?/(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=[/?#\s\"'<>,}]|$)",
)
_NAMED: Final = (
    r"(?<![A-Za-z_])(?:routing_key|service_key|integration_key|api_key|password|auth_password|smtp_auth_password|smtp_auth_secret|auth_token"
    r"|bot_token|token|secret|credentials|webhook_url|bearer_token|client_secret)[\"']?[ \t]*:[ \t]+(?P<named>[^\s#{\[|>&*!][^,}\n]*)"
)
_KEY = re.compile(r"(?:[0-9a-f]{32}|[0-9A-Za-z]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_SECRET = re.compile("|".join(_LOOKS))
_LINE = re.compile("|".join((*_LOOKS, _NAMED)))


def looks_secret(value: str) -> bool:
    """Whether a value has the look of a secret: a known service's hook, credentials in a URL, a key."""
    key = _KEY.fullmatch(value.strip())
    return _SECRET.search(value) is not None or (key is not None and any(map(str.isdigit, value)))


def hidden(text: str) -> str:
    """The text with what looks like a secret, or stands behind the name of one, as dots; it stays as long as it was."""
    return _LINE.sub(_dots, text)


def _dots(match: re.Match[str]) -> str:
    name = next(name for name, value in match.groupdict().items() if value is not None)
    start, end = match.start(name) - match.start(), match.end(name) - match.start()
    return match[0][:start] + HIDDEN * (end - start) + match[0][end:]
