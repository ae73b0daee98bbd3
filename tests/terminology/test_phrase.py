"""Guarded text: what a note states counts, what it denies, doubts or merely mentions does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.shipped import codebook

from validator.terminology.phrase import Phrase, phrases_in

EXTENT = codebook().phrases("disease-extent")


def found(text: str) -> list[str]:
    return [mention.phrase.text for mention in phrases_in(text, EXTENT)]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Metastatic renal cell carcinoma", ["metastatic"]),
        ("locally advanced or metastatic NET", ["locally advanced", "metastatic"]),
        ("Locally-advanced tumor", ["locally advanced"]),
        ("locally\nadvanced", ["locally advanced"]),
        ("locally\u2011advanced", ["locally advanced"]),
        ("not amenable to resection", ["not amenable to resection"]),
        ("No fever. Metastatic to liver", ["metastatic"]),
        ("Denies pain; unresectable", ["unresectable"]),
        ("no prior therapy, metastatic disease", ["metastatic"]),
        ("metastatic disease, no prior therapy", ["metastatic"]),
        ("previously not spread but metastatic on the last scan", ["metastatic"]),
        ("once without spread and now metastatic", ["metastatic"]),
        ("never resected; however inoperable", ["inoperable"]),
        ("not only locally advanced but metastatic", ["locally advanced", "metastatic"]),
        ("intermediate-risk advanced RCC", ["advanced"]),
        ("advanced, metastatic", ["advanced", "metastatic"]),
    ],
)
def test_a_stated_phrase_is_found(text: str, phrases: list[str]) -> None:
    assert found(text) == phrases


@pytest.mark.parametrize(
    "text",
    [
        "no metastatic disease",
        "not metastatic",
        "non-metastatic",
        "non metastatic",
        "nonmetastatic",
        "never metastatic",
        "without metastatic spread",
        "denies metastatic disease",
        "negative for metastatic disease",
        "no evidence of metastatic disease",
        "no evid. of metastatic disease",
        "metastatic disease ruled out",
        "rule out metastatic disease",
        "r/o metastatic disease",
        "isn't metastatic",
        "potentially unresectable",
        "possible metastatic disease",
        "possibly metastatic",
        "suspected metastatic disease",
        "suspicious for metastatic disease",
        "if unresectable, start systemic therapy",
        "unless unresectable",
        "may be metastatic",
        "metastatic?",
        "metastatic disease?",
        "? metastatic",
        "?metastatic",
        "metastatic: no",
        "metastatic disease: none",
        "metastatic disease not seen",
        "localized versus metastatic",
        "metastatic vs localized",
        "risk of metastatic disease",
        "no ascites, nodes, or metastatic disease",
        "no ascites, metastatic disease, or nodes",
        "advanced age",
        "advanced practice nurse",
        "metastatic work-up pending",
        "metastatic survey",
        "family history of metastatic cancer",
    ],
)
def test_a_denied_doubted_or_mentioned_phrase_is_not_found(text: str) -> None:
    assert found(text) == []


def test_a_phrase_is_only_found_as_whole_words() -> None:
    assert found("oligometastatics") == []
    assert [m.phrase.text for m in phrases_in("presents with PRES", codebook().phrases("conditions-risk"))] == ["pres"]
    assert phrases_in("presents with pressure", codebook().phrases("conditions-risk")) == ()


def test_the_longer_phrase_wins_over_one_inside_it() -> None:
    short, long = Phrase("advanced", frozenset({"a"})), Phrase("locally advanced", frozenset({"b"}))
    longest = Phrase("advanced disease", frozenset({"c"}))
    for order in ((short, long, longest), (longest, long, short)):
        assert [mention.phrase for mention in phrases_in("locally advanced", order)] == [long]
        assert [mention.phrase for mention in phrases_in("advanced disease", order)] == [longest]


def test_a_mention_says_where_it_stands() -> None:
    text = "\u0130 \u2013 Unresectable"
    (mention,) = phrases_in(text, EXTENT)
    assert text[mention.start : mention.end] == "Unresectable"
    assert mention.phrase.groups == {"unresectable"}


@pytest.mark.parametrize("text", ["I-131", "i 131", "I131", "St. John's Wort", "st johns wort", "St John\u2019s-wort"])
def test_hyphens_spaces_and_apostrophes_do_not_matter(text: str) -> None:
    phrases = (Phrase("i-131", frozenset({"rai"})), Phrase("st john's wort", frozenset({"wort"})))
    assert len(phrases_in(f"takes {text} daily", phrases)) == 1


def test_no_phrases_find_nothing() -> None:
    assert phrases_in("metastatic", ()) == ()


@given(st.text(max_size=200))
def test_any_text_is_read_without_failing_and_denial_in_front_finds_no_more(text: str) -> None:
    stated = phrases_in(text, EXTENT)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in stated)
    assert len(phrases_in("no " + text, EXTENT)) <= len(stated)


@given(
    st.sampled_from(["no", "not", "without", "denies", "if", "possible", "never", "potentially"]),
    st.sampled_from(EXTENT),
)
def test_every_phrase_is_silenced_by_every_guard(guard: str, phrase: Phrase) -> None:
    assert [mention.phrase for mention in phrases_in(phrase.text, EXTENT)] == [phrase]
    assert phrases_in(f"{guard} {phrase.text}", EXTENT) == ()


CLOTS = (
    Phrase("thrombosis of * vein", frozenset({"clot"})),
    Phrase("thrombosis of * saphenous vein", frozenset({"near-the-skin"})),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("THROMBOSIS OF VEIN", "thrombosis of vein"),
        ("thrombosis of the left common-femoral vein", "thrombosis of the left common-femoral vein"),
        ("thrombosis of the left great saphenous vein", "thrombosis of the left great saphenous vein"),
    ],
)
def test_a_star_is_up_to_four_words_and_the_longer_phrase_counts(text: str, found: str) -> None:
    (mention,) = phrases_in(text, CLOTS)
    assert mention.phrase.text == found
    assert mention.phrase.groups == ({"near-the-skin"} if "saphenous" in text else {"clot"})


@pytest.mark.parametrize(
    "text",
    [
        "thrombosis of an artery, and a vein",
        "thrombosis of one two three four five vein",
        "no thrombosis of the left vein",
    ],
)
def test_a_star_does_not_reach_over_points_or_more_words(text: str) -> None:
    assert phrases_in(text, CLOTS) == ()


def test_phrases_that_begin_with_a_number_or_a_sign_are_found() -> None:
    weeks, code, dots = (Phrase(one, frozenset({"x"})) for one in ("# weeks iup", "131-i refractory", "GI"))
    assert [one.phrase for one in phrases_in("12 weeks IUP; 131-I refractory; G.I.", (weeks, code, dots))] == [
        weeks,
        code,
        dots,
    ]
