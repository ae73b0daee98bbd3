"""Nothing wrong in label data loads, and every mistake is told with its file and path to the person who wrote it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.build import to_json
from support.plain import collection, kidney, sixty
from support.shipped import SHIPPED

from validator.check import check_documents
from validator.cli import main
from validator.finding import CANONICAL
from validator.profiles import Profiles

NEWEST = "labels/cabometyx/2025-03-26.toml"
COMETRIQ = "labels/cometriq/2012-11-29.toml"


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    """A profiles folder of one's own: that of this version, copied."""
    return Path(shutil.copytree(SHIPPED.root, tmp_path / "profiles"))


def changed(profiles: Path, before: str, after: str, file: str = NEWEST) -> tuple[str, ...]:
    """The mistakes after one change of a file."""
    path = profiles / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return Profiles(profiles).mistakes()


def test_the_shipped_data_hold_none(profiles: Path) -> None:
    assert SHIPPED.mistakes() == ()
    assert Profiles(profiles).mistakes() == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('kind = "disease", name = "hcc"', 'kind = "disease", name = "hccc"', "hcc names hccc, which is no disease"),
        ('disease = ["dtc"]', 'disease = ["dct"]', "dtc names dct, which is no disease"),
        ('groups = ["hcc:sorafenib"]', 'groups = ["hcc:sorafenip"]', "hcc asks for the group hcc:sorafenip"),
        ('kind = "condition-active", groups = ["breastfeeding"]', 'kind = "taking", groups = ["breastfeeding"]',
         "asks for the group breastfeeding, which no value set holds; looked for in drug"),
        ('kind = "child-pugh", classes = ["B"]', 'kind = "childpugh", classes = ["B"]', "'childpugh' is no criterion"),
        ('kind = "child-pugh", classes', 'kind = "child-pugh", class', "child-pugh has no class"),
        ('code = "pregnancy"', 'code = "pregnant"', "pregnancy has the code pregnant, which has no page in pages.toml"),
        ("kg = 40 }", "kg = 45 }", "compares weight-at-least.kg with 45"),
        ("days = 21", "days = 28", "compares surgery-planned-within.days with 28"),
        ("planned less than 21 days after", "planned less than 28 days after",
         "surgery-ahead says 28 in its message, which neither its gist nor its question does"),
        ("asks for at least 3 weeks without", "asks for at least 4 weeks without",
         "surgery-ahead says 4 in its message"),
        ("but the order does not show that the last dose comes 21 days", "but the last dose has to come 20 days",
         "surgery-ahead says 20 in its unknown_message"),
        ('population = "pediatric patients under 40 kg"', 'population = "pediatric patients under 45 kg"',
         "says 45 in its population"),
        ('attested_as = "progressed-on-vegfr', 'attested_as = "progresed-on-vegfr', "which is no criterion that can"),
        ('confidence = "verified"', 'confidence = "certain"', "confidence"),
        ('product = "CABOMETYX"', 'prodcut = "CABOMETYX"', "prodcut"),
        ("[[indication]]", "[indication]]", NEWEST.rpartition("/")[2]),
        ("revision = 2025-03-26", "revision = 2025-03-27", "the file name says 2025-03-26"),
        ('product = "CABOMETYX"', 'product = "CABOMETIX"', "the folder is named cabometyx"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_file(profiles: Path, before: str, after: str, said: str) -> None:
    found = changed(profiles, before, after)
    assert all(one.startswith(NEWEST) for one in found)
    assert any(said in one for one in found)


def test_what_words_tell_may_be_the_number_of_the_question_or_of_the_gist_in_another_unit(profiles: Path) -> None:
    # 14 is how many days the question has; the gist has 3 weeks and 21 days.
    assert changed(profiles, "Surgery was less than 14 days before", "Surgery was less than 2 weeks before") == ()
    assert changed(profiles, "the label asks for at least 3 weeks", "the label asks for at least 21 days") == ()
    assert changed(profiles, "and to hold until controlled", "and for Grade 4 to discontinue") != ()


def test_an_edition_that_two_revisions_have_is_told_with_both(profiles: Path) -> None:
    told = f"{NEWEST}: the edition c21b is that of 2021-09-17.toml too"
    assert changed(profiles, 'edition = "C25"', 'edition = "c21b"') == (told,)


def test_a_number_may_be_said_in_weeks_or_years(profiles: Path) -> None:
    assert changed(profiles, "at least 2 weeks after major surgery", "at least a fortnight after major surgery") != ()


def test_mistakes_of_several_files_are_told_together(profiles: Path) -> None:
    changed(profiles, 'code = "pregnancy"', 'code = "pregnant"')
    (profiles / "labels" / "cometriq" / "new.toml").write_text("", encoding="utf-8")
    found = changed(profiles, "days = 21", "days = 28")
    assert [one.split(":")[0] for one in found] == [NEWEST, NEWEST, "labels/cometriq/new.toml"]


def test_value_sets_that_cannot_be_read_come_first(profiles: Path) -> None:
    path = profiles / "valuesets" / "measurements" / "body-weight.json"
    value_set = json.loads(path.read_text(encoding="utf-8"))
    value_set["compose"]["include"][0]["concept"] = []
    path.write_text(json.dumps(value_set), encoding="utf-8")
    (found,) = Profiles(profiles).mistakes()
    assert found.startswith("valuesets/measurements/body-weight.json")


def test_the_command_says_every_mistake_and_ends_with_one(profiles: Path) -> None:
    assert CliRunner().invoke(main, ["label", "check"]).exit_code == 0
    changed(profiles, "days = 21", "days = 28")
    done = CliRunner().invoke(main, ["label", "check", str(profiles)])
    assert done.exit_code == 1
    assert done.stdout == (
        f"{NEWEST}: surgery-ahead compares surgery-planned-within.days with 28, which its gist does not say\n"
    )
    assert CliRunner().invoke(main, ["label", "check", str(profiles / "labels")]).exit_code == 2


def test_the_sentence_reaches_the_person_who_checks_an_order(profiles: Path) -> None:
    changed(profiles, 'kind = "disease", name = "hcc"', 'kind = "disease", name = "hccc"')
    (order,) = check_documents([to_json(collection(kidney()))], profiles=Profiles(profiles)).orders
    assert order.verdict.value == "undetermined"
    assert "hccc, which is no disease of the value sets" in order.findings[0].detail
    says = "The label data of cabometyx hold a mistake: the check 'label' could not run"
    assert order.findings[0].message.startswith(says)


@pytest.mark.parametrize("form", [("--format", "json"), ("--format", "json", "--each"), ("--format", "text"), ("-q",)])
def test_the_sentence_reaches_the_person_at_the_command(profiles: Path, tmp_path: Path, form: tuple[str, ...]) -> None:
    chart = tmp_path / "chart.json"
    chart.write_bytes(to_json(collection(kidney())))
    changed(profiles, 'kind = "disease", name = "hcc"', 'kind = "disease", name = "hccc"')
    done = CliRunner().invoke(main, ["check", *form, "--profiles", str(profiles), str(chart)])
    assert done.exit_code == 3
    assert done.stderr.count("hccc, which is no disease of the value sets") == 1
    assert CliRunner().invoke(main, ["check", *form, str(chart)]).stderr == ""


def test_beside_a_mistake_in_the_label_the_rest_of_an_order_is_checked(profiles: Path) -> None:
    changed(profiles, 'kind = "disease", name = "hcc"', 'kind = "disease", name = "hccc"')
    strange = kidney(sixty(priority="at once"))
    own = check_documents([to_json(collection(strange))], profiles=Profiles(profiles)).orders[0]
    shipped = check_documents([to_json(collection(strange))]).orders[0]
    of_its_shape = {one.code for one in shipped.findings if "priority" in "".join(one.expression)}
    assert of_its_shape
    assert of_its_shape <= {one.code for one in own.findings}
    assert own.ledger is not None
    assert own.ledger.entries == len(strange)


def test_a_mistake_in_one_product_leaves_the_orders_of_another_alone(profiles: Path) -> None:
    changed(profiles, 'kind = "disease", name = "mtc"', 'kind = "disease", name = "mtcc"', COMETRIQ)
    (order,) = check_documents([to_json(collection(kidney()))], profiles=Profiles(profiles)).orders
    assert order.verdict.value == "accept"


def test_two_products_that_are_one_form_of_one_drug_are_told_and_judge_no_order(profiles: Path) -> None:
    twin = Path(shutil.copytree(profiles / "labels" / "cabometyx", profiles / "labels" / "generix"))
    for path in twin.glob("2*.toml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('product = "CABOMETYX"', 'product = "GENERIX"'), encoding="utf-8")
    said = "cabometyx and generix are both tablets of cabozantinib: an order could be for either"
    assert Profiles(profiles).mistakes() == (f"labels/{said}",)
    (order,) = check_documents([to_json(collection(kidney()))], profiles=Profiles(profiles)).orders
    assert order.verdict.value == "undetermined"
    assert any(said in one.detail for one in order.findings)


@pytest.mark.parametrize("file", ["conceptmaps/unit.json", "scores/child-pugh.toml", "choices/body-size.toml"])
def test_a_file_that_no_folder_can_have_of_its_own_is_told_and_not_passed_over(profiles: Path, file: str) -> None:
    path = profiles / file
    path.write_text(path.read_text() + "\n", encoding="utf-8")
    said = f"{file}: is not read, and is not the file of this version; remove it"
    assert Profiles(profiles).mistakes() == (said,)
    path.unlink()
    assert Profiles(profiles).mistakes() == ()
    (path.parent / "own.toml").write_text("", encoding="utf-8")
    assert len(Profiles(profiles).mistakes()) == 1


def test_a_folder_without_code_systems_of_its_own_has_those_shipped(profiles: Path) -> None:
    shutil.rmtree(profiles / "codesystems")
    own = Profiles(profiles)
    assert own.mistakes() == ()
    assert own.book.criteria == SHIPPED.book.criteria
    assert "CodeSystem/override-reason" in own.definitions
    assert "rcc" in own.book.diseases.names


def test_a_drug_without_a_list_of_its_earlier_orders_is_told(profiles: Path) -> None:
    lists = [
        path
        for path in profiles.glob("valuesets/prior-therapy/*.json")
        if '"self:cabozantinib"' in path.read_text(encoding="utf-8")
    ]
    for path in lists:
        path.unlink()
    assert lists
    told = "no value set of prior-therapy has the group self:cabozantinib, its own earlier orders"
    assert Profiles(profiles).mistakes() == (f"labels/cabometyx: {told}", f"labels/cometriq: {told}")


def a_concept(code: str) -> dict[str, object]:
    confidence = {"url": f"{CANONICAL}/StructureDefinition/confidence", "valueCode": "verified1"}
    return {"code": code, "display": "a site's sorafenib", "extension": [confidence]}


def test_a_code_system_that_no_chart_writes_is_told_and_a_sites_own_is_not(profiles: Path) -> None:
    told = {
        "RxNorm": "RxNorm is no URL of a code system",
        "http://www.nlm.nih.gov/research/umls/rxnrom": "is http://www.nlm.nih.gov/research/umls/rxnorm meant?",
        "http://snomed.info/sctt": "is http://snomed.info/sct meant?",
    }
    fine = (
        "https://hospital.example.org/drugs",
        "http://hl7.org/fhir/sid/icd-10-nl",
        "urn:oid:2.16.840.1.113883.6.88",
        "https://snomed.info/sct/900000000000207008",
    )
    path = profiles / "valuesets/prior-therapy/sorafenib-for-liver-cancer.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["compose"]["include"] += [
        {"system": system, "concept": [a_concept(f"{at}")]} for at, system in enumerate((*told, *fine), 4711)
    ]
    path.write_text(json.dumps(content), encoding="utf-8")
    found = Profiles(profiles).mistakes()
    assert len(found) == len(told)
    assert all(any(said in one and path.name in one for one in found) for said in told.values())


def test_an_extension_with_a_value_of_another_type_is_told_with_the_one_that_is_wanted(profiles: Path) -> None:
    wanted = {"strength-mg has a valueDecimal": {"valueInteger": 20}, "dose-form has a valueCode": {"valueString": "x"}}
    files = sorted(profiles.glob("valuesets/*/*.json"))[:2]
    for path, (says, wrong) in zip(files, wanted.items(), strict=True):
        content = json.loads(path.read_text(encoding="utf-8"))
        url = f"{CANONICAL}/StructureDefinition/{says.partition(' ')[0]}"
        content["compose"]["include"][0]["concept"][0]["extension"].append({"url": url} | wrong)
        path.write_text(json.dumps(content), encoding="utf-8")
    found = Profiles(profiles).mistakes()
    assert len(found) == len(wanted)
    assert all(any(one.endswith(f"; {says}") for one in found) for says in wanted)
