"""The table by which sigs are read, made of their grammar: `make table` writes it into the package.

Lark makes it, as it reads the grammar; the package itself needs the table alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from operator import itemgetter
from pathlib import Path
from typing import Any

from lark import Lark
from lark.lexer import Lexer
from lark.parsers.lalr_analysis import Shift

from validator.dosage.sig_parser import TABLE

GRAMMAR = TABLE.with_name("sig.lark")
_Rule = tuple[str, int, str, tuple[int, ...]]


class _NoLexer(Lexer):
    def __init__(self, lexer_conf: object) -> None:
        del lexer_conf

    def lex(self, lexer_state: Any, parser_state: object = None) -> Iterable[Any]:
        raise NotImplementedError(lexer_state, parser_state)


def written() -> str:
    """The table of the grammar as it stands: the same text for the same grammar, one line a rule and a state."""
    read = Lark(
        GRAMMAR.read_text(encoding="utf-8"), parser="lalr", lexer=_NoLexer, start="sig", maybe_placeholders=False
    )
    table = read.parser.parser._parse_table
    rules = sorted({_rule(rule) for states in table.states.values() for rule in _reduced(states)})
    numbers = {rule: number for number, rule in enumerate(rules)}
    order = _in_order(table)
    lookaheads: dict[str, int] = {}
    states = [_state(table.states[state], order, numbers, lookaheads) for state in order]
    whole = {
        "end": [order[table.end_states["sig"]]],
        "rules": rules,
        "lookaheads": list(lookaheads),
        "states": states,
    }
    lines = (
        f'"{name}": [\n' + ",\n".join(json.dumps(one, separators=(",", ":")) for one in whole[name]) + "\n]"
        for name in whole
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _reduced(actions: dict[str, Any]) -> list[Any]:
    return [arg for action, arg in actions.values() if action is not Shift]


def _rule(rule: Any) -> _Rule:
    """What is made, of how many parts, by which method (empty: the only part itself), which parts are taken apart."""
    name = str(rule.alias or rule.origin.name)
    is_only = rule.options.expand1 and not rule.alias and len(rule.expansion) == 1
    apart = tuple(place for place, one in enumerate(rule.expansion) if one.name.startswith("_"))
    return str(rule.origin.name), len(rule.expansion), "" if is_only else name, apart


def _in_order(table: Any) -> dict[int, int]:
    """The states as they are reached from the first one, by the names of what leads to them."""
    order = {table.start_states["sig"]: 0}
    ahead = [*order]
    while ahead:
        for _, (action, arg) in sorted(table.states[ahead.pop(0)].items(), key=itemgetter(0)):
            if action is Shift and arg not in order:
                order[arg] = len(order)
                ahead.append(arg)
    return order


def _state(
    actions: dict[str, Any], order: dict[int, int], numbers: dict[_Rule, int], lookaheads: dict[str, int]
) -> list[Any]:
    """Where each part leads, and by which rule what was read is put together before which words."""
    leads = {name: order[arg] for name, (action, arg) in sorted(actions.items(), key=itemgetter(0)) if action is Shift}
    before: dict[int, list[str]] = {}
    for name, (action, arg) in sorted(actions.items(), key=itemgetter(0)):
        if action is not Shift:
            before.setdefault(numbers[_rule(arg)], []).append(name)
    return [
        leads,
        {str(rule): lookaheads.setdefault(" ".join(names), len(lookaheads)) for rule, names in before.items()},
    ]


def main() -> None:
    """Writes the table."""
    Path(TABLE).write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
