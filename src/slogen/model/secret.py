"""Secrets in plain text: addresses and keys that let whoever reads them act for somebody else."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple


class Secret(NamedTuple):
    """What sort of secret stands where in a text; the secret itself is not kept."""

    kind: str
    offset: int
    length: int


_PARAMETERS: Final = "access_?token|api_?key|auth_?token|client_?secret|passw(?:or)?d|private_?token|secret|sig|signature|token"
_KINDS: Final = (
    ("a Slack webhook", r"https?://hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/(?P<secret>[\w/-]{8,})"),
    ("a Discord webhook", r"https?://(?:\w+\.)?discord(?:app)?\.com/api/webhooks/(?P<secret>\d+/[\w-]{8,})"),
    ("a Teams webhook", r"https?://[\w.-]+\.webhook\.office\.com/(?P<secret>webhook\w*/[\w@/-]{8,})"),
    ("a Telegram bot token", r"\b(?P<secret>\d{8,10}:AA[\w-]{33})"),
    ("a Slack token", r"\b(?P<secret>xox[abeoprs]-[\w-]{10,})"),
    ("a GitHub token", r"\b(?P<secret>gh[oprsu]_\w{30,}|github_pat_\w{30,})"),
    ("a GitLab token", r"\b(?P<secret>gl(?:pat|ptt|rt|dt)-[\w-]{20,})"),
    ("an AWS access key", r"\b(?P<secret>(?:AKIA|ASIA)[0-9A-Z]{16})\b"),
    ("a Google API key", r"\b(?P<secret>AIza[\w-]{35})"),
    ("a Grafana token", r"\b(?P<secret>glsa_\w{32}_[0-9a-f]{8}|glc_[\w+/=]{32,})"),
    ("a signed token", r"\b(?P<secret>eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"),
    ("a private key", r"(?P<secret>-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----)"),
    ("a password in a URL", r"\b[a-z][a-z0-9+.-]*://[^\s/:@{}$<*]*:(?P<secret>[^\s/@{}$<*]+)@"),
    ("a token in a URL", rf"[?&](?:{_PARAMETERS})=(?P<secret>(?=[^&\s]*\d)[\w.~%+/=-]{{12,}})"),
    ("a bearer token", r"\bBearer[ ]+(?P<secret>[\w.~+/=-]{16,})"),
)
_PATTERN: Final = [(kind, re.compile(pattern, re.IGNORECASE if "URL" in kind or "webhook" in kind else 0)) for kind, pattern in _KINDS]
# Every pattern needs one of these; most texts have none, and are done with after one search.
_HINT: Final = re.compile(
    r"://|xox|gh[oprsu]_|github_pat|gl(?:pat|ptt|rt|dt)-|AKIA|ASIA|AIza|glsa_|glc_|eyJ|PRIVATE KEY|Bearer|:AA|[?&]\w+="
)
# What documentation shows in place of a secret.
_PLACEHOLDER: Final = re.compile(r"(?i)x{3,}|\.{3}|example|your|redacted|secret_?here|placeholder|changeme|\*{3}")


def secrets(text: str) -> Iterator[Secret]:
    """Every literal secret of a text, from left to right within its kind; placeholders and templates are none."""
    if _HINT.search(text) is None:
        return
    for kind, pattern in _PATTERN:
        for match in pattern.finditer(text):
            if not _PLACEHOLDER.search(match["secret"]):
                start, end = match.span("secret")
                yield Secret(kind, start, end - start)


def masked(text: str) -> str:
    """The text, as long as before, with a • for every character of a secret."""
    for secret in secrets(text):
        text = text[: secret.offset] + "•" * secret.length + text[secret.offset + secret.length :]
    return text
