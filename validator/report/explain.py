"""The pages of one word: a finding code, a criterion (the kinds of question a label asks), a value set, a revision.

`labelcheck explain` prints them, and docs/reference holds them as files: the text is the same.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any

from validator.criteria.registry import CRITERIA
from validator.finding import FindingCode
from validator.frozen import Frozen
from validator.label.mistakes import parts_of, questions_of
from validator.label.model import Precaution
from validator.profiles import Profiles
from validator.report.label_page import label_text
from validator.report.operation_outcome import FINDING_SYSTEM
from validator.terminology.domain import INDICATIONS
from validator.terminology.set_extension import KeptFor
from validator.terminology.valueset import ValueSet

_COLUMNS = 80


class PageKind(StrEnum):
    """What has pages, each the name of its folder in docs/reference; in the order in which a word is looked for."""

    FINDING = "findings"
    CRITERION = "criteria"
    VALUE_SET = "value-sets"
    LABEL = "labels"


class ExplainedPage(Frozen):
    """What one word means. Paragraphs of `text` are parted by an empty line; `is_laid_out`: its lines stay as they are.

    The word of a label revision is `<product>/<day>`.
    """

    kind: PageKind
    word: str
    heading: str
    text: str
    is_laid_out: bool = False


def words(profiles: Profiles) -> tuple[tuple[str, str], ...]:
    """Every word that has a page, with what it is called, sorted within its kind: findings, criteria, sets, labels.

    A word of two kinds stands there twice.
    """
    findings = sorted((one.code, one.display) for one in profiles.finding_codes.values())
    criteria = sorted((kind, f"criterion: {_first_line(cls)}") for kind, cls in CRITERIA.items())
    sets = sorted((one.name, f"value set: {one.title}") for one in profiles.book.value_sets)
    labels = [(word, "label revision") for word in _revisions(profiles)]
    return (*findings, *criteria, *sets, *labels)


def pages_of(word: str, profiles: Profiles) -> tuple[ExplainedPage, ...]:
    """The pages of a word, a finding code first; none for a word that has none, several for one of several kinds."""
    return tuple(page for kind in PageKind if (page := _page(kind, word, profiles)) is not None)


def every_page(profiles: Profiles) -> Iterator[ExplainedPage]:
    """Every page there is, by kind and then by word."""
    named = sorted({word for word, _ in words(profiles)})
    for kind in PageKind:
        yield from (page for word in named if (page := _page(kind, word, profiles)) is not None)


def _page(kind: PageKind, word: str, profiles: Profiles) -> ExplainedPage | None:
    match kind:
        case PageKind.FINDING:
            finding = profiles.finding_codes.get(word)
            if finding is None:
                return None
            return ExplainedPage(kind, word, f"{word}: {finding.display}", _text(_finding(finding, profiles)))
        case PageKind.CRITERION:
            if word not in CRITERIA:
                return None
            text = _text(_criterion(CRITERIA[word], word, profiles))
            return ExplainedPage(kind, word, f"{word}: a question a label asks", text)
        case PageKind.VALUE_SET:
            found = next((one for one in profiles.book.value_sets if one.name == word), None)
            if found is None:
                return None
            return ExplainedPage(kind, word, f"{word}: {found.title}", _text(_value_set(found, profiles)))
        case PageKind.LABEL:
            return _label(word, profiles) if word in _revisions(profiles) else None


def _text(paragraphs: Iterator[str]) -> str:
    return "\n\n".join(paragraphs)


def _revisions(profiles: Profiles) -> tuple[str, ...]:
    labels = profiles.labels
    return tuple(
        f"{product}/{day.isoformat()}" for product in labels.products for day in labels.revision_dates(product)
    )


def _label(word: str, profiles: Profiles) -> ExplainedPage:
    product, _, day = word.partition("/")
    label = profiles.labels.revision(product, date.fromisoformat(day))
    text = label_text(label, profiles.book, width=_COLUMNS).rstrip("\n")
    heading = f"{word}: the {label.product} label in force from {day}"
    return ExplainedPage(PageKind.LABEL, word, heading, text, is_laid_out=True)


def _finding(finding: FindingCode, profiles: Profiles) -> Iterator[str]:
    yield finding.page
    raised = sorted(
        {
            f"{product} {statement.id}"
            for product in profiles.labels.products
            if (label := profiles.labels.newest(product)) is not None
            for statement in label.statements()
            if isinstance(statement, Precaution) and statement.code == finding.code
        }
    )
    if raised:
        yield f"Raised today by: {', '.join(raised)}."
    yield f"In FHIR the code {finding.code} of {FINDING_SYSTEM}; its usual issue type is {finding.issue_type.value}."


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
    if asked:
        yield f"Asked today by: {', '.join(asked)}."
    else:
        kept = "; ".join(one.value_string for one in value_set.said(KeptFor))
        yield f"No statement of the newest labels asks for it by name{f': {kept}' if kept else ''}."
    if avoided := _avoided_with_the_dose(value_set.group, profiles):
        products = ", ".join(avoided)
        yield f"To be avoided with the dose by the labels of: {products}; the words of an order are asked for it."
    yield f"Published as {value_set.url}."
    listed = defaultdict(list)
    for (system, _), concept in value_set.concepts.items():
        listed[system].append(f"{concept.code} {concept.display}")
    for system, codes in listed.items():
        yield f"{system}: {'; '.join(codes)}."


def _avoided_with_the_dose(group: str, profiles: Profiles) -> list[str]:
    """The products whose newest label has the drug or food of a group among what is not taken with the dose."""
    newest = {product: profiles.labels.newest(product) for product in profiles.labels.products}
    return [name for name, label in newest.items() if label and f"with-{group}" in label.administration.avoid]


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
