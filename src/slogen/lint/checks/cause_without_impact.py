"""A page on a cause that does not say what users feel.

A busy processor, full memory or a restart is no incident: most of the time nobody notices. Whoever is woken for it cannot tell whether
to act, and learns to ignore the next one. Page on what users feel (errors, latency, missing results), and leave causes to tickets and
graphs; or say in the annotation `impact` what users do feel whenever this cause is there. Found are pages whose every metric is about
processor, load, memory, garbage collection, threads or restarts; a condition on anything else beside it is trusted.

Bad:

    - alert: HighCpu
      expr: 100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))) > 90
      for: 10m
      labels:
        severity: page

Good:

    - alert: HighCpu
      expr: 100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))) > 90
      for: 10m
      labels:
        severity: ticket

Good, a cause that users do feel:

    - alert: MatchingEngineThrottled
      expr: 100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle",role="matching"}[5m]))) > 90
      for: 2m
      labels:
        severity: page
      annotations:
        impact: Orders wait for more than a second; the exchange fines us from five minutes on.
"""

import re
from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.annotations import IMPACTS, written
from slogen.lint.check import Check, Finding
from slogen.lint.expression import at, tree_of
from slogen.lint.paging import is_page
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject
from slogen.promql.tree import selectors

_CAUSE = re.compile(
    r"(?:node|windows)_(?:cpu|load\d+|memory|pressure|context_switches|intr|forks|procs|vmstat|network_(?:receive|transmit)_bytes)(?:_\w+)?"
    r"|container_(?:cpu|memory|threads)(?:_\w+)?|kube_pod_container_status_restarts_total|machine_(?:cpu_cores|memory_bytes)"
    r"|process_(?:cpu_seconds_total|resident_memory_bytes|virtual_memory_bytes|open_fds|max_fds)"
    r"|go_(?:goroutines|threads|gc_\w+|memstats_\w+)|jvm_(?:memory|gc|buffer|threads_(?:live|peak|daemon|current|states))_\w+|python_gc_\w+|nodejs_(?:eventloop_lag|heap)_\w+"
    r"|kube_pod_container_resource_(?:requests|limits)\w*|kube_node_status_(?:allocatable|capacity)\w*"
)
_AUXILIARY = re.compile(r"up|\w+_info|\w+_labels|kube_pod_owner")


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the first metric of the expression that is a cause."""
    tree = tree_of(rule) if is_page(rule, settings) and not written(rule, IMPACTS) else None
    if tree is None:
        return
    read = [selector for selector in selectors(tree) if not _AUXILIARY.fullmatch(selector.metric)]
    if read and all(_CAUSE.fullmatch(selector.metric) for selector in read):
        message = f"{rule.name.text} wakes somebody for a cause and does not say what users feel"
        hint = "make it a ticket and page on errors or latency, or say in annotations: {impact: …} what users feel"
        place = at(rule, read[0])
        yield Finding(place, message, hint)


CHECK = Check("SL108", "cause-without-impact", Severity.WARNING, RuleSubject, find, __doc__)
