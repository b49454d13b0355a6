"""What the parser complains about, in words for the person who wrote the expression, and at the text that must change."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from slogen.diagnostics import codes
from slogen.promql.functions import AGGREGATIONS, WITH_PARAMETER, meant_by
from slogen.promql.locate import CLOSING, Place, locate
from slogen.promql.problem import Problem
from slogen.promql.tokens import Token, tokenize

_TYPOS: Final = {
    ("=", "!"): "!=",
    ("=", ">"): ">=",
    ("=", "<"): "<=",
    ("<", ">"): "!=",
    ("==", "="): "==",
    ("!=", "="): "!=",
    ("&", "&"): "and",
    ("|", "|"): "or",
}
"""Two signs in a row that other languages write, or that were swapped, and what PromQL writes."""
_KINDS: Final = {"scalar": "a number", "string": "a text", "vector": "series", "matrix": "a range"}
_MATCHERS = 'matchers are written {a="b",c=~"d.*"}: a value in quotes, a comma between two of them'
_RANGE = "a range is written [5m], a subquery [1h:5m]"


def syntax(text: str, complaint: str) -> Problem:
    """The parser's complaint about a text as a problem at the token that must change."""
    tokens = tokenize(text)
    found = next(_signs(tokens), None) or next(_brackets(tokens), None) or _by_words(text, tokens, complaint)
    if found is not None:
        return found
    place = locate(text, complaint)
    message, hint = _plain(complaint, text[place.offset : place.offset + place.length], place)
    return _problem(place, message, hint)


def _problem(place: Place | Token, message: str, hint: str) -> Problem:
    length = len(place.text) if isinstance(place, Token) else place.length
    return Problem(codes.PROMQL_SYNTAX, message, hint, place.offset, length)


def _signs(tokens: tuple[Token, ...]) -> Iterator[Problem]:
    """Quotes without an end, and operators that PromQL writes in another way."""
    braces = 0
    for number, token in enumerate(tokens):
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        braces += (token.text == "{") - (token.text == "}")
        if token.kind == "bad" and token.text in ('"', "'", "`"):
            yield _problem(token, f"this {token.text} is never closed", f"write {token.text} at the end of the text")
        elif following is not None and following.offset == token.end and (token.text, following.text) in _TYPOS:
            wrong, right = token.text + following.text, _TYPOS[token.text, following.text]
            yield _problem(Place(token.offset, len(wrong), False), f"PromQL has no operator {wrong}", f"did you mean {right}?")
        elif token.text == "=" and not braces:
            yield _problem(token, "outside of braces = means nothing", "two values are compared with ==")
        elif token.text == "==" and braces:
            yield _problem(token, "between braces == means nothing", "a matcher is written with a single =")


def _brackets(tokens: tuple[Token, ...]) -> Iterator[Problem]:
    """The first bracket that closes nothing, or that is not closed where it should be."""
    stack: list[Token] = []
    for token in tokens:
        if token.text in CLOSING:
            stack.append(token)
        elif token.text in CLOSING.values():
            if not stack:
                yield _problem(token, f"this `{token.text}` closes nothing", "delete it, or open one before it")
                return
            opened = stack.pop()
            if token.text != CLOSING[opened.text]:
                message = f"this `{opened.text}` is not closed before the next `{token.text}`"
                yield _problem(opened, message, f"write the missing {CLOSING[opened.text]}")
                return
    if stack:
        yield _problem(stack[0], f"this `{stack[0].text}` is never closed", f"write the missing {CLOSING[stack[0].text]}")


def _by_words(text: str, tokens: tuple[Token, ...], complaint: str) -> Problem | None:
    """Complaints that name what they are about, or whose place can be told from the text."""
    for pattern, explain in _EXPLAINED:
        if match := pattern.search(complaint):
            return explain(text, tokens, match)
    return None


def _arguments(text: str, tokens: tuple[Token, ...], match: re.Match[str]) -> Problem:
    name, wanted, got = match["name"], int(match["wanted"]), match["got"]
    message = f"{name}() takes {match['bound'] or ''}{wanted} argument{'' if wanted == 1 else 's'}, got {got}"
    return _problem(_call(text, tokens, name), message, "")


def _aggregated(text: str, tokens: tuple[Token, ...], match: re.Match[str]) -> Problem:
    names = WITH_PARAMETER if match["wanted"] == "2" else AGGREGATIONS[: -len(WITH_PARAMETER)]
    token = next((token for token in tokens if token.text in names), tokens[0])
    more = "a number or a label, then the series" if match["wanted"] == "2" else "nothing but the series"
    return _problem(token, f"{token.text}() takes {match['wanted']} argument{'s' * (match['wanted'] == '2')}, got {match['got']}", more)


def _type(text: str, tokens: tuple[Token, ...], match: re.Match[str]) -> Problem:
    name, wanted, got = match["name"] or "", match["wanted"], match["got"]
    here = _call(text, tokens, name) if name else Place(0, len(text), False)
    what = f"{name}() takes" if name else "an aggregation takes"
    if wanted == "matrix":
        return _problem(here, f"{name}() needs a range", f"write {name}(…[5m])")
    if got == "matrix":
        return _problem(_range_after(text, tokens, here.offset), f"{what} no range", "leave it out, or put a function around: rate(…[5m])")
    return _problem(here, f"{what} {_KINDS.get(wanted, wanted)}, not {_KINDS.get(got, got)}", "")


def _everything(text: str, tokens: tuple[Token, ...], match: re.Match[str]) -> Problem:
    del match
    place = Place(0, len(text), False)
    for number, token in enumerate(tokens):
        if token.text == "{" and (number == 0 or tokens[number - 1].kind != "name"):
            place = Place(token.offset, next((t.end for t in tokens[number:] if t.text == "}"), len(text)) - token.offset, False)
            break
    return _problem(place, "the selector matches every series there is", 'name a metric, or a label that must not be empty: {job="x"}')


def _numbers(text: str, tokens: tuple[Token, ...], match: re.Match[str]) -> Problem:
    del match
    place = _only(text, tokens, ("==", "!=", ">", "<", ">=", "<="))
    return _problem(place, "two numbers are compared, which says nothing about any series", "compare a metric, such as up == 0")


def _joined(text: str, tokens: tuple[Token, ...], match: re.Match[str]) -> Problem:
    names = (match["name"],) if match.groupdict().get("name") else ("on", "ignoring")
    place = _only(text, tokens, names)
    shown = text[place.offset : place.offset + place.length] if place.length < len(text) else names[0]
    return _problem(place, f"`{shown}` joins series, and one side of it is a number", "write a > 1 and b > 2 to ask for both")


def _misplaced(message: str, hint: str, *words: str) -> Callable[[str, tuple[Token, ...], re.Match[str]], Problem]:
    """A complaint about a word; `{0}` in the message is what it captured."""

    def explain(text: str, tokens: tuple[Token, ...], match: re.Match[str]) -> Problem:
        return _problem(_only(text, tokens, words or match.groups()), message.format(*match.groups()), hint.format(*match.groups()))

    return explain


def _untyped(text: str, tokens: tuple[Token, ...], match: re.Match[str]) -> Problem:
    del match
    braces = 0
    for token in tokens:
        braces += (token.text == "{") - (token.text == "}")
        if token.kind == "string" and not braces:
            return _problem(token, "a text cannot be compared or calculated with", "compare numbers; labels are matched between braces")
    place = _range_after(text, tokens, 0)
    return _problem(place, "a range cannot be compared or calculated with", "put a function around it: rate(…[5m])")


def _ranged(text: str, tokens: tuple[Token, ...], match: re.Match[str]) -> Problem:
    del match
    before = [
        token.offset for token, other in pairwise(tokens) if token.text not in ("}", "]") and token.kind != "name" and other.text == "["
    ]
    hint = "put it inside, sum(rate(x[5m])), or write a subquery: (…)[1h:1m]"
    return _problem(_range_after(text, tokens, before[0] if before else 0), "a range can only follow a selector", hint)


def _no_duration(text: str, tokens: tuple[Token, ...], match: re.Match[str]) -> Problem:
    del tokens
    place = Place(max(text.find(match[1]), 0), min(len(match[1]), len(text)), False)
    return _problem(place, f"`{match[1]}` is no duration", "durations are written 500ms, 30s, 5m, 1h30m, 1d")


_EXPLAINED: Final = (
    (
        re.compile(r"expected (?P<bound>at (?:least|most) )?(?P<wanted>\d+) argument\(s\) in call to '(?P<name>\w+)', got (?P<got>\d+)"),
        _arguments,
    ),
    (re.compile(r"arguments for aggregate expression provided, expected (?P<wanted>\d), got (?P<got>\d)"), _aggregated),
    (re.compile(r"no arguments for aggregate expression '(\w+)'"), _misplaced("{0}() has nothing to aggregate", "write {0}(…)")),
    (re.compile(r"expected type (?P<wanted>\w+) in (?:call to function '(?P<name>\w+)'|\w+ expression), got (?P<got>\w+)"), _type),
    (re.compile(r"at least one non-empty matcher"), _everything),
    (re.compile(r"comparisons between scalars"), _numbers),
    (re.compile(r"set operator '(?P<name>\w+)' not allowed|vector matching only allowed between vectors"), _joined),
    (re.compile(r"binary expression must contain only|unary expression only allowed"), _untyped),
    (re.compile(r"bool modifier"), _misplaced("`bool` belongs behind a comparison", "write a > bool b", "bool")),
    (
        re.compile(r"must not be set twice: '(.*)' or '(.*)'"),
        _misplaced("the metric has two names, {0} and {1}", "leave out one", "__name__"),
    ),
    (
        re.compile(r"label '(\w+)' must not occur in ON and GROUP"),
        _misplaced("`{0}` stands in on() and in group_left() or group_right()", "leave it out of one"),
    ),
    (re.compile(r"no (offset|@) modifiers allowed before range"), _misplaced("`{0}` stands behind the range", "write x[5m] {0} …")),
    (re.compile(r"unexpected end of input in (offset|@)"), _misplaced("`{0}` needs a time behind it", "such as offset 5m")),
    (re.compile(r"ranges only allowed"), _ranged),
    (re.compile(r"not a valid duration string: (\S+)"), _no_duration),
    (re.compile(r"(offset|@) modifier must be preceded"), _misplaced("`{0}` can only follow a selector", "write x {0} …, or x[5m] {0} …")),
    (re.compile(r"ParseFloatError. (\S+) can't"), _misplaced("`{0}` is no number", "write 1000, 0.5 or 1e3")),
    (re.compile(r"operator after '(\w+)'"), _misplaced("the matcher `{0}` has no value", 'write {0}="…"')),
)


def _call(text: str, tokens: tuple[Token, ...], name: str) -> Place:
    token = next((token for token in tokens if token.text == name), None)
    return Place(token.offset, len(token.text), False) if token else Place(0, len(text), False)


def _only(text: str, tokens: tuple[Token, ...], words: tuple[str, ...]) -> Place:
    """The place of the only token that is one of the words, or the whole text where there are several."""
    found = [token for token in tokens if token.text in words]
    return Place(found[0].offset, len(found[0].text), False) if len(found) == 1 else Place(0, len(text), False)


def _range_after(text: str, tokens: tuple[Token, ...], offset: int) -> Place:
    opened = next((token for token in tokens if token.text == "[" and token.offset >= offset), None)
    if opened is None:
        return Place(0, len(text), False)
    end = next((token.end for token in tokens if token.text == "]" and token.offset > opened.offset), len(text))
    return Place(opened.offset, end - opened.offset, False)


_PLAIN: Final = (
    ("in label matching, expected string", "the value of a matcher is a text: {} has no quotes", 'write "{}"'),
    ("no expression found", "the expression is empty", "write PromQL"),
    ("illegal regex", "{} is no regular expression that Prometheus can read (RE2)", "mend it; a backslash is written twice in a string"),
    ("unknown escape", "{} has an unknown escape sequence", "write a backslash twice"),
    ("bad number or duration", "`{}` is neither a number nor a duration", "durations are written 500ms, 30s, 5m, 1h30m, 1d"),
    ("missing unit", "`{}` has no unit", "durations are written 500ms, 30s, 5m, 1h30m, 1d"),
    ("subquery is only allowed", "a subquery needs series", "write (…)[1h:1m] behind an expression that yields some"),
    ("trailing commas", "a comma too many at the end of the arguments", "delete it"),
    ("duration must be greater", "a range must be longer than 0s", _RANGE),
    ("inside braces", "`{}` cannot stand here", _MATCHERS.replace("{", "{{").replace("}", "}}")),
    ("in label matching", "`{}` cannot stand here", _MATCHERS.replace("{", "{{").replace("}", "}}")),
    ("inside brackets", "`{}` cannot stand here", _RANGE),
    ("in brackets", "`{}` cannot stand here", _RANGE),
    ("'!' can not be at the end", "`{}` cannot stand here", "not equal is !=; `a unless b` is a where there is no b"),
    ("unexpected character", "`{}` cannot stand here", "names have letters, digits, underscores and colons"),
)
"""What the parser says, what we say instead, and what would be right; `{}` is the text that the complaint is about."""


def _plain(complaint: str, shown: str, place: Place) -> tuple[str, str]:
    if "unknown function" in complaint:
        meant = meant_by(shown)
        return (
            f"Prometheus has no function {shown}()",
            f"did you mean {meant}()?" if meant else "see the functions in Prometheus's documentation",
        )
    if complaint.startswith("invalid promql"):
        if place.unfinished:
            return f"the expression stops too early, after `{shown}`", "complete it"
        return f"`{shown}` cannot stand here", "is an operator or a comma missing before it, or is it one too many?"
    for fragment, message, hint in _PLAIN:
        if fragment in complaint:
            return message.format(shown), hint.format(shown)
    return complaint, ""
