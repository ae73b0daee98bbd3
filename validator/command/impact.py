"""The command `labelcheck impact`: which orders a new label revision answers otherwise, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from validator.command.chart_file import ChartFile, opened, shown
from validator.command.option import fhir_release, judged_as_of, own_profiles
from validator.day_option import read_day
from validator.screen import colored, default_form, print_json, print_text, say, width
from validator.verdict import Truth

if TYPE_CHECKING:
    from validator.impact.judged_twice import TwiceJudged
    from validator.impact.revisions import RevisionPair
    from validator.instant import PartialDate
    from validator.profiles import Profiles


@click.command(short_help="Which orders a new revision answers otherwise.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--from", "before", callback=read_day, required=True, metavar="DATE", help="A day of the earlier revision."
)
@click.option("--to", "after", callback=read_day, required=True, metavar="DATE", help="A day of the later revision.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    help="Words, or data. [default: text on a terminal, else json]",
)
@fhir_release
@judged_as_of
@own_profiles
@click.pass_context
def impact(
    context: click.Context,
    /,
    *,
    paths: tuple[str, ...],
    before: PartialDate,
    after: PartialDate,
    form: str | None,
    fhir_version: str,
    as_of: PartialDate | None,
    profiles: Profiles,
) -> None:
    """Judges every active order in PATH... under the revisions in force on two days, and prints those whose verdict or
    labelled dose differs, by the statement of the label that makes the difference.

    Every .json file is a chart of its own; a folder stands for those in it. What `bulk` reads (NDJSON, manifests,
    folders with them) is read as one export.

    Exit codes: 0 no answer differs, 1 some do, 2 wrong usage, 3 something could not be read.
    """
    from validator.fhir.limits import DEFAULT
    from validator.impact.data import recall_dict
    from validator.impact.of_export import export_judged_twice, is_export
    from validator.impact.recall import recall
    from validator.impact.revisions import NoRevisionError, revision_pair
    from validator.impact.wording import recall_text
    from validator.report.criterion import criteria_of

    if after.before(before) is Truth.TRUE:
        raise click.UsageError(f"--from {before.text} is later than --to {after.text}: give the earlier day first.")
    try:
        pair = revision_pair(profiles, before, after)
    except NoRevisionError as error:
        raise click.UsageError(str(error)) from None
    options: dict[str, Any] = {
        "fhir_version": fhir_version,
        "as_of": as_of.text if as_of else None,
        "structure": "read",
        "instant": datetime.now(UTC),
    }
    exports = [Path(one) for one in paths if is_export(Path(one))]
    for one in exports:
        _say_left_out(one)
    files = [one for one in paths if Path(one) not in exports]
    charts = (_chart(one, pair, options) for one in opened(files, most=DEFAULT.max_bytes))
    of_exports = export_judged_twice(exports, pair, **options) if exports else ()
    found = recall(pair, chain(charts, of_exports))
    criteria = criteria_of(profiles)
    if (form or default_form()) == "json":
        print_json(recall_dict(found, criteria))
    else:
        print_text(recall_text(found, criteria, color=colored(), width=width()))
    context.exit(found.exit_code)


def _say_left_out(export: Path) -> None:
    """Says that charts beside the files of an export are not read with them: an order in them would be missed."""
    from validator.bulk.export import MANIFEST, export_of

    if unlisted := export_of([export]).unlisted:
        say(f"{shown(str(export))}: its manifest does not list every file, and those are not read ({len(unlisted)}).")
    beside = [one for one in export.glob("*.json") if one.name != MANIFEST] if export.is_dir() else []
    if beside:
        say(f"{shown(str(export))} is read as an export; its .json files are not read ({len(beside)}). Name them too.")


def _chart(file: ChartFile, pair: RevisionPair, options: dict[str, Any]) -> TwiceJudged:
    from validator.impact.judged_twice import TwiceJudged, judged_twice

    if file.data is None:
        say(f"unreadable input: {file.name}: {file.reason}")
        return TwiceJudged(file.name, 0, 0, (), readable=False)
    return judged_twice([file.data], pair, source=file.name, **options)
