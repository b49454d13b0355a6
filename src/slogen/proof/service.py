"""All tests of a service, in up to four files: promtool has one evaluation interval a file, and long windows need not be seen often."""

from slogen.conventions import names
from slogen.model.duration import FIVE_MINUTES, ONE_MINUTE, Duration
from slogen.model.slo import Service
from slogen.proof.budget import budget_scenarios
from slogen.proof.census import census_scenarios
from slogen.proof.figures import raw_figures
from slogen.proof.free import free_scenarios
from slogen.proof.guards import guard_scenarios
from slogen.proof.hard_data import hard_data_scenarios, low_traffic_scenarios
from slogen.proof.levels import level_scenarios
from slogen.proof.missing import bucket_scenarios, missing_scenarios
from slogen.proof.near_misses import near_miss_scenarios
from slogen.proof.past import former_scenarios, memory_scenarios
from slogen.proof.scenario import ProofFile, Scenario
from slogen.proof.standalone import standalone_scenarios
from slogen.proof.subject import no_series, subjects
from slogen.proof.thresholds import threshold_scenarios
from slogen.proof.tiles import tile_scenarios
from slogen.proof.timing import SLOW, fast_scenarios, rolled_evaluation, rolled_scenarios, slow_scenarios
from slogen.rules.values import Alert, RuleFile


def proof_files(service: Service, file: RuleFile) -> tuple[ProofFile, ...]:
    """The tests of a service's rules; a file without any test is left out."""
    fast: list[Scenario] = []
    slow: list[Scenario] = []
    tiles: list[Scenario] = []
    notes: list[str] = []
    tested = subjects(service.slos, file)
    for subject in tested:
        notes += subject.notes
        if no_series(subject):
            notes.append(f"{subject.slo.name}: from raw series, because none can be made up that its selectors match")
        fast += threshold_scenarios(subject)
        fast += fast_scenarios(subject)
        fast += hard_data_scenarios(subject)
        fast += census_scenarios(subject)
        fast += near_miss_scenarios(subject)
        fast += tile_scenarios(subject)
        fast += former_scenarios(subject)
        fast += missing_scenarios(subject)
        fast += bucket_scenarios(subject)
        fast += level_scenarios(subject)
        slow += slow_scenarios(subject)
        slow += raw_figures(subject)
        slow += free_scenarios(subject)
        slow += guard_scenarios(subject)
        tiles += low_traffic_scenarios(subject)
        tiles += budget_scenarios(subject)
    rules = {rule.name: rule for group in file.groups for rule in group.rules if isinstance(rule, Alert)}
    for alert in service.alerts:
        found = list(standalone_scenarios(alert, rules[alert.name]))
        fast += found
        notes += [] if found else [f"{alert.name}: its expression is no plain comparison; give examples in its `tests`"]
    pace = rolled_evaluation(tested)
    rolled = (*rolled_scenarios(tested, pace), *memory_scenarios(tested, pace))
    evaluation = min((slo.evaluation_interval for slo in service.slos), default=ONE_MINUTE)
    return tuple(
        _file(service, file, part, interval, tuple(scenarios), tuple(notes) if part == "" else ())
        for part, interval, scenarios in (
            ("", evaluation, fast),
            ("slow", SLOW, slow),
            ("tiles", FIVE_MINUTES, tiles),
            ("rolled", pace, rolled),
        )
        if scenarios or (notes and not part)
    )


def _file(
    service: Service, file: RuleFile, part: str, evaluation: Duration, scenarios: tuple[Scenario, ...], notes: tuple[str, ...]
) -> ProofFile:
    return ProofFile(
        path=names.proof_path(service.system, service.name, part),
        rules=file.path,
        source=service.source,
        evaluation=evaluation,
        order=tuple(group.name for group in file.groups),
        scenarios=scenarios,
        notes=notes,
    )
