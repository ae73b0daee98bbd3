"""The page of one word: a finding code, a criterion (the kinds of question a label asks), or a value set."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from validator.criteria.registry import CRITERIA
from validator.label.mistakes import parts_of, questions_of
from validator.profiles import Profiles
from validator.terminology.domain import INDICATIONS
from validator.terminology.valueset import ValueSet

ExplainedPage = tuple[str, str]
"""A heading and the text under it; paragraphs are parted by an empty line."""


def words(profiles: Profiles) -> tuple[tuple[str, str], ...]:
    """Every word that has a page, with what it is called, sorted within its kind: findings, criteria, value sets."""
    findings = sorted((one.code, one.display) for one in profiles.finding_codes.values())
    criteria = sorted((kind, f"criterion: {_first_line(cls)}") for kind, cls in CRITERIA.items())
    sets = sorted((one.name, f"value set: {one.title}") for one in profiles.book.value_sets)
    return (*findings, *criteria, *sets)


def page_of(word: str, profiles: Profiles) -> ExplainedPage | None:
    """The page of a word; None for one that has none. A finding code comes before a criterion, that before a set."""
    if (finding := profiles.finding_codes.get(word)) is not None:
        return f"{finding.code}: {finding.display}", finding.page
    if word in CRITERIA:
        return f"{word}: a question a label asks", "\n\n".join(_criterion(CRITERIA[word], word, profiles))
    for value_set in profiles.book.value_sets:
        if value_set.name == word:
            return f"{word}: {value_set.title}", "\n\n".join(_value_set(value_set, profiles))
    return None


def _criterion(cls: type[Any], kind: str, profiles: Profiles) -> Iterator[str]:
    for paragraph in inspect.cleandoc(cls.__doc__ or "").split("\n\n"):
        yield " ".join(paragraph.split())
    if method := inspect.cleandoc(cls.answer.__doc__ or ""):
        yield " ".join(method.split())
    named = [one.name for one in fields(cls)]
    if named:
        yield f"Fields in label data: {', '.join(named)}."
    if chosen := sorted(cls.choices):
        yield f"Choices of this project, not numbers of a label: {', '.join(chosen)}."
    asked = sorted({f"{product} {statement}" for product, statement, one in _asked(profiles) if one.kind == kind})
    if asked:
        yield f"Asked today by: {', '.join(asked)}."


def _value_set(value_set: ValueSet, profiles: Profiles) -> Iterator[str]:
    yield f"Domain {value_set.domain}, group {value_set.group}: {len(value_set.concepts)} codes."
    asked = sorted(
        {
            f"{product} {statement}"
            for product, statement, question in _asked(profiles)
            if asks_for(question, value_set, profiles)
        }
    )
    yield f"Asked today by: {', '.join(asked)}." if asked else "No statement of the newest labels asks for it by name."
    yield f"Published as {value_set.url}."


def asks_for(question: Any, value_set: ValueSet, profiles: Profiles) -> bool:
    """Whether a question looks at the group of a value set: by its name, or as one of the disease it asks about."""
    names = question.names()
    if value_set.domain == INDICATIONS:
        return bool(profiles.book.diseases.about(INDICATIONS, value_set.group) & names.diseases)
    return any(group == value_set.group for _, group in names.groups)


def _asked(profiles: Profiles) -> Iterator[tuple[str, str, Any]]:
    """Every question of the newest revision of each product, with product and statement; those inside others too."""
    for product in profiles.labels.products:
        label = profiles.labels.newest(product)
        for statement in label.statements() if label is not None else ():
            for question in questions_of(statement):
                yield from ((product, statement.id, part) for part in parts_of(question))


def _first_line(cls: type[Any]) -> str:
    text = inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0]
    return " ".join(text.split()).split(". ")[0].rstrip(".")
