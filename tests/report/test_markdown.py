"""Text inside markdown: whatever it holds, a reader sees its characters and nothing is rendered."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from validator.report.markdown import escaped
from validator.report.plain_text import plain_text


def shown(text):
    """What a reader of the rendered markdown sees of a text that stands after words of ours."""
    rendered = MarkdownIt("commonmark").render(f"Shown by {escaped(text)} end")
    inside = re.fullmatch(r"<p>Shown by (.*) end</p>\n", rendered, re.DOTALL)
    assert inside is not None, rendered
    assert "<" not in inside[1], rendered
    return html.unescape(inside[1])


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://evil.example)", "![x](y)", "<script>alert(1)</script>", "**bold** _it_ ~~no~~", "`code`", "a | b",
        "&lt;b&gt;", "\\*", "# no heading", "<https://evil.example>", "1 < 2 & 3 > 2", "www.evil.example",
        "60 mg\n\n# daily", "- a", "a@b.example",
    ],
)  # fmt: skip
def test_markup_is_shown_as_it_is_written(text):
    assert shown(text) == plain_text(text)


@given(st.text(max_size=60))
def test_no_text_at_all_is_rendered(text):
    assert shown(f"a{text}b") == plain_text(f"a{text}b")


def test_an_address_does_not_become_a_link_by_itself():
    assert "https://" not in escaped("see https://evil.example")
    assert "www." not in escaped("www.evil.example")
