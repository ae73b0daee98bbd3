"""docs/terminology.md: current, whole, and no list that nobody asks for without a reason."""

from __future__ import annotations

from support.shipped import SHIPPED
from support.terminology_page import PAGE, asked, unknown_codes, written

from validator.terminology.set_extension import KeptFor

HINT = "make terminology writes it anew"


def test_the_page_is_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == written(page, SHIPPED), HINT


def test_a_list_is_asked_for_or_read_or_says_why_it_is_kept() -> None:
    who = asked(SHIPPED)
    idle = [one.name for one in SHIPPED.book.value_sets if not who.get(one.name) and not one.extension]
    assert idle == []


def test_a_list_that_says_why_it_is_kept_is_asked_for_by_nobody() -> None:
    who = asked(SHIPPED)
    assert [one.name for one in SHIPPED.book.value_sets if one.said(KeptFor) and who.get(one.name)] == []


def test_every_code_is_in_the_installed_table() -> None:
    assert unknown_codes(SHIPPED) == []
