"""What a secret looks like: exactly, for findings about it, and generously, so that no message and no excerpt repeats one."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

HIDDEN: Final = "•"
"""Stands for every character of a secret."""

SECRET_KEYS: Final = frozenset(
    (
        *("webhook_url", "routing_key", "service_key", "integration_key", "api_key"),
        *("password", "auth_password", "smtp_auth_password", "smtp_auth_secret"),
        *("token", "auth_token", "bot_token", "bearer_token", "secret", "client_secret", "credentials"),
    )
)
"""Keys of a mapping that hold a secret wherever they stand."""

# Repetitions that a text can begin at many places are bounded: a line may be a megabyte long.
_SLACK: Final = r"https?://hooks\.slack(?:-gov)?\.com/"
_DISCORD: Final = r"https?://(?:[a-z]{1,20}\.)?discord(?:app)?\.com/api/webhooks/"
_OFFICE: Final = r"https?://[A-Za-z0-9.-]{1,100}\.webhook\.office\.com/"
_SCHEME: Final = r"\b[a-z][a-z0-9+.-]{1,15}://"
_PARAMETERS: Final = "access_?token|api_?key|auth_?token|client_?secret|passw(?:or)?d|private_?token|secret|sig|signature|token"
_SIGNS: Final = r"[^\s\"'<>,}]"

# In these the group `secret` is what must not be shown. What comes with `URL` or `webhook` is matched in upper case, too.
_KINDS: Final = (
    ("a Slack webhook", rf"{_SLACK}(?:services|workflows|triggers)/(?P<secret>[\w/-]{{8,}})"),
    ("a Discord webhook", rf"{_DISCORD}(?P<secret>\d+/[\w-]{{8,}})"),
    ("a Teams webhook", rf"{_OFFICE}(?P<secret>webhook\w*/[\w@/-]{{8,}})"),
    ("a Telegram bot token", r"\b(?P<secret>\d{8,10}:AA[\w-]{33})"),
    ("a Slack token", r"\b(?P<secret>xox[abeoprs]-[\w-]{10,})"),
    ("a GitHub token", r"\b(?P<secret>gh[oprsu]_\w{30,}|github_pat_\w{30,})"),
    ("a GitLab token", r"\b(?P<secret>gl(?:pat|ptt|rt|dt)-[\w-]{20,})"),
    ("an AWS access key", r"\b(?P<secret>(?:AKIA|ASIA)[0-9A-Z]{16})\b"),
    ("a Google API key", r"\b(?P<secret>AIza[\w-]{35})"),
    ("a Grafana token", r"\b(?P<secret>glsa_\w{32}_[0-9a-f]{8}|glc_[\w+/=]{32,})"),
    ("a signed token", r"\b(?P<secret>eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"),
    ("a private key", r"(?P<secret>-----BEGIN (?:[A-Z]+ ){0,5}PRIVATE KEY-----)"),
    ("a password in a URL", rf"{_SCHEME}[^\s/:@{{}}$<*]{{0,300}}:(?P<secret>[^\s/@{{}}$<*]{{1,300}})@"),
    ("a token in a URL", rf"[?&](?:{_PARAMETERS})=(?P<secret>(?=[^&\s]{{0,300}}\d)[\w.~%+/=-]{{12,}})"),
    ("a bearer token", r"\bBearer[ ]{1,9}(?P<secret>[\w.~+/=-]{16,})"),
)
_PATTERNS: Final = [(kind, re.compile(pattern, re.IGNORECASE if "URL" in kind or "webhook" in kind else 0)) for kind, pattern in _KINDS]
# Every pattern needs one of these; most texts have none, and are done with after one search.
_HINT: Final = re.compile(
    r"://|xox|gh[oprsu]_|github_pat|gl(?:pat|ptt|rt|dt)-|AKIA|ASIA|AIza|glsa_|glc_|eyJ|PRIVATE KEY|Bearer|:AA|[?&]\w{1,20}="
)
# What documentation shows in place of a secret.
_PLACEHOLDER: Final = re.compile(r"(?i)x{3,}|\.{3}|example|your|redacted|secret_?here|placeholder|changeme|\*{3}")

# Forms that are hidden though they may be harmless. In every alternative the one group is what must not be shown.
_PERHAPS: Final = (
    rf"{_SLACK}([A-Za-z]{{1,30}}/{_SIGNS}+)",
    rf"{_OFFICE}([^\s\"'<>]+)",
    rf"{_DISCORD}({_SIGNS}+)",
    r"https://[A-Za-z0-9.-]{1,100}\.(?:logic\.azure|powerplatform|powerautomate)\.com(?::\d+)?/([^\s\"'<>]+)",
    r"https://api\.telegram\.org/bot([^\s\"'<>,}/]+)",
    rf"{_SCHEME}([^\s/@\"'<>]{{1,300}})@",
    # The same in a text that was cut before the @.
    rf"{_SCHEME}[^\s/@:\"'<>]{{1,300}}:([^\s/@\"'<>]{{1,300}}?)(?:\.{{3}}|…)",
    rf"[?&](?:{_PARAMETERS}|auth|code|key)=([^\s&\"'<>,}}]+)",
    r"\b(xox[abeoprs]-[A-Za-z0-9-]{8,})",
    r"https?://[^\s\"'<>]{0,300}?/((?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{20,})(?=[/?#\s\"'<>,}]|$)",
    r"https?://[^\s\"'<>]{0,300}?/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=[/?#\s\"'<>,}]|$)",
)
_NAMED: Final = rf"(?<![A-Za-z_])(?:{'|'.join(sorted(SECRET_KEYS))})[\"']?[ \t]*:[ \t]+([^\s#{{\[|>&*!][^,}}\n]*)"
_KEY: Final = re.compile(r"(?:[0-9a-f]{32}|[0-9A-Za-z]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_SUSPICIOUS: Final = re.compile("|".join(_PERHAPS))
_LINE: Final = re.compile("|".join((*_PERHAPS, _NAMED)))


class Secret(NamedTuple):
    """What sort of secret stands where in a text; the secret itself is not kept."""

    kind: str
    offset: int
    length: int


def secrets(text: str) -> Iterator[Secret]:
    """Every literal secret of a known sort, from left to right within its sort; placeholders and templates are none."""
    if _HINT.search(text) is None:
        return
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not _PLACEHOLDER.search(match["secret"]):
                start, end = match.span("secret")
                yield Secret(kind, start, end - start)


def looks_secret(value: str) -> bool:
    """Whether a value is a secret or may well be one: a known service's hook, credentials in a URL, a key."""
    key = _KEY.fullmatch(value.strip())
    return _SUSPICIOUS.search(value) is not None or (key is not None and any(map(str.isdigit, value))) or any(secrets(value))


def hidden(text: str) -> str:
    """The text with all that is a secret, looks like one, or stands behind the name of one, as dots; it stays as long as it was."""
    for secret in secrets(text):
        text = text[: secret.offset] + HIDDEN * secret.length + text[secret.offset + secret.length :]
    return _LINE.sub(_dots, text)


def _dots(match: re.Match[str]) -> str:
    start, end = (place - match.start() for place in match.span(match.lastindex or 0))
    return match[0][:start] + HIDDEN * (end - start) + match[0][end:]
