"""What several questions ask of one chart alike is worked out once, and kept with the chart."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from validator.chart.fact import Chart

P = ParamSpec("P")
T = TypeVar("T")


def once(work: Callable[Concatenate[Chart, P], T]) -> Callable[Concatenate[Chart, P], T]:
    """The same function, which remembers its answers about a chart: it may depend on nothing but what it is given.

    What it is given beside the chart is hashable and given by place. A chart made of another has its own answers; only
    one in which nothing but the dose of its order differs has the same ones (`chart.order.rewritten`).
    """

    @wraps(work)
    def asked(chart: Chart, *args: P.args, **more: P.kwargs) -> T:
        kept = chart.worked_out
        key = (work, args)
        if key not in kept:
            kept[key] = work(chart, *args, **more)
        found: T = kept[key]
        return found

    return asked  # type: ignore[return-value] # the chart is given by place too
