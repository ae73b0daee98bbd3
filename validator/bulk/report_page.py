"""The page for the pharmacy committee: charts and a table that filters, in one file that needs no network.

Altair makes the charts; the programs that draw them come whole with the package vl-convert and stand in the page.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from html import escape
from importlib import import_module
from typing import Any

from validator.bulk.counts import Counts
from validator.bulk.row import Row
from validator.bulk.tally import MOST_LISTED, NOT_TOLD, QUIET, Tally
from validator.page.wording import settling_words
from validator.report.criterion import Criteria
from validator.verdict import Verdict

COLORS = {
    Verdict.ERROR: "#b3261e", Verdict.UNDETERMINED: "#7a5af5", Verdict.WARNING: "#b26a00", Verdict.ACCEPT: "#1b7f4d",
    Verdict.NOT_ASSESSED: "#8a8f98",
}  # fmt: skip
_MOST_BARS = 20
_HEADS = ("Verdict", "Patient", "Site", "Order", "Written", "Ordered", "Label", "What is said", "Place")
_SAID = _HEADS.index("What is said")
_STYLE = """body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1c1f24}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%;font-size:.86rem}
th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #ddd;vertical-align:top}
input,select{font:inherit;padding:.3rem;margin-right:.6rem}.charts{display:grid;gap:1.5rem;
grid-template-columns:repeat(auto-fit,minmax(28rem,1fr))}figure{margin:0}figcaption{font-weight:600}
td:nth-child(8){min-width:18rem}@media print{input,select{display:none}}"""
_FILTER = """const words=document.getElementById('words'),verdict=document.getElementById('verdict'),
site=document.getElementById('site'),shown=document.getElementById('shown');function filter(){
const w=words.value.toLowerCase(),v=verdict.value,s=site.value;let n=0;
for(const row of document.querySelectorAll('tbody tr')){const on=(!v||row.dataset.verdict===v)&&
(!s||row.dataset.site===s)&&(!w||row.textContent.toLowerCase().includes(w));row.hidden=!on;n+=on}
shown.textContent=n+' shown'}words.oninput=verdict.onchange=site.onchange=filter;filter();"""


def report_page(tally: Tally, counts: Counts, title: str, criteria: Criteria) -> str:
    """The page as HTML. Raises ImportError where Altair or vl-convert is not installed."""
    programs: str = import_module("vl_convert").javascript_bundle()
    charts = _charts(tally, criteria)
    figures = "".join(
        f'<figure><figcaption>{escape(caption)}</figcaption><div id="chart{number}"></div></figure>'
        for number, (caption, _) in enumerate(charts)
    )
    # Nothing of the data may end the script it stands in.
    specs = json.dumps([spec for _, spec in charts]).replace("<", "\\u003c")
    drawn = f"{specs}.forEach((one,i)=>vegaEmbed('#chart'+i,one,{{actions:false,renderer:'svg'}}));"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{escape(title)}</h1>{_lead(tally, counts)}"
        f'<div class="charts">{figures}</div>{_table(tally)}'
        f'<script type="module">{programs}\n{drawn}</script><script>{_FILTER}</script>'
        "</body></html>\n"
    )


def _lead(tally: Tally, counts: Counts) -> str:
    verdicts = ", ".join(f"{tally.verdicts[one]} {one}" for one in Verdict if tally.verdicts[one]) or "none"
    said = (
        f"{tally.orders} orders of {counts.patients} patients were checked against the label in force on the day of"
        f" each order: {verdicts}. {counts.lines} lines in {counts.files} files were read; {counts.bad} could not be"
        f" read and {counts.missing} files or lists did not come whole."
    )
    note = "This is decision support: each finding shows what it rests on, so that a clinician can review it."
    return f"<p>{escape(said)}</p><p>{escape(note)}</p>"


def _charts(tally: Tally, criteria: Criteria) -> list[tuple[str, dict[str, Any]]]:
    """Each chart with its caption, as Vega-Lite."""
    verdicts = Counter({(one, one): many for one, many in tally.verdicts.items()})
    missing: Counter[tuple[str, str]] = Counter()
    for lacking, many in tally.missing.items():
        # Two places may have the same words: an order is counted once for them.
        for words in {word for one in lacking for word in settling_words((one,), criteria)}:
            missing[words, "undetermined"] += many
    return [
        ("Orders by verdict", _bars(verdicts, "verdict")),
        ("Findings", _bars(tally.findings, "finding")),
        ("Orders by month", _bars(tally.months, "month", upright=True)),
        ("Orders by site", _bars(tally.sites, "site")),
        ("Orders by indication", _bars(tally.indications, "indication")),
        ("Undetermined: what would settle it", _bars(missing, "missing fact")),
        ("Dose ordered and dose of the label, mg a day", _ladder(tally)),
    ]


def _bars(counted: Counter[tuple[str, str]], of: str, *, upright: bool = False) -> dict[str, Any]:
    altair: Any = import_module("altair")
    most: Counter[str] = Counter()
    for (name, _), many in counted.items():
        most[name] += many
    kept = {name for name, _ in most.most_common(10**6 if upright else _MOST_BARS)}
    values = [
        {of: _short(name), "verdict": verdict, "orders": many}
        for (name, verdict), many in sorted(counted.items())
        if name in kept
    ]
    # Sentences of missing facts are longer than what is shown of a label by itself.
    axis = {"type": "nominal", "title": None, "axis": altair.Axis(labelLimit=320)}
    along = altair.X(of, sort=None, **axis) if upright else altair.Y(of, sort="-x", **axis)
    measured = (altair.Y if upright else altair.X)("orders", type="quantitative", aggregate="sum", title="orders")
    colors = altair.Scale(domain=[*COLORS], range=[*COLORS.values()])
    chart = altair.Chart(altair.Data(values=values), width=420, autosize="fit").mark_bar()
    marked = chart.encode(
        along, measured, altair.Color("verdict", type="nominal", scale=colors, title=None),
        tooltip=[altair.Tooltip(one, type="nominal") for one in (of, "verdict", "orders")],
    )  # fmt: skip
    made: dict[str, Any] = marked.to_dict()
    return made


def _ladder(tally: Tally) -> dict[str, Any]:
    altair: Any = import_module("altair")
    doses = sorted({dose for pair in tally.doses for dose in pair}, key=_milligrams)
    values = [{"ordered": one, "label": other, "orders": many} for (one, other), many in sorted(tally.doses.items())]
    chart = altair.Chart(altair.Data(values=values), width=420, autosize="fit").mark_circle(color="#31507a")
    marked = chart.encode(
        altair.X("label", type="ordinal", sort=doses, title="label"),
        altair.Y("ordered", type="ordinal", sort=doses[::-1], title="ordered"),
        altair.Size("orders", type="quantitative", title="orders"),
        tooltip=[altair.Tooltip(one, type="nominal") for one in ("ordered", "label", "orders")],
    )
    made: dict[str, Any] = marked.to_dict()
    return made


def _table(tally: Tally) -> str:
    rows = tally.listed
    more = (
        f" The {MOST_LISTED} worst of {tally.orders} are listed; the output has all."
        if tally.orders > len(rows)
        else ""
    )
    options = "".join(f"<option>{one}</option>" for one in Verdict)
    sites = "".join(f"<option>{escape(one)}</option>" for one in sorted({_site(row) for row in rows}))
    heads = "".join(f"<th>{one}</th>" for one in _HEADS)
    return (
        f'<h2>Orders</h2><p>{escape(more)}</p><p><input id="words" type="search" placeholder="Words"'
        f' aria-label="Words"><select id="verdict" aria-label="Verdict"><option value="">all verdicts</option>{options}'
        f'</select><select id="site" aria-label="Site"><option value="">all sites</option>{sites}'
        f'</select><span id="shown" role="status"></span></p><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(map(_table_row, rows))}</tbody></table>"
    )


def _table_row(row: Row) -> str:
    said = [one["message"] for one in row["findings"] if one["verdict"] not in QUIET]
    doses = [row[name]["schedule"] if row[name] is not None else "" for name in ("ordered", "expected")]
    place = f"{row['file']}, line {row['line']}"
    who = (row["patient"] or NOT_TOLD, _site(row))
    cells = (row["verdict"], *who, row["order"], row["authored"] or "", *doses, _lines(dict.fromkeys(said)), place)
    shown = "".join(f"<td>{one if number == _SAID else escape(str(one))}</td>" for number, one in enumerate(cells))
    return f'<tr data-verdict="{escape(row["verdict"])}" data-site="{escape(_site(row))}">{shown}</tr>'


def _site(row: Row) -> str:
    return row["site"] or NOT_TOLD


def _lines(said: Iterable[str]) -> str:
    return "<br>".join(escape(one) for one in said)


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:57]}..."


def _milligrams(dose: str) -> float:
    try:
        return float(dose)
    except ValueError:
        return float("inf")
