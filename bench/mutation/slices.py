"""The part of a service that concerns one SLO, or its standalone alerts: rules and tests that can be run without the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from slogen.conventions import names
from slogen.model.duration import Duration
from slogen.model.slo import Service, Slo
from slogen.proof.scenario import ProofFile, Scenario
from slogen.rules.values import Alert, Group, Record, RuleFile
from slogen.rules.windows import windows

STANDALONE = "standalone alerts"


@dataclass(frozen=True, slots=True)
class Slice:
    """`file` has the subject's rules only, `tests` a file for every scenario about it. `likeness`: what samples are taken by.

    `beside`: groups that are not the subject's and that its rules read; the tests need them, nobody breaks them here.
    """

    service: str
    subject: str
    likeness: str
    file: RuleFile
    tests: tuple[ProofFile, ...]
    windows: tuple[str, ...]
    beside: tuple[Group, ...] = ()


def slices(service: Service, file: RuleFile, proofs: Sequence[ProofFile]) -> Iterator[Slice]:
    """One for every SLO, and one for the standalone alerts."""
    identity = f"{service.system}/{service.name}"
    for slo in service.slos:
        groups = tuple(part for group in file.groups if (part := _part(group, slo, identity)) is not None)
        alerts = {rule.name for group in groups for rule in group.rules if isinstance(rule, Alert)}
        chosen = [_of_slo(scenario, slo, alerts) if slo.name in _abouts(scenario) else None for _, scenario in _scenarios(proofs)]
        yield _slice(identity, slo.name, _likeness(slo), replace(file, groups=groups), proofs, chosen, _windows(slo))
    if service.alerts:
        alone = tuple(group for group in file.groups if group.name.startswith(f"{identity}:alerts"))
        slos = {slo.name for slo in service.slos}
        chosen = [None if _abouts(scenario) & slos else scenario for _, scenario in _scenarios(proofs)]
        exprs = [rule.expr for group in alone for rule in group.rules]
        read = tuple(f"{slo.id}:" for slo in service.slos if any(f'{names.SLO_ID}="{slo.id}"' in expr for expr in exprs))
        beside = tuple(group for group in file.groups if group.name.startswith(read))
        yield _slice(identity, STANDALONE, STANDALONE, replace(file, groups=alone), proofs, chosen, (), beside)


def runnable(part: Slice, file: RuleFile) -> RuleFile:
    """The slice's own rules, or a mutant of them, together with the groups that they read."""
    return replace(file, groups=(*part.beside, *file.groups))


def whole(file: RuleFile, part: RuleFile) -> RuleFile:
    """The service's whole file in which the groups of a (broken) part stand in place of their own."""
    broken = {group.name: group for group in part.groups}
    return replace(file, groups=tuple(_merged(group, broken[group.name]) if group.name in broken else group for group in file.groups))


def single(proof: ProofFile, scenario: Scenario, number: int, order: Sequence[str]) -> ProofFile:
    """A test file with one scenario."""
    return replace(proof, path=f"prometheus/tests/{number}/one_test.yaml", scenarios=(scenario,), order=tuple(order), notes=())


def all_tests(proofs: Sequence[ProofFile]) -> tuple[ProofFile, ...]:
    """Every scenario of a service in a file of its own."""
    return tuple(single(proof, scenario, number, proof.order) for number, (proof, scenario) in enumerate(_scenarios(proofs)))


def _slice(
    identity: str,
    subject: str,
    likeness: str,
    file: RuleFile,
    proofs: Sequence[ProofFile],
    chosen: Sequence[Scenario | None],
    recorded: tuple[str, ...],
    beside: tuple[Group, ...] = (),
) -> Slice:
    order = [group.name for group in (*beside, *file.groups)]
    tests = [
        single(proof, scenario, number, order)
        for number, ((proof, _), scenario) in enumerate(zip(_scenarios(proofs), chosen, strict=True))
        if scenario is not None
    ]
    return Slice(identity, subject, likeness, file, tuple(tests), recorded, beside)


def _scenarios(proofs: Sequence[ProofFile]) -> list[tuple[ProofFile, Scenario]]:
    return [(proof, scenario) for proof in proofs for scenario in proof.scenarios]


def _abouts(scenario: Scenario) -> set[str]:
    return set(scenario.about.split(" and "))


def _part(group: Group, slo: Slo, identity: str) -> Group | None:
    """The group itself if it is the SLO's, its own rules of a shared one."""
    if group.name.startswith(f"{slo.id}:"):
        return group
    own = tuple(rule for rule in group.rules if rule.labels.get(names.SLO_ID) == slo.id)
    return replace(group, rules=own) if own and group.name.startswith(f"{identity}:") else None


def _merged(group: Group, broken: Group) -> Group:
    """A shared group keeps the rules of other SLOs; between SLOs their order is of no account."""
    own = {rule.labels.get(names.SLO_ID) for rule in broken.rules}
    shared = isinstance(group.rules[0], Record) and group.rules[0].metric in (names.EVENTS_TILE, names.ERRORS_TILE)
    others = tuple(rule for rule in group.rules if rule.labels.get(names.SLO_ID) not in own) if shared else ()
    return replace(broken, rules=(*others, *broken.rules))


def _of_slo(scenario: Scenario, slo: Slo, alerts: set[str]) -> Scenario:
    """What a scenario about several SLOs says about this one."""
    if len(_abouts(scenario)) == 1:
        return scenario
    own = f'{names.SLO_ID}="{slo.id}"'
    marked = f'{names.SLO_ID}="'
    return replace(
        scenario,
        series={name: values for name, values in scenario.series.items() if marked not in name or own in name},
        queries=tuple(query for query in scenario.queries if marked not in query.expr or own in query.expr),
        alerts=tuple(alert for alert in scenario.alerts if alert.alert in alerts),
    )


def _likeness(slo: Slo) -> str:
    """What decides which rules an SLO gets: its SLI's kind and variants, groups or none."""
    kind = type(slo.sli).__name__
    variants = [name for name in ("native", "good", "error_ratio", "updated_at", "age") if getattr(slo.sli, name, None)]
    variants += [str(value) for name in ("aggregate", "require") if (value := getattr(slo.sli, name, None))]
    return ", ".join((kind, *variants, *(("grouped",) if slo.group_by else ())))


def _windows(slo: Slo) -> tuple[str, ...]:
    found = windows(slo)
    every: set[Duration] = {*found.raw, *found.rolled, slo.window}
    return tuple(map(str, every))
