"""Whether the time zones of a Routing exist: the only thing in a spec that a database on this machine must answer."""

from collections.abc import Iterator

from slogen.diagnostics import Diagnostic, codes, error
from slogen.model.routing import Routing
from slogen.readers.native.placement import closest


def unknown_time_zones(routing: Routing) -> Iterator[Diagnostic]:
    """Time zones that Alertmanager would not find either. On a machine without a tz database nothing is said: amtool will."""
    # Only here: most commands of most projects read no time zone.
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

    for hours in (hours for interval in routing.intervals for hours in interval.hours):
        if hours.time_zone == "UTC":
            continue
        try:
            ZoneInfo(hours.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            zones = available_timezones()
            if not zones:
                continue
            meant = closest(hours.time_zone, sorted(zones))
            hint = f"did you mean {meant}?" if meant else "it is written as in the tz database: Europe/Berlin, America/New_York"
            yield error(hours.origin, codes.UNKNOWN_NAME, f"there is no time zone `{hours.time_zone}`", hint)
