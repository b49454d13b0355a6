"""Under which names teams write down what an alert has to say; the first of each is the usual one."""

from collections.abc import Sequence
from typing import Final

from slogen.lint.subject import RuleSubject, Text

RUNBOOKS: Final = ("runbook_url", "runbook", "runbook_link", "playbook_url", "playbook", "sop_url")
SUMMARIES: Final = ("summary", "description", "message", "title")
NEXT_ACTIONS: Final = ("next_action", "next_steps", "action", "actions", "remediation", "resolution", "mitigation")
IMPACTS: Final = ("impact", "user_impact", "customer_impact", "business_impact", "consequence")


def linked_runbook(rule: RuleSubject) -> Text | None:
    """The link of an alert to its runbook."""
    return written(rule, RUNBOOKS) if rule.alert else None


def written(rule: RuleSubject, names: Sequence[str]) -> Text | None:
    """The first of the annotations that is there and not empty."""
    return next((text for name in names if (text := rule.annotations.get(name)) is not None and text.text.strip()), None)
