"""Text made plain: the short way for printable text gives what the long way gives."""

from __future__ import annotations

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from validator.report.plain_text import plain_text


def long_way(text):
    shown = "".join(one for one in text if not unicodedata.category(one).startswith("C") or one.isspace())
    return " ".join(shown.split())


def test_a_printable_character_is_shown_and_only_the_blank_among_them_is_white_space():
    printable = [chr(number) for number in range(sys.maxunicode + 1) if chr(number).isprintable()]
    assert not [one for one in printable if unicodedata.category(one).startswith("C")]
    assert [one for one in printable if one.isspace()] == [" "]


@given(st.text(st.sampled_from(" aé→ \t\n\x85") | st.characters(categories=["L", "N", "P", "S"])))
def test_printable_text_and_text_with_line_ends_come_out_on_one_line_alike(text):
    assert plain_text(text) == long_way(text)


def test_a_terminal_command_goes_whole_and_runs_of_blanks_become_one():
    assert plain_text("  60 mg \x1b[31m once  daily ") == "60 mg once daily"
    assert plain_text("  60 mg   once daily ") == "60 mg once daily"
