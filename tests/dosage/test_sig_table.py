"""The table by which sigs are read is that of the grammar, and reads what the grammar reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import lark
import pytest
from lark.lexer import Lexer
from support.sig_table import GRAMMAR, written

from validator.dosage.sig_items import UnreadSigError
from validator.dosage.sig_parser import TABLE, SigParser
from validator.dosage.sig_token import Token
from validator.dosage.sig_words import UnknownWordError, plain_text, tokens

CORPUS = Path(__file__).parent.parent / "corpus" / "dosage"


class Trees:
    """Names every rule that is put together, with its parts."""

    def __getattr__(self, name: str) -> Callable[[list[object]], object]:
        return list if name.startswith("_") else lambda parts: (name, parts)


class Words(Lexer):
    def __init__(self, lexer_conf: object) -> None:
        del lexer_conf

    def lex(self, lexer_state: Any, parser_state: object = None) -> Iterable[Any]:
        del parser_state
        return iter(lexer_state)


READER = lark.Lark(
    GRAMMAR.read_text(encoding="utf-8"), parser="lalr", lexer=Words, start="sig", maybe_placeholders=False
)
PARSER = SigParser(Trees())


def by_the_table(words: list[Token]) -> object:
    try:
        return PARSER.parse(words)
    except UnreadSigError:
        return None


def by_the_grammar(words: list[Token]) -> object:
    def as_told(tree: Any) -> object:
        return (str(tree.data), [as_told(one) for one in tree.children]) if isinstance(tree, lark.Tree) else str(tree)

    try:
        return as_told(READER.parse([lark.Token(word.type, str(word)) for word in words]))  # type: ignore[arg-type]
    except lark.exceptions.LarkError:
        return None


def sigs() -> Iterator[str]:
    for path in sorted(CORPUS.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            yield from [case["sig"]] if "sig" in case else []


def test_the_table_is_made_of_the_grammar() -> None:
    assert TABLE.read_text(encoding="utf-8") == written(), "make table"


def test_every_sig_of_the_corpus_reads_alike_also_with_a_word_left_out_or_two_exchanged() -> None:
    whole = broken = 0
    for sig in sigs():
        try:
            words = tokens(plain_text(sig))
        except UnknownWordError:
            continue
        changed = [words]
        changed += [[*words[:place], *words[place + 1 :]] for place in range(len(words))]
        changed += [
            [*words[:place], *words[place : place + 2][::-1], *words[place + 2 :]] for place in range(len(words))
        ]
        for one in changed:
            told = by_the_table(one)
            assert told == by_the_grammar(one), " ".join(one)
            whole, broken = whole + (told is not None), broken + (told is None)
    assert (whole > 500, broken > 500) == (True, True)


@pytest.mark.parametrize("words", [[], [Token("THEN", "then")], [Token("NO-WORD", "x")], [Token("$END", "")]])
def test_what_is_no_sig_does_not_read(words: list[Token]) -> None:
    assert by_the_table(words) is None
