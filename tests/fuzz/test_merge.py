"""No Alertmanager configuration of a team makes the merge raise, print a secret of theirs, or lose a byte of theirs."""

import random

from slogen.targets.alertmanager_merge import merge, without_ours
from tests.fuzz.damage import PIECES, each, mistyped, presentable, with_secret
from tests.notify.test_merge import BASES, BLOCK, share_of

_OURS = share_of()
_MERGED = merge("base.yml", BLOCK.encode(), _OURS).text or ""
_SAMPLES = (*BASES.values(), BLOCK, _MERGED)
_WORDS = (
    *("route:", "routes:", "receivers:", "- name: ", "shop/oncall", "everyone", "templates: ", "inhibit_rules: ", "time_intervals:", "[]"),
    *("global: {smtp_auth_username: a}", "mute_time_intervals: ", "# slogen: begin", "# slogen: end", "name: [a]", "name: {a: b}", "~"),
)


def test_no_configuration_raises() -> None:
    def check(chance: random.Random) -> None:
        text, secret = mistyped(chance, _SAMPLES, (*PIECES, *_WORDS)), ""
        if chance.random() < 0.5:
            text, secret = with_secret(chance, text)
        content = text.encode("utf-8", "surrogateescape")
        merged = merge("base.yml", content, _OURS)
        assert merged.text is not None or merged.findings
        presentable(merged.findings, "base.yml", text, secret, excerpts=False)
        if merged.text is not None:
            assert without_ours(merged.text) == without_ours(text)
            assert merge("base.yml", merged.text.encode("utf-8", "surrogateescape"), _OURS).text == merged.text

    each(check)
