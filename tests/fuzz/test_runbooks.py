"""No runbook raises an exception, whatever its front matter and its text are."""

import random

from slogen.lint.engine import run
from slogen.lint.registry import CHECKS
from slogen.lint.settings import DEFAULT
from tests.fuzz.damage import PIECES, each, mistyped, presentable, with_secret
from tests.runbooks.pages import PATH, page

_SAMPLES = (
    """\
---
owner: web
last_reviewed: 2026-11-01
alerts: [Errors, "Slow"]
tags: {a: [b, c]}
---
# Errors

See [the other](other.md#first "title"), <a href="#diagnosis">this</a> and [that][1].

## Diagnosis

> To write: what to look at

```promql
slo:burn_rate:ratio_rate1h{slo_id="shop/web/availability"} > 1
sum(rate(x_total[5m])) by (le)
```

[1]: ../other/that.md 'a'
""",
    """\
---
owner:
  primary: web
last_reviewed: "2026-11-21"
alerts: none -- kept for the audit
---
<!-- a comment -->
Errors
======

Diagnosis {#here}
---------

`slo:error_budget:remaining{slo_id="shop/web/x"}` ![](image.png)

~~~yaml
a: b
~~~
""",
)
_WORDS = (
    *("---\n", "...\n", "owner: ", "last_reviewed: ", "alerts: ", "none -- ", "2026-02-30", "9999-12-31", "0000-00-00", "12026-01-01"),
    *(
        "# ",
        "## Diagnosis",
        "```",
        "~~~",
        "```promql\n",
        "[a](",
        ")",
        "](<",
        "[a]: ",
        "%00",
        "%ff",
        "../../..",
        "//",
        "#",
        "<!--",
        "To write:",
    ),
    *('slo:x{slo_id="', '"}', "{{", "}}", "<a href=", "\\"),
)


def test_no_runbook_raises() -> None:
    def check(chance: random.Random) -> None:
        text, secret = mistyped(chance, _SAMPLES, (*PIECES, *_WORDS)), ""
        if chance.random() < 0.5:
            text, secret = with_secret(chance, text)
        linked_by = chance.choice((None, (), ("Errors",)))
        presentable(run(CHECKS, [page(text, linked_by=linked_by)], DEFAULT), PATH, text, secret)

    each(check)
