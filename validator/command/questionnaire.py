"""The command `labelcheck questionnaire`: the form of what an order leaves open, beside what the chart shows."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from validator.command.chart_file import STDIN, opened
from validator.command.one_chart import checked
from validator.command.option import fails_on, fhir_release, judged_as_of, own_profiles
from validator.report.exit_code import NOT_CHECKED, exit_code
from validator.screen import print_json, print_text, say, width
from validator.verdict import Verdict

if TYPE_CHECKING:
    from validator.instant import PartialDate
    from validator.profiles import Profiles
    from validator.report.model import OrderReport, Report


@click.command(short_help="The form of what an order leaves open.")
@click.argument("files", nargs=-1, required=True, metavar="CHART...")
@click.option("--order", "wanted", metavar="ID", help="Which order, where the chart has several: its id or Type/id.")
@click.option(
    "--format", "form", type=click.Choice(["json", "text"]), default="json", show_default=True, help="FHIR or words."
)
@fhir_release
@judged_as_of
@fails_on
@own_profiles
@click.pass_context
def questionnaire(
    context: click.Context,
    /,
    *,
    files: tuple[str, ...],
    wanted: str | None,
    form: str,
    fhir_version: str,
    as_of: PartialDate | None,
    fail_on: str,
    profiles: Profiles,
) -> None:
    """Prints the form of the criteria that an order in CHART... leaves open, and what the chart already shows.

    CHART is a Bundle, a resource, or several files that together are one chart; - is stdin. The output is one Bundle of
    a Questionnaire and a QuestionnaireResponse. Answered, completed and checked together with the chart, it settles
    what was open: labelcheck check CHART... FORM.
    """
    if files.count(STDIN) > 1:
        raise click.UsageError("stdin (-) can be read only once.")
    from validator.fhir.limits import DEFAULT
    from validator.report.form_text import form_text
    from validator.report.order_form import bundle_of, order_form, questionnaire_of

    found = [*opened(files, most=DEFAULT.max_bytes)]
    documents = [one.data for one in found if one.data is not None]
    report = checked(
        found,
        as_of=as_of.text if as_of else None,
        fhir_version=fhir_version,
        structure="read",
        profiles=profiles,
        form=True,
    )
    if not documents:
        context.exit(NOT_CHECKED)
    order = _chosen(report, wanted)
    made = order_form(order, profiles) if order is not None else None
    if order is None or made is None:
        say(f"no form: {_why(order)}")
    elif form == "text":
        lines = form_text(made, questionnaire_of(made, profiles))
        print_text("\n\n".join(click.wrap_text(one, width=width()) for one in lines) + "\n")
    else:
        identity = uuid.uuid5(uuid.NAMESPACE_OID, " ".join([order.expression, *map(_digest, documents)]))
        today = datetime.now(UTC).date()
        print_json(bundle_of(made, profiles, authored=today, identity=str(identity)))
    context.exit(exit_code(report if order is None else replace(report, orders=(order,)), Verdict(fail_on)))


def _digest(document: bytes) -> str:
    from hashlib import sha256

    return sha256(document).hexdigest()


def _chosen(report: Report, wanted: str | None) -> OrderReport | None:
    """The order that is asked about; None where nothing in the chart was judged. Raises click.UsageError where several
    orders may be meant, or none is the one that was named."""
    judged = [one for one in report.orders if one.verdict is not Verdict.NOT_ASSESSED]
    if wanted is None and len(judged) > 1:
        raise click.UsageError(f"Several orders can be meant; say --order and one of: {_names(judged)}.")
    if wanted is None:
        return judged[0] if judged else None
    named = [one for one in report.orders if wanted in (one.order, one.order.rpartition("/")[2])]
    if len(named) != 1:
        raise click.UsageError(f"There is no one order {wanted!r}. In this chart: {_names(report.orders) or 'none'}.")
    return named[0]


def _names(orders: list[OrderReport] | tuple[OrderReport, ...]) -> str:
    return ", ".join(one.order or one.expression for one in orders)


def _why(order: OrderReport | None) -> str:
    return "no order in the chart was judged." if order is None else order.findings[0].message
