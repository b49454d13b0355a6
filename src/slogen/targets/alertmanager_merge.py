"""Our routing inside a team's own Alertmanager configuration: their text stays as it is, ours is put between its lines."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from slogen.diagnostics import Diagnostic, Span, codes, error, warning
from slogen.source import Document, read
from slogen.source.insertion import Obstacle, Opening, Refusal, ending, opening
from slogen.source.text import SourceText
from slogen.targets.alertmanager_share import Share
from slogen.targets.yaml_block import block

BEGIN: Final = "# slogen: begin. Made from the specs by slogen alertmanager merge, which replaces it: edit nothing here."
END: Final = "# slogen: end"
# Behind a bracket, or where the text lacked its last line break, ours does not stand on lines of its own: that is undone differently.
BEGIN_INSIDE: Final = BEGIN.replace("begin", "begin inside a line", 1)
END_INSIDE: Final = "# slogen: end inside a line"

_LINES = re.compile(rf"^[ \t]*{re.escape(BEGIN)}\r?\n(?:.*\n)*?[ \t]*{re.escape(END)}\r?\n", re.MULTILINE)
# Between brackets their own text goes on behind as many blanks as the marks have before them.
_INSIDE = re.compile(rf"\r?\n(?P<pad>[ \t]*){re.escape(BEGIN_INSIDE)}\r?\n(?:.*\n)*?(?P=pad){re.escape(END_INSIDE)}\r?\n(?:(?P=pad))?")
_MARK = re.compile(r"#[ \t]*slogen:[ \t]*(?:begin|end).*")
_OLD_INTERVALS = "mute_time_intervals"


@dataclass(frozen=True, slots=True)
class Merged:
    """`text` is None when something is wrong; then the findings say what. With a text they are warnings."""

    text: str | None
    findings: tuple[Diagnostic, ...] = ()


def merge(path: str, content: bytes, ours: Share) -> Merged:
    """Put ours into the configuration `content` of the file `path`; what an earlier merge put there is taken out first."""
    text = content.decode("utf-8", "surrogateescape")
    bare = without_ours(text)
    place = _Places(text, bare)
    if left := _MARK.search(bare):
        return Merged(None, (place.back(_half_a_mark(path, bare, left)),))
    documents, found = read(path, bare.encode("utf-8", "surrogateescape"))
    if len(documents) != 1 or not isinstance(documents[0].data, dict):
        found = tuple(one for one in found if one.code is not codes.EMPTY_FILE) or (_no_configuration(path, documents),)
        return Merged(None, tuple(place.back(one) for one in found))
    base = documents[0]
    clashes = tuple(_clashes(base, ours))
    if clashes:
        return Merged(None, tuple(place.back(one) for one in clashes))
    edits, refused = _edits(base, ours)
    if refused:
        return Merged(None, tuple(place.back(one) for one in refused))
    mark = bare[: len(bare) - len(base.content)]
    result = mark + _inserted(base.content, edits)
    wrong = _misread(path, base, ours, result)
    if wrong:
        return Merged(None, tuple(place.back(one) for one in wrong))
    return Merged(result, tuple(place.back(one) for one in _borrowed_login(base, ours)))


def without_ours(text: str) -> str:
    """The text as it was before any merge."""
    return _INSIDE.sub("", _LINES.sub("", text))


@dataclass(frozen=True, slots=True)
class _Places:
    """From a line of the text without ours to the line of the file."""

    text: str
    bare: str

    def back(self, finding: Diagnostic) -> Diagnostic:
        line = finding.span.line
        text = SourceText.of("", self.text)
        for match in sorted([*_LINES.finditer(self.text), *_INSIDE.finditer(self.text)], key=lambda match: match.start()):
            before = text.line_of(match.start())
            if before < line:
                line += text.line_of(match.end()) - before
        return replace(finding, span=replace(finding.span, line=line))


def _half_a_mark(path: str, bare: str, mark: re.Match[str]) -> Diagnostic:
    start = len(bare) - len(bare.removeprefix("\ufeff"))
    span = SourceText.of(path, bare[start:]).span(mark.start() - start, mark.start() - start + len(mark[0].rstrip()))
    message = "a mark of slogen's without its other half: what an earlier merge put here cannot be told from your own lines"
    return error(span, codes.CONFLICT, message, "delete the marks and slogen's lines between them, then merge again")


def _no_configuration(path: str, documents: Sequence[Document]) -> Diagnostic:
    if len(documents) > 1:
        message = "a second document in an Alertmanager configuration, which Alertmanager never reads"
        return error(documents[1].span(), codes.CONFLICT, message, "remove it, or merge it into the first")
    span = documents[0].span() if documents else Span(path)
    return error(span, codes.WRONG_TYPE, "an Alertmanager configuration is a mapping with route and receivers", "give such a file")


def _clashes(base: Document, ours: Share) -> Iterator[Diagnostic]:
    """Names that both declare, and a configuration without a route of its own."""
    if not isinstance(base.data.get("route"), dict):
        hint = "a configuration to merge into has a route with the receiver of everything that is not slogen's"
        yield error(base.key_span("route") if "route" in base.data else base.span(), codes.MISSING_KEY, "there is no route", hint)
    for key, what, names in (
        ("receivers", "receiver", ours.names("receivers")),
        ("time_intervals", "time interval", ours.names("time_intervals")),
        (_OLD_INTERVALS, "time interval", ours.names("time_intervals")),
    ):
        items = base.data.get(key)
        for number, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict) and isinstance(item.get("name"), str) and item["name"] in names:
                message = f"the {what} {item['name']} is slogen's, too"
                hint = "rename it here; if these are slogen's own lines, copied without their marks, delete them"
                yield error(base.span(key, number, "name"), codes.DUPLICATE, message, hint)


def _borrowed_login(base: Document, ours: Share) -> Iterator[Diagnostic]:
    """Alertmanager logs in with the user of `global` wherever a receiver names none, whichever mail server that receiver has."""
    of_all = base.data.get("global")
    if not isinstance(of_all, dict) or "smtp_auth_username" not in of_all:
        return
    for receiver in ours.receivers:
        for mail in receiver.get("email_configs") or ():
            server = mail.get("smarthost", of_all.get("smtp_smarthost"))
            if "auth_username" not in mail and server != of_all.get("smtp_smarthost"):
                message = f"Alertmanager will send this user and its password to {server}, slogen's mail server, too"
                hint = "give slogen's smtp a username and password_file, or your own receivers auth_username instead of this"
                yield warning(base.span("global", "smtp_auth_username"), codes.CONFLICT, message, hint)
                return


def _edits(base: Document, ours: Share) -> tuple[list[tuple[int, str]], list[Diagnostic]]:
    """Insertions, each an offset and a text."""
    edits: list[tuple[int, str]] = []
    refused: list[Diagnostic] = []
    missing: dict[str, Sequence[object]] = {}
    for keys, items in _wanted(base, ours):
        found = opening(base, *keys)
        match found:
            case Opening():
                edits.append((found.offset, _items(base, found, items)))
            case Refusal(obstacle, span):
                message = f"`{keys[-1]}` {obstacle.value}"
                refused.append(error(span, codes.CONFLICT, message, _hint(obstacle, keys[-1])))
            case None if len(keys) > 1:
                parent = opening(base, *keys[:-1])
                assert isinstance(parent, Opening), parent
                edits.append((parent.offset, _items(base, parent, {keys[-1]: items})))
            case None:
                missing[keys[-1]] = items
    if missing:
        place = ending(base)
        edits.append((place.offset, _items(base, place, missing)))
    return edits, refused


def _hint(obstacle: Obstacle, key: str) -> str:
    if obstacle is Obstacle.NULL:
        return f"delete the line or write `{key}: []`"
    return f"write a list of its own: `{key}:` and below it the items"


def _wanted(base: Document, ours: Share) -> Iterator[tuple[tuple[str, ...], Sequence[object]]]:
    yield ("route", "routes"), ours.routes
    for key in ("receivers", "inhibit_rules", "time_intervals"):
        yield (key,), ours.items(key)
    known = base.data.get("templates")
    yield ("templates",), [one for one in ours.templates if not isinstance(known, list) or one not in known]


def _items(base: Document, place: Opening, items: Sequence[object] | Mapping[str, object]) -> str:
    """The text to insert, with its marks; between brackets in JSON, which is YAML, too."""
    if not items:
        return ""
    pad = " " * place.indent
    if place.flow:
        parts = [f"{json.dumps(key)}: {_json(item)}" for key, item in items.items()] if isinstance(items, Mapping) else map(_json, items)
        # The comma behind the last one is allowed where nothing follows, too.
        lines = [pad + BEGIN_INSIDE, *(f"{pad}{part}," for part in parts), pad + END_INSIDE]
    else:
        inside = _lacks_line_break(base.content, place)
        begin, end = (BEGIN_INSIDE, END_INSIDE) if inside else (BEGIN, END)
        lines = [pad + begin, *block(items, place.indent), pad + end]
        if not inside:
            return _broken([*lines, ""], base.content)
    text = _broken(["", *lines, pad if place.flow else ""], base.content)
    # A lone carriage return of theirs would be taken for a part of our line break when ours is taken out again.
    return f"\r{text}" if place.offset and base.content[place.offset - 1] == "\r" and text.startswith("\n") else text


def _lacks_line_break(content: str, place: Opening) -> bool:
    return place.offset > 0 and content[place.offset - 1] != "\n"


def _json(item: object) -> str:
    return json.dumps(item, ensure_ascii=False)


def _broken(lines: Sequence[str], content: str) -> str:
    """Lines joined as those of the file are."""
    first = content.find("\n")
    return ("\r\n" if first > 0 and content[first - 1] == "\r" else "\n").join("\n".join(lines).split("\n"))


def _inserted(content: str, edits: Sequence[tuple[int, str]]) -> str:
    parts: list[str] = []
    last = 0
    for offset, text in sorted(edits, key=lambda edit: edit[0]):
        parts += (content[last:offset], text)
        last = offset
    return "".join([*parts, content[last:]])


def _misread(path: str, base: Document, ours: Share, result: str) -> list[Diagnostic]:
    """Whether the result says exactly what both said: an anchor, for one, can carry an insertion to a second place."""
    documents, _ = read(path, result.encode("utf-8", "surrogateescape"))
    data = documents[0].data if len(documents) == 1 else None
    wanted = _combined(base, ours)
    if data == wanted:
        return []
    there: Mapping[str, Any] = data if isinstance(data, dict) else {}
    wrong = [key for key in wanted if there.get(key) != wanted[key]] or sorted(base.data)
    hint = f"write `{wrong[0]}` in block style, without anchors and aliases, and end the file with a line break"
    message = f"`{wrong[0]}` cannot be added to: with slogen's lines the file would say something else than before"
    return [error(base.key_span(wrong[0]) if wrong[0] in base.data else base.span(), codes.CONFLICT, message, hint)]


def _combined(base: Document, ours: Share) -> dict[str, Any]:
    wanted: dict[str, Any] = dict(base.data)
    for keys, items in _wanted(base, ours):
        if not items:
            continue
        if len(keys) > 1:
            route = wanted["route"]
            wanted["route"] = {**route, "routes": [*items, *(route.get("routes") or [])]}
        else:
            wanted[keys[0]] = [*items, *(wanted.get(keys[0]) or [])]
    return wanted
