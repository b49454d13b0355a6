"""Secrets that stand in a spec: reported, and taken out of the data before a message could repeat them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from slogen.diagnostics import Diagnostic, codes, error
from slogen.diagnostics.secrets import SECRET_KEYS, looks_secret
from slogen.readers.native.shape import Path, without
from slogen.source import Document

_KEYS: Final = SECRET_KEYS | {"api_url"}
"""Keys of Routing and Workspace that hold secrets; `api_url` does so in all but one place."""
_HOMES: Final = {
    "slack": "api_url_file",
    "pagerduty": "routing_key_file",
    "opsgenie": "api_key_file",
    "msteams": "webhook_url_file",
    "smtp": "password_file",
}
"""What each mapping has instead of such a key."""
_IN_PLACE: Final = "/etc/alertmanager/secrets/hidden"


@dataclass(frozen=True, slots=True)
class _Secret:
    """`key` is wrong: another one, or none, belongs in its place (`instead`). Otherwise only the value is."""

    path: Path
    wrong_key: bool = False
    instead: str = ""


def without_secrets(document: Document, *below: str) -> tuple[Document, tuple[Diagnostic, ...]]:
    """The document with something harmless in place of every secret, and a finding for each that shows nothing of it.

    Only below some of its keys where such are named: elsewhere a long word in a URL is just that.
    """
    data = document.data
    parts = [((), data)] if not below else [((key,), data[key]) for key in below if isinstance(data, Mapping) and key in data]
    found = [secret for path, part in parts for secret in _search(path, part)]
    for secret in found:
        path = secret.path
        data = without(data, [path]) if secret.wrong_key else _put(data, path, _harmless(path))
        if secret.instead:
            data = _put(data, (*path[:-1], secret.instead), _IN_PLACE)
    findings = tuple(_finding(document, secret) for secret in found)
    return (replace(document, data=data) if found else document), findings


def told_of(secrets: Sequence[Diagnostic], others: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings about secrets, and the others but those about what stands in the place of one."""
    places = {finding.span for finding in secrets}
    return [*secrets, *(finding for finding in others if finding.span not in places)]


def _search(path: Path, data: Any) -> Iterator[_Secret]:
    match data:
        case Mapping():
            for key, value in data.items():
                yield from _entry((*path, key), value, data)
        case list():
            for index, value in enumerate(data):
                yield from _search((*path, index), value)
        case str() if looks_secret(data):
            yield _Secret(path)
        case _:
            return


def _entry(path: Path, value: Any, beside: Mapping[str, Any]) -> Iterator[_Secret]:
    key = str(path[-1])
    if isinstance(value, Mapping | list) or value is None:
        yield from _search(path, value)
    elif key in _KEYS and not _is_address(path, value):
        instead = _HOMES.get(str(path[-2]) if len(path) > 1 else "", "")
        yield _Secret(path, wrong_key=True, instead="" if instead in beside else instead)
    elif key.endswith("_file") and not str(value).startswith("/"):
        yield _Secret(path)
    else:
        yield from _search(path, value)


def _is_address(path: Path, value: Any) -> bool:
    """The one key of these that is no secret everywhere: where Opsgenie's API is."""
    return path[-2:] == ("opsgenie", "api_url") and isinstance(value, str) and not looks_secret(value)


def _finding(document: Document, secret: _Secret) -> Diagnostic:
    key, where = secret.path[-1], document.span(*secret.path)
    if secret.wrong_key:
        hint = "put it into a file on Alertmanager's machine" + (f" and write {secret.instead}: <path>" if secret.instead else "")
        return error(where, codes.SECRET, f"`{key}` is a secret and must not stand in a spec", f"{hint}; replace this one")
    if isinstance(key, str) and key.endswith("_file"):
        message = f"`{key}` must be the absolute path of a file on Alertmanager's machine; what stands here may be the secret itself"
        return error(where, codes.SECRET, message, f"write {key}: /etc/alertmanager/secrets/<name>")
    if key == "url":
        hint = "put it into a file and write url_file: <path> (Alertmanager 0.26 or newer); replace this one"
        return error(where, codes.SECRET, "this URL carries a secret, which must not stand in a spec", hint)
    name = f"`{key}`" if isinstance(key, str) else "this"
    message = f"{name} holds what looks like a secret, which must not stand in a spec"
    return error(where, codes.SECRET, message, "name a file on Alertmanager's machine that holds it; replace this one")


def _harmless(path: Path) -> str:
    key = path[-1]
    if isinstance(key, str) and key.endswith("_file"):
        return _IN_PLACE
    return "https://hidden.example.com/" if isinstance(key, str) and key.endswith("url") else "hidden"


def _put(data: Any, path: Path, value: Any) -> Any:
    """A copy of the data with a value at a path."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(step, int):
        return [*data[:step], _put(data[step], rest, value), *data[step + 1 :]]
    return {**data, step: _put(data.get(step), rest, value)}
