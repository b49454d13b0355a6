"""Inherited settings: the nearest wins, maps merge key by key, and everybody can ask who said what."""

from decimal import Decimal

import pytest

from slogen.model.burn import AlertSeverity
from slogen.model.duration import Duration
from slogen.model.slo import Guard, NoAlert, Owner, Response
from slogen.readers.native import provenance, read_system
from tests.readers.specs import QUEUE, SERVICE, SYSTEM, WORKSPACE, document, edited, marked, reading, system, workspace


def _levels(setting: str) -> dict[str, str]:
    """One setting at four levels; `{}` in the text becomes the level's number."""
    return {
        "workspace": WORKSPACE + setting.format(1),
        "system": SYSTEM + setting.format(2),
        "service": SERVICE.replace("slos:", setting.format(3) + "slos:"),
        "slo": "    " + setting.format(4),
    }


@pytest.mark.parametrize(
    ("levels", "days"), [(0, 30), (1, 11), (2, 12), (3, 13), (4, 14)], ids=["none", "workspace", "system", "service", "slo"]
)
def test_the_nearest_wins(levels: int, days: int) -> None:
    texts = _levels("window: 1{}d\n")
    above = workspace(texts["workspace"] if levels > 0 else WORKSPACE)
    below = system(texts["system"] if levels > 1 else SYSTEM, above)
    edits = [("    objective", texts["slo"] + "    objective")] if levels > 3 else []
    slo = reading(texts["service"] if levels > 2 else SERVICE, *edits, above=above, below=below).slo()
    assert slo.window == Duration.parse(f"{days}d")


def test_maps_merge_key_by_key() -> None:
    above = workspace(
        WORKSPACE
        + "guard: {min_failures: 3}\nlabels: {a: one, b: one}\nseverities: {page: P1, info: P5}\nowner: {secondary: root}\n"
        + "missing: {for: 10m, next_action: Look.}\n"
    )
    below = system(
        SYSTEM.replace(", secondary: sre", "") + "guard: {min_events: 100}\nlabels: {b: two, c: two}\nseverities: {page: P0}\n", above
    )
    slo = reading(
        SERVICE, ("    objective", "    labels: {c: three}\n    missing: {severity: info}\n    objective"), above=above, below=below
    ).slo()
    assert slo.guard == Guard(3, 100)
    assert slo.place.labels == {"a": "one", "b": "two", "c": "three"}
    assert slo.place.severities == {AlertSeverity.PAGE: "P0", AlertSeverity.TICKET: "sev3", AlertSeverity.INFO: "P5"}
    assert slo.place.owner == Owner("platform", "root")
    assert isinstance(slo.missing, Response)
    assert (slo.missing.severity, str(slo.missing.for_), slo.missing.next_action) == (AlertSeverity.INFO, "10m", "Look.")


def test_lists_are_replaced_whole() -> None:
    policy = "error_budget_policy: [{name: low, below: 50, action: Slow.}, {name: out, below: 0, action: Stop.}]\n"
    below = system(SYSTEM + "group_by: [environment, region]\n" + policy)
    slo = reading(SERVICE, below=below).slo()
    assert slo.group_by == ("environment", "region")
    assert [(level.name, level.below_percent) for level in slo.budget_policy] == [("low", Decimal(50)), ("out", Decimal(0))]
    slo = reading(SERVICE, ("    objective", "    group_by: [zone]\n    error_budget_policy: []\n    objective"), below=below).slo()
    assert (slo.group_by, slo.budget_policy) == (("zone",), ())


@pytest.mark.parametrize(
    ("inherited", "own", "severity"),
    [
        pytest.param("missing: {none: Quiet.}\n", "", None, id="an inherited reason"),
        pytest.param("missing: {none: Quiet.}\n", "missing: {for: 1m}", "ticket", id="a description puts the reason aside"),
        pytest.param("missing: {severity: info}\n", "missing: {none: Quiet.}", None, id="a reason puts the description aside"),
        pytest.param("missing: {severity: info}\n", "missing: {}", "info", id="nothing of its own"),
    ],
)
def test_a_reason_and_a_description_of_missing_data_exclude_each_other(inherited: str, own: str, severity: str | None) -> None:
    edits = [("    alerts:\n", f"    alerts:\n      {own}\n")] if own else []
    missing = reading(SERVICE, *edits, below=system(SYSTEM + inherited)).slo().missing
    assert missing == NoAlert("Quiet.") if severity is None else isinstance(missing, Response) and missing.severity == severity


def test_settings_of_an_slo_do_not_leak_into_the_next() -> None:
    second = SERVICE[SERVICE.index("  - name") :].replace("name: availability", "name: second")
    found = reading((SERVICE + second).replace("    objective: 99.9\n", "    objective: 99.9\n    window: 7d\n", 1))
    assert found.service is not None
    assert [str(slo.window) for slo in found.service.slos] == ["7d", "30d"]


@pytest.mark.parametrize(
    ("setting", "finding"),
    [
        pytest.param("window: «6d»", ("duration", "`window` must be between 7d and 90d, got 6d"), id="a window of less than a week"),
        pytest.param("window: «91d»", ("duration", "`window` must be between 7d and 90d, got 91d"), id="a window of more than a quarter"),
        pytest.param("window: «7d12h»", ("duration", "`window` must be whole days, got 7d12h"), id="half a day"),
        pytest.param(
            "scrape_interval: «76s»", ("duration", "`scrape_interval` must be between 1s and 75s, got 76s"), id="scraped too rarely"
        ),
        pytest.param(
            "scrape_interval: «500ms»", ("duration", "`scrape_interval` must be between 1s and 75s, got 500ms"), id="scraped too often"
        ),
        pytest.param("labels: {«severity»: page}", ("reserved-label", "slogen sets the label `severity` itself"), id="a reserved label"),
        pytest.param("group_by: [«slo_id»]", ("reserved-label", "slogen sets the label `slo_id` itself"), id="a reserved group"),
        pytest.param(
            "logs_url: 'https://logs.example.com/«{sevice}»'", ("url", "unknown placeholder {sevice}"), id="an unknown placeholder"
        ),
        pytest.param("logs_url: 'https://logs.example.com/«{»'", ("url", "a single { in the URL"), id="half a placeholder"),
        pytest.param(
            "runbooks: {url: «https://runbooks.example.com/»}",
            ("url", "`url` has no {name}: every link would lead to the same page"),
            id="one page for all runbooks",
        ),
        pytest.param(
            "error_budget_policy: [{name: a, below: 10, action: Slow.}, {name: b, below: «25», action: Stop.}]",
            ("conflict", "level `b` is below 25 %, not less than `a` before it (below 10 %)"),
            id="levels upside down",
        ),
        pytest.param(
            "error_budget_policy: [{name: a, below: 10, action: Slow.}, {name: «a», below: 5, action: Stop.}]",
            ("duplicate", "two levels are named `a`"),
            id="levels of one name",
        ),
        pytest.param(
            "burn_rate: {pairs: [{name: a, severity: page, long: 1h, short: «1m», factor: 2}]}",
            ("burn-rate-pair", "`short` must be at least 5m, got 1m"),
            id="a pair",
        ),
    ],
)
def test_a_wrong_setting_is_reported_once_where_it_stands(setting: str, finding: tuple[str, str]) -> None:
    plain, (span,) = marked("slos/shop/system.yaml", SYSTEM + setting + "\n")
    below, findings = read_system(document("slos/shop/system.yaml", plain), workspace())
    assert [(found.span, found.code.name, found.message) for found in findings] == [(span, *finding)]
    assert below is not None
    assert reading(SERVICE, below=below).findings == ()
    again = reading(SERVICE, ("    objective", f"    {setting}\n    objective"))
    assert again.says(finding)


@pytest.mark.parametrize(
    ("inherited", "own"),
    [
        pytest.param("labels: {zone: a}\n", "group_by: [«zone»]", id="grouped by a label that is fixed above"),
        pytest.param("group_by: [zone]\n", "labels: {zone: «a»}", id="a label fixed that is grouped by above"),
    ],
)
def test_a_fixed_label_must_not_cover_a_group(inherited: str, own: str) -> None:
    found = reading(SERVICE, ("    objective", f"    {own}\n    objective"), below=system(SYSTEM + inherited))
    message = "`zone` is in group_by and has a fixed value in labels: all groups would look the same"
    (finding,) = found.findings
    assert (finding.code.name, finding.message, finding.span.line) == ("conflict", message, found.spans[0].line)


def test_a_guard_is_for_what_has_traffic() -> None:
    found = reading(QUEUE, ("    objective", "    «guard»: {min_failures: 3}\n    objective"))
    assert found.says(("conflict", "a guard counts failures and events; this SLI counts minutes and has none"))
    inherited = reading(QUEUE, below=system(SYSTEM + "guard: {min_failures: 3}\n")).slo()
    assert inherited.guard == Guard()
    assert reading(QUEUE, ("    objective", "    guard: {min_failures: 0}\n    objective")).slo().guard == Guard()


def test_provenance_says_who_set_what() -> None:
    above = workspace(WORKSPACE + "scrape_interval: 30s\nguard: {min_failures: 3}\n")
    below = system(SYSTEM + "severities: {page: SEV-1}\nguard: {min_events: 7}\nmissing: {for: 10m, impact: Blind.}\n", above)
    text = edited(
        SERVICE,
        ("slos:", "group_by: [zone]\nslos:"),
        ("    objective", "    window: 28d\n    objective"),
        ("    alerts:\n", "    alerts:\n      missing: {for: 15m}\n"),
    )
    found = provenance(document("slos/shop/api.yaml", text), "availability", below)
    seen = {name: (each.value, each.level, str(each.span) if each.span else None) for name, each in found.items()}
    assert seen == {
        "burn_rate": ("the default pairs", "default", None),
        "error_budget_policy": ("[]", "default", None),
        "group_by": ("[zone]", "service", "slos/shop/api.yaml:4:12"),
        "guard.min_events": ("7", "system", "slos/shop/system.yaml:6:21"),
        "guard.min_failures": ("3", "workspace", "slos/slogen.yaml:6:23"),
        "missing.for": ("15m", "slo", "slos/shop/api.yaml:12:22"),
        "missing.impact": ("Blind.", "system", "slos/shop/system.yaml:7:29"),
        "missing.severity": ("ticket", "default", None),
        "owner.primary": ("platform", "system", "slos/shop/system.yaml:4:18"),
        "owner.secondary": ("sre", "system", "slos/shop/system.yaml:4:39"),
        "runbooks.sections": ("[]", "default", None),
        "runbooks.url": ("https://runbooks.example.com/{system}/{name}", "workspace", "slos/slogen.yaml:3:17"),
        "scrape_interval": ("30s", "workspace", "slos/slogen.yaml:5:18"),
        "severities.info": ("sev4", "default", None),
        "severities.page": ("SEV-1", "system", "slos/shop/system.yaml:5:20"),
        "severities.ticket": ("sev3", "default", None),
        "window": ("28d", "slo", "slos/shop/api.yaml:8:13"),
    }


def test_provenance_agrees_with_what_is_compiled() -> None:
    below = system(SYSTEM + "window: 28d\nmissing: {none: Quiet.}\n")
    found = provenance(document("slos/shop/api.yaml", SERVICE), "availability", below)
    slo = reading(SERVICE, below=below).slo()
    assert found["window"].value == str(slo.window)
    assert {name: each.value for name, each in found.items() if name.startswith("missing.")} == {"missing.none": "Quiet."}
    assert slo.missing == NoAlert("Quiet.")


def test_provenance_of_an_slo_that_does_not_exist() -> None:
    with pytest.raises(KeyError, match="nothing"):
        provenance(document("slos/shop/api.yaml", SERVICE), "nothing", system())
