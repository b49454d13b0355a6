"""Reads the templates in labels and annotations of alerts: their actions, and what Prometheus could not expand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final, NamedTuple

_ACTION = re.compile(r"\{\{(?:-(?=\s))?")
_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>/\*.*?\*/)
    | (?P<string>"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*')
    | (?P<close>(?:(?<=\s)-)?\}\})
    | (?P<variable>\$\w*(?:\.\w+)*)
    | (?P<field>(?:\.[A-Za-z_]\w*)+|\.)
    | (?P<number>[+-]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))
    | (?P<word>[A-Za-z_]\w*)
    | (?P<sign>:=|[=|(),])
    | (?P<bad>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_BLOCKS: Final = frozenset({"if", "range", "with", "define", "block"})
_FLOW: Final = _BLOCKS | {"else", "end", "template", "break", "continue", "nil", "true", "false"}
_FUNCTIONS: Final = frozenset(
    {
        "and",
        "call",
        "html",
        "index",
        "slice",
        "js",
        "len",
        "not",
        "or",
        "print",
        "printf",
        "println",
        "urlquery",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
    }  # of Go
    | {
        "query",
        "first",
        "label",
        "value",
        "strvalue",
        "args",
        "reReplaceAll",
        "safeHtml",
        "match",
        "title",
        "toUpper",
        "toLower",
        "graphLink",
        "tableLink",
        "sortByLabel",
    }
    | {
        "stripPort",
        "stripDomain",
        "humanize",
        "humanize1024",
        "humanizeDuration",
        "humanizePercentage",
        "humanizeTimestamp",
        "toTime",
        "toDuration",
        "now",
    }
    | {"parseDuration", "pathPrefix", "externalURL", "tmpl", "urlQueryEscape"}
    | {
        "htmlEscape",
        "jsonEscape",
        "quotesEscape",
        "crlfEscape",
        "pathEscape",
        "queryEscape",
        "parseDurationTime",
        "formatTime",
    }  # of vmalert
)
_VARIABLES: Final = frozenset(
    {"$", "$labels", "$value", "$externalLabels", "$externalURL"}
    | {"$expr", "$for", "$alertID", "$groupID", "$activeAt", "$type", "$isPartial"}  # of vmalert
)
_ROOT_FIELDS: Final = frozenset({"Labels", "ExternalLabels", "ExternalURL", "Value"})


class Word(NamedTuple):
    """A lexeme of an action; `offset` counts from the start of the text."""

    kind: str
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Action:
    """`{{ … }}`. `keyword`: if, range, end …, or empty for one that prints. `at_root`: `.` is the alert, not what range or with made it."""

    words: tuple[Word, ...]
    keyword: str
    at_root: bool
    start: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that keeps Prometheus from expanding the text."""

    message: str
    hint: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Template:
    """The actions of a text, and what is wrong with them."""

    actions: tuple[Action, ...]
    troubles: tuple[Trouble, ...]


@lru_cache(maxsize=4096)
def read_template(text: str) -> Template:
    """Take a text apart; without `{{` there is nothing in it."""
    if "{{" not in text:
        return Template((), ())
    actions: list[Action] = []
    troubles: list[Trouble] = []
    open_blocks: list[Word] = []
    position = 0
    while (match := _ACTION.search(text, position)) is not None:
        words, position = _words(text, match.end())
        if position < 0:
            troubles.append(Trouble("this {{ is never closed", "write }} behind what is to be inserted", match.start(), 2))
            break
        if not words:
            continue
        keyword = words[0].text if words[0].kind == "word" and words[0].text in _FLOW else ""
        at_root = not any(block.text in ("range", "with", "define", "block") for block in open_blocks)
        actions.append(Action(words, keyword, at_root, match.start()))
        if keyword in _BLOCKS:
            open_blocks.append(words[0])
        elif keyword == "end" and open_blocks:
            open_blocks.pop()
        elif keyword in ("end", "else") and not open_blocks:
            troubles.append(
                Trouble(
                    f"this {{{{ {keyword} }}}} belongs to nothing", "remove it, or write its if before it", words[0].offset, len(keyword)
                )
            )
    if not troubles:
        troubles += [
            Trouble(f"this {word.text} has no {{{{ end }}}}", "write {{ end }} behind it", word.offset, len(word.text))
            for word in open_blocks
        ]
    return Template(tuple(actions), (*troubles, *_unknown(tuple(actions))))


def _words(text: str, position: int) -> tuple[tuple[Word, ...], int]:
    """The lexemes up to `}}` and the offset behind it; -1 where it is missing."""
    found: list[Word] = []
    while (match := _TOKEN.match(text, position)) is not None:
        position = match.end()
        kind = match.lastgroup or "bad"
        if kind == "close":
            return tuple(found), position
        if match.group() == "{" and text.startswith("{{", match.start()):
            return (), -1
        if kind not in ("space", "comment"):
            found.append(Word(kind, match.group(), match.start()))
    return (), -1


def _unknown(actions: tuple[Action, ...]) -> Iterator[Trouble]:
    """Functions, variables and fields that there are not."""
    declared = {
        word.text
        for action in actions
        for word in action.words
        if word.kind == "variable" and "." not in word.text and _declares(action, word)
    }
    templates = {action.words[1].text.strip('"`') for action in actions if action.keyword in ("define", "block") and len(action.words) > 1}
    for action in actions:
        for word in action.words:
            if word.kind == "variable":
                name = word.text.partition(".")[0]
                if name not in _VARIABLES and name not in declared:
                    yield Trouble(
                        f"there is no variable {name}",
                        _meant(name, (*_VARIABLES, *declared), "it has $labels and $value"),
                        word.offset,
                        len(name),
                    )
            elif word.kind == "word" and word.text not in _FUNCTIONS and word.text not in _FLOW and word.text not in templates:
                yield Trouble(
                    f"templates have no function {word.text}",
                    _meant(word.text, (*_FUNCTIONS, "$labels"), "labels are written {{ $labels.name }}"),
                    word.offset,
                    len(word.text),
                )
            elif word.kind == "field" and action.at_root and word.text != ".":
                field = word.text.split(".")[1]
                if field not in _ROOT_FIELDS and not _behind(action, word):
                    meant = {"labels": ".Labels", "value": ".Value"}.get(field.lower())
                    hint = (
                        f"did you mean {meant}?"
                        if meant
                        else "a rule's templates know $labels and $value; notification templates know more"
                    )
                    yield Trouble(f"an alert has no .{field} in a rule", hint, word.offset, len(field) + 1)


def _declares(action: Action, word: Word) -> bool:
    """Whether the word stands before the action's `:=`."""
    return any(sign.text == ":=" and word.offset < sign.offset for sign in action.words)


def _behind(action: Action, word: Word) -> bool:
    """Whether the field belongs to what stands right before it: `(query "x" | first).Value`."""
    return any(one.kind in ("sign", "word") and one.offset + len(one.text) == word.offset and one.text not in "(,|" for one in action.words)


def _meant(name: str, known: tuple[str, ...] | frozenset[str], otherwise: str) -> str:
    found = get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    return f"did you mean {found[0]}?" if found else otherwise


class Use(NamedTuple):
    """A label of the series that a template prints, and where its name stands."""

    label: str
    offset: int


def used_labels(text: str) -> tuple[Use, ...]:
    """The labels of the alert's series that are inserted; those that an `if` or `with` asks for first are left out."""
    found: list[Use] = []
    asked: set[str] = set()
    for action in read_template(text).actions:
        uses = [use for index, word in enumerate(action.words) if (use := _use(action, word, index)) is not None]
        if action.keyword in ("if", "with", "else"):
            asked.update(use.label for use in uses)
        else:
            found += uses
    return tuple(use for use in found if use.label not in asked)


def _use(action: Action, word: Word, index: int) -> Use | None:
    parts = word.text.split(".")
    if word.kind == "variable" and parts[0] == "$labels" and len(parts) == 2:
        return Use(parts[1], word.offset + len("$labels."))
    rooted = (word.kind == "variable" and parts[0] == "$") or (word.kind == "field" and action.at_root and not _behind(action, word))
    if rooted and len(parts) == 3 and parts[1] == "Labels":
        return Use(parts[2], word.offset + len(word.text) - len(parts[2]))
    before = action.words[max(index - 2, 0) : index]
    if word.kind == "string" and [one.text for one in before] == ["index", "$labels"]:
        return Use(word.text[1:-1], word.offset + 1)
    return None


def prints_value(text: str) -> Word | None:
    """Where a template inserts the value of the expression itself, if it does."""
    for action in read_template(text).actions:
        if action.keyword:
            continue
        for word in action.words:
            if word.text in ("$value", "$.Value") or (word.text == ".Value" and action.at_root and not _behind(action, word)):
                return word
    return None
