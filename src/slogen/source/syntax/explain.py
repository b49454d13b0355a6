"""From each of libyaml's complaints to the code that finds out what the person did."""

import re
from collections.abc import Callable

from slogen.diagnostics import codes
from slogen.source.compose import DEPTH, TOO_DEEP, Problem
from slogen.source.syntax import brackets, colons, indentation, quotes, signs
from slogen.source.syntax.explanation import Explanation
from slogen.source.text import SourceText

_NO_KEY = re.compile(r":(?=[\s}\]]|$)")


def explain(text: SourceText, problem: Problem) -> Explanation:
    """What is wrong, where, and what would be right; a complaint that has no explanation is passed on in libyaml's words."""
    if (reason := indentation.strange_space(text, problem)) is not None:
        return reason
    line = text.line_of(problem.offset)
    column = problem.offset - text.starts[line]
    if _NO_KEY.match(text.content, problem.offset) and text.line(line)[:column].strip()[-1:] in ("", "-", "{", "[", ","):
        hint = 'write a name before it; the empty key is ""'
        return Explanation(problem.offset, problem.offset + 1, "a key is missing before the colon", hint, codes.YAML_KEY)
    found = _EXPLANATIONS.get(problem.what)
    if found is None:
        found = next((explanation for context, explanation in _CONTEXTS.items() if context in problem.context), _other)
    return found(text, problem)


def _other(text: SourceText, problem: Problem) -> Explanation:
    said = ", ".join(part for part in (problem.context, problem.what) if part)
    return Explanation(problem.offset, problem.offset + 1, f"this is not YAML: {said}", "put the text in quotes if it is meant as text")


def _too_deep(text: SourceText, problem: Problem) -> Explanation:
    message = f"the values are nested deeper than {DEPTH} levels"
    return Explanation(problem.offset, problem.offset + 1, message, "no spec needs that; look for brackets that are not closed")


_Explain = Callable[[SourceText, Problem], Explanation]
_EXPLANATIONS: dict[str, _Explain] = {
    TOO_DEEP: _too_deep,
    "mapping values are not allowed in this context": colons.second_colon,
    "could not find expected ':'": colons.no_colon,
    "did not find expected key": indentation.no_key,
    "did not find expected '-' indicator": indentation.no_dash,
    "did not find expected <document start>": indentation.after_end,
    "did not find expected ',' or ']'": brackets.no_comma,
    "did not find expected ',' or '}'": brackets.no_comma,
    "did not find expected node content": brackets.no_content,
    "found unexpected ':'": signs.colon_in_brackets,
    "found character that cannot start any token": signs.bad_start,
    "found a tab character that violates indentation": indentation.tab,
    "found a tab character where an indentation space is expected": indentation.tab,
    "found an indentation indicator equal to 0": signs.block_header,
    "found unexpected end of stream": quotes.unclosed,
    "found unexpected document indicator": quotes.unclosed,
    "found unknown escape character": quotes.bad_escape,
    "did not find expected hexdecimal number": quotes.bad_escape,
    "found invalid Unicode character escape code": quotes.bad_escape,
    "did not find expected alphabetic or numeric character": signs.nameless_anchor,
    "found undefined alias": signs.undefined_alias,
    "found duplicate anchor": signs.second_anchor,
    "block sequence entries are not allowed in this context": indentation.item_in_value,
    "mapping keys are not allowed in this context": signs.question_mark,
    "found undefined tag handle": signs.bad_tag,
    "found incompatible YAML document": indentation.directive,
    "found duplicate %YAML directive": indentation.directive,
    "found duplicate %TAG directive": indentation.directive,
}
_CONTEXTS: dict[str, _Explain] = {"block scalar": signs.block_header, "tag": signs.bad_tag, "directive": indentation.directive}
