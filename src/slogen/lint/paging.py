"""Whom an alert of a rule file wakes, by its label `severity`."""

from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject


def severity_of(rule: RuleSubject) -> str | None:
    """The value of the label `severity`; None without one, and where a template decides."""
    label = rule.labels.get("severity")
    return None if label is None or "{{" in label.text else label.text


def is_page(rule: RuleSubject, settings: Settings) -> bool:
    """Whether it is an alert that wakes somebody for certain."""
    return rule.alert and severity_of(rule) in settings.pages


def is_quiet(rule: RuleSubject, settings: Settings) -> bool:
    """Whether it is a recording rule, or an alert that tells nobody."""
    return not rule.alert or severity_of(rule) in settings.quiet
