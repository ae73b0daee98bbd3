"""Reads the words of a sig by the table of its grammar, `sig_table.json`, which is made of `sig.lark` (`make table`).

An LALR(1) parser: the table says for each state and word whether the word is taken or what was read is put together.
The library that makes such tables takes longer to start than everything else that reads a prescription.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from validator.dosage.sig_items import UnreadSigError
from validator.dosage.sig_token import Token
from validator.frozen import Frozen

TABLE = Path(__file__).with_name("sig_table.json")

END = "$END"
"""What stands after the last word."""

Build = Callable[[list[object]], object]
_Rule = tuple[str, int, Build | None, tuple[int, ...]]


class _Table(Frozen, forbid_unknown_fields=True):
    """As it is written.

    `rules`: what each makes, of how many parts, the method that makes it (empty: it is its only part), and the parts
    that are lists to be taken apart. `lookaheads`: words, with spaces between. `states`: of each, the state that a part
    leads to, and for each rule the lookaheads before which what was read is put together by it. `end` is the state in
    which the sig is whole.
    """

    end: tuple[int]
    rules: tuple[tuple[str, int, str, tuple[int, ...]], ...]
    lookaheads: tuple[str, ...]
    states: tuple[tuple[dict[str, int], dict[str, int]], ...]


class SigParser:
    """The parser of a grammar; `builder` has the methods that its rules name. A rule without one makes a list."""

    def __init__(self, builder: object) -> None:
        table = msgspec.json.decode(TABLE.read_bytes(), type=_Table)
        self._end = table.end[0]
        self._rules: list[_Rule] = [
            (makes, count, getattr(builder, name, list) if name else None, apart)
            for makes, count, name, apart in table.rules
        ]
        before = [words.split(" ") for words in table.lookaheads]
        # A state to go to, or a rule as its complement: rules are the numbers below zero.
        self._states: list[dict[str, int]] = [leads for leads, _ in table.states]
        for state, (_, rules) in zip(self._states, table.states, strict=True):
            for rule, words in rules.items():
                state.update(dict.fromkeys(before[words], ~int(rule)))

    def parse(self, tokens: Iterable[Token]) -> object:
        """What the grammar makes of the words. Raises UnreadSigError where they do not read whole."""
        states, parts = [0], list[object]()
        for token in (*tokens, Token(END, "")):
            while (step := self._states[states[-1]].get(token.type)) is not None and step < 0:
                self._put_together(self._rules[~step], states, parts)
                if token.type == END and states[-1] == self._end:
                    return parts[-1]
            if step is None:
                raise UnreadSigError("words in an order that is not known here")
            states.append(step)
            parts.append(token)
        raise UnreadSigError("words that end too early")

    def _put_together(self, rule: _Rule, states: list[int], parts: list[object]) -> None:
        makes, count, build, apart = rule
        taken = parts[-count:]
        del states[-count:], parts[-count:]
        if apart:
            taken = [one for place, part in enumerate(taken) for one in (_list(part) if place in apart else [part])]
        parts.append(taken[0] if build is None else build(taken))
        states.append(self._states[states[-1]][makes])


def _list(part: object) -> list[object]:
    assert isinstance(part, list)
    return part
