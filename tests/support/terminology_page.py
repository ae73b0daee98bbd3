"""docs/terminology.md from the value sets: `python tests/support/terminology_page.py` writes it anew.

Prints the ICD-10 codes that the installed tables do not know, and ends with 1 where there are any.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.icd_10_cm import decisions, table

from validator.label.mistakes import parts_of, questions_of
from validator.profiles import Profiles, shipped
from validator.report.explain import asks_for
from validator.terminology.coding import (
    ATC,
    HCPCS,
    ICD10,
    ICD10CM,
    ICD10PCS,
    ICDO3,
    LOINC,
    NCIT,
    NDC,
    PHRASE,
    RXNORM,
    SNOMED,
    UCUM,
    UNII,
    normal_icd10,
)
from validator.terminology.set_extension import KeptFor, SetExtension
from validator.terminology.valueset import ValueSet

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "terminology.md"
BEGIN, END = "<!-- lists: begin -->", "<!-- lists: end -->"
"""What stands between the two is generated, the rest of the page is written by hand."""

SHORT = {
    ICD10CM: "ICD-10-CM",
    ICD10: "ICD-10",
    ICD10PCS: "ICD-10-PCS",
    ICDO3: "ICD-O-3",
    NCIT: "NCIt",
    UCUM: "UCUM",
    SNOMED: "SNOMED CT",
    RXNORM: "RxNorm",
    LOINC: "LOINC",
    ATC: "ATC",
    HCPCS: "HCPCS",
    NDC: "NDC",
    UNII: "UNII",
    PHRASE: "phrases",
}

Asked = Mapping[str, Mapping[tuple[str, str], list[date]]]
"""The statements that ask for a value set, by its name: product and id, with the revisions that hold the statement."""


def asked(profiles: Profiles) -> Asked:
    """Who asks for each value set, over every revision of every label."""
    found: dict[str, dict[tuple[str, str], list[date]]] = defaultdict(lambda: defaultdict(list))
    for product in profiles.labels.products:
        for day in profiles.labels.revision_dates(product):
            for statement in profiles.labels.revision(product, day).statements():
                parts = [part for question in questions_of(statement) for part in parts_of(question)]
                for value_set in profiles.book.value_sets:
                    if any(asks_for(part, value_set, profiles) for part in parts):
                        found[value_set.name][product, statement.id].append(day)
    return found


def lists(profiles: Profiles) -> str:
    """The tables of all value sets, one for each topic."""
    who = asked(profiles)
    newest = {product: profiles.labels.revision_dates(product) for product in profiles.labels.products}
    topics: dict[str, list[ValueSet]] = defaultdict(list)
    for value_set in sorted(profiles.book.value_sets, key=lambda one: one.place):
        topics[value_set.place.split("/")[0]].append(value_set)
    text = []
    for topic, value_sets in topics.items():
        text += [f"### {topic}", "", "| list | codes | asked by |", "|---|---|---|"]
        for one in value_sets:
            use = "; ".join(dict.fromkeys((*_statements(who.get(one.name, {}), newest), *_kept(one))))
            text.append(f"| [{one.name}](../profiles/valuesets/{one.place}): {one.title} | {_codes(one)} | {use} |")
        text.append("")
    return "\n".join(text)


def _codes(value_set: ValueSet) -> str:
    systems = Counter(SHORT.get(system, "others") for system, _ in value_set.concepts)
    systems["phrases"] += len(value_set.phrases)
    return ", ".join(f"{count} {name}" for name, count in systems.items() if count)


def _statements(
    found: Mapping[tuple[str, str], list[date]], revisions: Mapping[str, tuple[date, ...]]
) -> Iterator[str]:
    """The statements, each product's in one piece; one that not every revision has tells from when to when."""
    products: dict[str, list[str]] = defaultdict(list)
    for (product, statement), days in found.items():
        every = revisions[product]
        span = (
            "" if len(days) == len(every) else f" ({min(days)} on)" if max(days) == every[-1] else f" (to {max(days)})"
        )
        products[product].append(f"{statement}{span}")
    for product, statements in products.items():
        yield f"{product}: {', '.join(statements)}"


def _kept(value_set: ValueSet) -> Iterator[str]:
    """What the set says of itself to the program, and why it is kept where nobody asks."""
    for one in value_set.extension:
        match one:
            case KeptFor(value_string=why):
                yield f"kept: {why}"
            case _:
                yield _in_words(one)


def _in_words(one: SetExtension) -> str:
    said = getattr(one, "value_code", "")
    name = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in type(one).__name__).strip()
    return f"{name} {said}".strip()


def unknown_codes(profiles: Profiles) -> list[str]:
    """The ICD-10-CM codes that the installed table does not have, with their list."""
    known = {normal_icd10(code) for code in table().titles}
    begin = {code[:length] for code in known for length in range(1, len(code) + 1)}
    return [
        f"{one.place}: {code}"
        for one in profiles.book.value_sets
        for system, code in one.concepts
        if system == ICD10CM and normal_icd10(code) not in begin
    ]


def written(page: str, profiles: Profiles) -> str:
    """The page with its generated part made anew."""
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{lists(profiles)}\n{END}{after}"


def main() -> int:
    """Writes the page and names what the table does not know."""
    profiles = shipped()
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), profiles), encoding="utf-8")
    unknown = unknown_codes(profiles)
    for line in unknown:
        print(f"not in {decisions().table['package']}: {line}")
    print(f"{len(profiles.book.value_sets)} lists written to {PAGE.name}; {len(unknown)} codes are in no table.")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
