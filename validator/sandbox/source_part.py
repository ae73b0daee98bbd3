"""Where a chart comes from, on the page: the gallery, text or files, a server, a short form."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction

from validator.dosage import how_often
from validator.fhir.limits import DEFAULT
from validator.label.model import Indication, Label
from validator.picture.markup import Child, Markup, element, joined, verbatim
from validator.profiles import Profiles
from validator.report.verdict_words import verdict_name
from validator.sandbox.example import FIRST, examples
from validator.sandbox.interacting import interacting_drugs
from validator.sandbox.label_interval import dose_words, given_every, one_for_all
from validator.sandbox.short_form import CLASSES, GENDERS, formable
from validator.verdict import Verdict


def source_part(document: str, profiles: Profiles, servers: Collection[str], today: date) -> Markup:
    """The choice, and a panel for each. `servers` are those that may be asked; without one there is no such panel."""
    panels: list[tuple[str, str, Markup]] = [
        ("example", "Examples", _gallery()),
        ("paste", "Paste or file", _paste(document)),
        ("form", "Short form", _form(profiles, today)),
    ]
    if servers:
        panels.append(("server", "FHIR server", _server(servers)))
    chosen = [
        element("label", element("input", type="radio", name="source", value=name, checked=number == 0), " ", words)
        for number, (name, words, _) in enumerate(panels)
    ]
    return joined(
        element("div", *chosen, role="radiogroup", aria_label="Where the chart comes from", class_="choices"),
        *(element("div", panel, class_=f"from-{name}") for name, _, panel in panels),
    )


def drug_options(profiles: Profiles, chosen: str, nothing: str) -> list[Child]:
    """The drugs that can be tried, by what they are to the label; the first option is none of them."""
    by_kind: dict[str, list[Markup]] = {}
    for one in interacting_drugs(profiles):
        option = element("option", one.name, value=one.code, selected=one.code == chosen)
        by_kind.setdefault(one.because, []).append(option)
    groups = (element("optgroup", *found, label=kind) for kind, found in by_kind.items())
    return [element("option", nothing, value=""), *groups]


def field(words: str, name: str, control: Markup) -> Markup:
    """A control with its label; `name` is the id of the control."""
    return element("div", element("label", words, for_=name), control, class_="field")


def _gallery() -> Markup:
    items = [
        element(
            "li",
            element(
                "button",
                element("span", one.title, class_="name"),
                element("span", verdict_name(Verdict(one.verdict)), class_=f"tag {one.verdict}"),
                element("span", one.story, class_="story"),
                type="button",
                data_example=one.name,
                aria_pressed="true" if one.name == FIRST else "false",
            ),
        )
        for one in examples().values()
    ]
    if not items:
        return element("p", "This installation has no examples: paste a chart.")
    return element("ul", *items, class_="gallery", tabindex="0", role="list", aria_label="Examples")


def _paste(document: str) -> Markup:
    # The first line end inside a text area is dropped by a browser, so one is added for it.
    text = Markup(f"\n{verbatim(document)}")
    files = element("input", type="file", id="files", multiple=True, data_most=DEFAULT.max_bytes,
                    accept=".json,.ndjson,application/json,application/fhir+json,application/fhir+ndjson")  # fmt: skip
    return joined(
        element(
            "label", "A Bundle, a resource, NDJSON or a CDS Hooks call; it is checked when you pause", for_="document"
        ),
        element("textarea", text, id="document", rows=12, spellcheck="false", autocomplete="off"),
        element("p", element("label", "Or choose files, or drop them here: ", for_="files"), files),
        element("p", "", id="file-said", role="status"),
    )


def _form(profiles: Profiles, today: date) -> Markup:
    every = one_for_all(profiles)
    indications = [
        element("option", f"{indication.name} ({_given(label, indication, every)})", value=name)
        for name, (label, indication) in formable(profiles).items()
    ]
    classes = [element("option", "not on file", value=""), *(element("option", one, value=one) for one in CLASSES)]
    genders = [element("option", "not on file", value=""), *(element("option", one, value=one) for one in GENDERS)]
    met = [element("option", "left open", value=""), element("option", "all as the label asks", value="yes")]
    return element(
        "form",
        _wide(field("Indication", "form-indication", _select("indication", indications))),
        field("Age, years", "form-age", _typed("age", "", inputmode="numeric")),
        field("Sex", "form-gender", _select("gender", genders)),
        field("Weight, kg", "form-kilograms", _typed("kilograms", "", inputmode="decimal")),
        field("Child-Pugh class", "form-liver", _select("liver", classes)),
        field("Another drug", "form-beside", _select("beside", drug_options(profiles, "", "none"))),
        field(dose_words(every), "form-milligrams", _typed("milligrams", "", inputmode="decimal")),
        field("Order date", "form-day", _typed("day", today.isoformat(), kind="date")),
        _wide(field("Stage, earlier treatment and what else the label asks for", "form-met", _select("met", met))),
        element("p", element("button", "Make the chart and check it", type="submit"), " ",
                element("span", "", id="form-said", role="status"), class_="row"),
        id="short-form",
        class_="fields",
        autocomplete="off",
    )  # fmt: skip


def _given(label: Label, indication: Indication, every: Fraction | None) -> str:
    """The product; with how often it is given, where that is not `every` of all."""
    return label.product if every is not None else f"{label.product}, {how_often(given_every(label, indication.id))}"


def _server(servers: Iterable[str]) -> Markup:
    options = [element("option", one, value=one) for one in servers]
    return element(
        "form",
        _wide(field("Server", "server-server", element("select", *options, id="server-server", name="server"))),
        field("Order id", "server-order", element("input", id="server-order", name="order", maxlength=300)),
        field("or patient id", "server-patient", element("input", id="server-patient", name="patient", maxlength=300)),
        element("p", element("button", "Fetch the chart", type="submit"), " ",
                element("span", "", id="server-said", role="status"), class_="row"),
        id="server-form",
        class_="fields",
        autocomplete="off",
    )  # fmt: skip


def _select(name: str, options: Iterable[Child]) -> Markup:
    return element("select", *options, id=f"form-{name}", name=name)


def _typed(name: str, value: str, *, kind: str = "text", inputmode: str | None = None) -> Markup:
    return element("input", id=f"form-{name}", name=name, type=kind, value=value, inputmode=inputmode, maxlength=40)


def _wide(one: Markup) -> Markup:
    return element("div", one, class_="wide")
