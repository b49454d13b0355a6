"""What reading YAML and reading the spec say of the same word, told once."""

from collections.abc import Sequence
from dataclasses import replace

from slogen.diagnostics import Diagnostic, Span, codes
from slogen.diagnostics.secrets import hidden


def told_once(of_yaml: Sequence[Diagnostic], of_spec: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings of one file without follow-ups: a word that YAML leaves open is no text, whatever a spec says of the text,
    and braces that YAML takes for a key are no mapping.

    Of durations the spec knows better: `1:30` is neither a text nor the number 90 there. What looks like a secret is hidden in all of them.
    """
    keys = [finding.span for finding in of_yaml if finding.code is codes.YAML_KEY]
    open_words = {finding.span for finding in of_yaml if finding.code is codes.YAML_AMBIGUOUS}
    durations = {finding.span for finding in of_spec if finding.code is codes.DURATION}
    told = [
        *(finding for finding in of_yaml if finding.span not in open_words & durations),
        *(finding for finding in of_spec if finding.span not in open_words - durations and not _within(finding.span, keys)),
    ]
    return [replace(finding, message=hidden(finding.message), hint=hidden(finding.hint)) for finding in told]


def _within(span: Span, others: Sequence[Span]) -> bool:
    return any(other.line == span.line and other.column <= span.column < other.column + other.length for other in others)
