"""The commands `labelcheck label`, `label diff` and `label check`: the label data, printed, compared, checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from validator.command.option import own_profiles, read_profiles, words_or_data
from validator.day_option import read_day
from validator.screen import colored, print_json, print_text, say, width
from validator.version import VERSION

if TYPE_CHECKING:
    from validator.instant import PartialDate
    from validator.label.model import Label
    from validator.profiles import Profiles

_NO_SUCH_LABEL = 2


@click.group(invoke_without_command=True, short_help="The label in force: doses, indications, sections.")
@click.option(
    "--date", "day", callback=read_day, metavar="DATE", help="The revision in force on this day. [default: the newest]"
)
@click.option("--product", help="Only this product, by the name of its folder. [default: all]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "fhir"]),
    default="text",
    show_default=True,
    help="Words, data as the label's file has them, or a FHIR Bundle for each revision, one a line.",
)
@click.option(
    "--fhir-version",
    "release",
    type=click.Choice(["R4B", "R5"]),
    default="R5",
    show_default=True,
    help="The FHIR release of --format fhir.",
)
@own_profiles
def label(day: PartialDate | None, product: str | None, form: str, release: str, profiles: Profiles) -> None:
    """Prints the label revision in force: indications, doses, sections, and how well each statement is known.

    Exit codes: 0 for a label, 2 where none of what was asked for was in force.
    """
    if click.get_current_context().invoked_subcommand is not None:
        return
    from validator.report.label_page import label_dict, label_text

    asked = {name: _in_force(profiles, name, day) for name in _products(profiles, product)}
    for name in (name for name, labels in asked.items() if not labels):
        first = profiles.labels.revision_dates(name)[0].isoformat()
        say(f"No label of {name} was in force then. Its first revision here is of {first}.")
    found = [one for labels in asked.values() for one in labels]
    if not found:
        # As a revision that does not exist: a program that gets no label must not take that for an answer.
        raise SystemExit(_NO_SUCH_LABEL)
    if form == "json":
        print_json({"labelcheck": VERSION, "labels": [label_dict(one) for one in found]})
    elif form == "fhir":
        print_text("".join(_as_fhir(profiles, one, release) for one in found))
    else:
        print_text("\n".join(label_text(one, profiles.book, color=colored(), width=width()) for one in found))


@label.command(short_help="What changed between two revisions.")
@click.argument("a")
@click.argument("b")
@click.option("--product", help="The product, where A and B do not tell it.")
@words_or_data
@own_profiles
def diff(a: str, b: str, product: str | None, form: str, profiles: Profiles) -> None:
    """What changed from revision A to revision B of one product; each a date (2025-03-26, or 2025-03 where one revision
    is of that month) or an edition (C25)."""
    from validator.label.difference import difference
    from validator.report.label_difference import difference_dict, difference_text

    pairs = [
        (before, after)
        for name in _products(profiles, product)
        for before in _named(profiles, name, a)
        for after in _named(profiles, name, b)
    ]
    if len(pairs) > 1 and len({before.product for before, _ in pairs}) == 1:
        told = f"{a} to {b} is more than one pair of revisions; write the day of each."
        raise click.UsageError(f"{told} Known are:\n{_revisions(profiles, product)}")
    if len(pairs) > 1:
        raise click.UsageError("More than one product has these revisions; name it with --product.")
    if not pairs:
        told = "".join(_in_force_then(profiles, product, key) for key in dict.fromkeys((a, b)))
        raise click.UsageError(f"No product has both revisions.{told} Known are:\n{_revisions(profiles, product)}")
    found = difference(*pairs[0])
    if form == "json":
        print_json(difference_dict(found))
    else:
        print_text(difference_text(found, profiles.book, color=colored(), width=width()))


@label.command(name="check", short_help="Every mistake of label data.")
@click.argument(
    "profiles",
    required=False,
    metavar="[DIR]",
    type=click.Path(file_okay=False, path_type=Path),
    callback=read_profiles,
)
def check_labels(profiles: Profiles) -> None:
    """Prints every mistake of the label data in DIR, a profiles folder, with file and path. [default: those shipped]

    Exit codes: 0 for none, 1 for mistakes, 2 for a DIR that is no profiles folder.
    """
    found = profiles.mistakes()
    print_text("".join(f"{one}\n" for one in found) or "No mistake was found in the label data.\n")
    raise SystemExit(int(bool(found)))


def _products(profiles: Profiles, product: str | None) -> tuple[str, ...]:
    known = profiles.labels.products
    if product is None:
        return known
    if product.lower() not in known:
        raise click.BadParameter(
            f"{product!r} has no label here; known are {', '.join(known)}.", param_hint="--product"
        )
    return (product.lower(),)


def _in_force(profiles: Profiles, product: str, day: PartialDate | None) -> list[Label]:
    from validator.label.select import revisions_in_force

    labels = profiles.labels
    found = (labels.newest(product),) if day is None else revisions_in_force(labels, product, day)
    return [one for one in found if one is not None]


def _as_fhir(profiles: Profiles, label: Label, release: str) -> str:
    """The Bundle of a revision in one line, with the last day before the next revision of its product."""
    import json
    from datetime import timedelta

    from validator.fhir.version import FhirVersion
    from validator.report.label_fhir import label_bundle

    later = [day for day in profiles.labels.revision_dates(label.product.lower()) if day > label.revision]
    until = min(later) - timedelta(days=1) if later else None
    return json.dumps(label_bundle(label, profiles.book, FhirVersion(release), until)) + "\n"


def _named(profiles: Profiles, product: str, key: str) -> list[Label]:
    return [
        one
        for one in _all_of(profiles, product)
        if key.lower() == one.edition.lower() or f"{one.revision.isoformat()}-".startswith(f"{key}-")
    ]


def _in_force_then(profiles: Profiles, product: str | None, key: str) -> str:
    """What was in force on a day, in a month or a year of which no revision is; empty for what names one, or no day."""
    from validator.instant import PartialDate

    names = _products(profiles, product)
    try:
        day = PartialDate.parse(key)
    except ValueError:
        return ""
    if any(_named(profiles, name, key) for name in names):
        return ""
    found = [one for name in names for one in _in_force(profiles, name, day)]
    words = ", ".join(f"{one.product} {one.revision.isoformat()}" for one in found)
    return f" None is of {key}; in force then: {words or 'none'}."


def _revisions(profiles: Profiles, product: str | None) -> str:
    labels = (one for name in _products(profiles, product) for one in _all_of(profiles, name))
    return "\n".join(f"  {one.product} {one.revision.isoformat()} {one.edition}" for one in labels)


def _all_of(profiles: Profiles, product: str) -> list[Label]:
    return [profiles.labels.revision(product, day) for day in profiles.labels.revision_dates(product)]
