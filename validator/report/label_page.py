"""One revision of a label for people and for programs: indications, doses, adjustments, administration, precautions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from validator.finding import Confidence
from validator.label.describe import describe
from validator.label.dose import LabelDose
from validator.label.model import (
    Adjustment,
    Administration,
    Indication,
    Interval,
    Label,
    LabelPart,
    Precaution,
    Regimen,
    Statement,
)
from validator.label.official import official_document
from validator.quantity import plain
from validator.report.layout import drawn, lines
from validator.terminology.codebook import Codebook


def label_dict(label: Label) -> dict[str, Any]:
    """The revision as a dict of JSON types, key for key as its file has it; amounts and doses as text."""
    return {name: as_data(getattr(label, name)) for name in label.file_keys()}


def as_data(value: object) -> Any:
    """A part of a label as JSON types: a question becomes its kind and its fields, a dose its phrase."""
    match value:
        case LabelPart():
            return {name: as_data(getattr(value, name)) for name in value.file_keys()}
        case LabelDose():
            return str(value)
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return [as_data(part) for part in value]
        case _ if is_dataclass(value):
            kind = getattr(type(value), "kind", None)
            head = {} if kind is None else {"kind": kind}
            return head | {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value


def label_text(label: Label, book: Codebook, *, color: bool = False, width: int = 80) -> str:
    """The revision in words, each statement with its section, how well it is known, and its id.

    `book` holds the value sets, whose titles name the groups that statements ask for.
    """
    return "".join(text for _, text in label_parts(label, book, color=color, width=width))


def label_parts(
    label: Label, book: Codebook, *, color: bool = False, width: int = 80
) -> Iterator[tuple[Statement | None, str]]:
    """The text of `label_text` in parts: each statement with its lines, None with what stands between them."""

    def part(*content: RenderableType) -> str:
        return drawn(Group(*content), color=color, width=width)

    yield (
        None,
        part(
            Text(f"{label.product} ({label.ingredient}), in force from {label.revision.isoformat()}", style="bold"),
            Text(f"edition {label.edition}, set id {label.set_id}", style="dim"),
            Text(f"{_made_of(label)}, never more than {plain(label.max_daily_mg)} mg a day"),
        ),
    )
    for title, statements in _chapters(label):
        if statements:
            yield None, part(Text(), Text(title, style="bold"))
            for statement in statements:
                yield statement, part(lines(_rows(statement, label, book), indent=2))
    if label.remarks:
        remarks = lines([("", Text(remark)) for remark in label.remarks], indent=2)
        yield None, part(Text(), Text("Remarks", style="bold"), remarks)
    # An address is of use only whole, so it is not laid out with the rest.
    yield None, f"\nOfficial document: {official_document(label.set_id)}\n"


def known_line(statement: Statement) -> str:
    """How well the statement is known, and its id."""
    return f"{_known(statement.confidence)}, {statement.id}"


def _chapters(label: Label) -> Iterable[tuple[str, tuple[Statement, ...]]]:
    yield "Indications", label.indication
    yield "Recommended doses", label.regimen
    yield "Changes of dose", (*label.adjustment, *label.resumption)
    yield "Administration", (label.administration,)
    yield "Precautions", label.precaution
    yield "Drugs given at intervals", label.interval


def _rows(statement: Statement, label: Label, book: Codebook) -> list[tuple[RenderableType, RenderableType]]:
    gist = (Text(statement.section), Text(statement.gist))
    return [gist, *_details(statement, label, book), ("", Text(known_line(statement), style="dim"))]


def _details(statement: Statement, label: Label, book: Codebook) -> Iterable[tuple[RenderableType, RenderableType]]:
    match statement:
        case Indication():
            yield "  for", Text(statement.name, style="bold")
            for requirement in statement.requires:
                yield "  asks for", Text(requirement.words)
        case Regimen():
            names = (one.name for one in label.indication if one.id in statement.indications)
            yield "  for", Text(f"{'; '.join(names)}: {statement.population}")
            if statement.when is not None:
                yield "  when", Text(describe(statement.when, book))
            start, *steps = statement.ladder
            yield "  start", Text(str(start), style="bold")
            for step in steps:
                yield "  reduced to", Text(str(step))
        case Adjustment():
            yield "  when", Text(describe(statement.when, book))
            for change in statement.steps:
                remark = "" if change.confidence is Confidence.VERIFIED else f" ({_known(change.confidence)})"
                whom = f" for {', '.join(change.regimens)}" if change.regimens else ""
                yield "  " + statement.effect, Text(f"{change.before} becomes {change.after}{whom}{remark}")
        case Administration():
            yield "  food", Text(_food(statement))
            yield "  route", Text(", ".join(statement.routes))
            if statement.forbidden:
                yield "  never", Text(", ".join(statement.forbidden))
            if statement.avoid:
                yield "  avoid", Text(", ".join(one.removeprefix("with-") for one in statement.avoid))
        case Interval():
            yield "  when", Text(describe(statement.when, book))
            if statement.opens:
                names = (one.name for one in label.indication if one.id in statement.opens)
                yield "  opens", Text("; ".join(names))
        case Precaution():
            yield "  when", Text(describe(statement.when, book))
            yield "  finding", Text(f"{statement.message_of_any} ({statement.verdict.value})")
        case _:
            return


def _made_of(label: Label) -> str:
    """The units of the product, and how a dose by body size becomes one of them."""
    if label.mg_per_ml is not None and label.measure_ml is not None:
        made = f"{label.pieces} of {plain(label.mg_per_ml)} mg/mL, measured in steps of {plain(label.measure_ml)} mL"
    else:
        made = f"{label.pieces} of {', '.join(plain(strength) for strength in label.strengths_mg)} mg"
    match label.rounding:
        case None:
            pass
        case "nearest":
            made += ", a calculated dose rounded to the nearest"
        case "up" | "down":
            made += f", a calculated dose rounded {label.rounding}"
    if label.surface_area_formula is not None:
        made += f", a surface area that is not on file by {label.surface_area_formula.title()}"
    return made


def _food(statement: Administration) -> str:
    match statement.food:
        case "without":
            return f"none for {statement.after_meal} min before and {statement.before_meal} min after"
        case "with":
            return "taken with food"
        case "either":
            return "with or without food"


def _known(confidence: Confidence) -> str:
    match confidence:
        case Confidence.VERIFIED:
            return "verified"
        case Confidence.SINGLE_SOURCE:
            return "from one source"
        case Confidence.INFERRED:
            return "inferred, not read in the label"
