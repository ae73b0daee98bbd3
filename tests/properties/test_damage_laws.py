"""Nothing that came may vanish: whatever happens to one entry of a chart, a worse verdict never becomes acceptance."""

from __future__ import annotations

import random
from collections import defaultdict
from functools import cache
from itertools import zip_longest

from support.damage import Damage, charts
from support.law import broken, cases, judged

from validator.report.model import OrderReport

COUNT = 400
Case = tuple[Damage, OrderReport, str]


@cache
def sample() -> list[tuple[str, Case]]:
    """Damages of every kind in turn, from charts in an order that is always the same."""
    dice = random.Random(2026)
    by_kind: dict[tuple[str, str, str], list[tuple[str, Case]]] = defaultdict(list)
    for name, chart in charts():
        for damage, order, fate in cases(judged(chart)):
            kind = damage.reference.partition("/")[0]
            what = f"{name} {damage.reference} {damage.kind} {damage.element}"
            by_kind[damage.kind, kind, fate].append((what, (damage, order, fate)))
    for found in by_kind.values():
        dice.shuffle(found)
    rounds = zip_longest(*(by_kind[key] for key in sorted(by_kind)))
    return [one for turn in rounds for one in turn if one is not None][:COUNT]


def test_no_damage_turns_a_worse_verdict_into_acceptance_or_hides_the_entry() -> None:
    tried = sample()
    assert len(tried) == COUNT
    assert len({case[0].kind for _, case in tried}) == 11
    wrong = {name: how for name, case in tried if (how := broken(*case)) is not None}
    assert wrong == {}


def test_the_sample_holds_both_laws() -> None:
    for fate in ("used", "irrelevant"):
        assert sum(case[2] == fate for _, case in sample()) > COUNT // 20
