"""Letters that look like others, and signs that nobody sees, hide nothing; what names something stays as written."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from support.answer import answer, check
from support.plain import kidney, sixty

from validator.fhir.letters import in_plain_letters, plain_letters
from validator.verdict import Verdict

CASES = [
    ("\u017ftroke", "stroke"),
    ("PULMONARY EMBOL\u0130SM", "PULMONARY EMBOLISM"),
    ("\u0131traconazole", "itraconazole"),
    ("\u212aetoconazole", "Ketoconazole"),
    ("GI\u00a0ble\u200bed\u200f", "GI bleed"),
    ("acute\u2028DVT", "acute\nDVT"),
    ("\uff33\uff34\uff2f\uff30", "STOP"),
    ("H\u00e6morrhage", "Haemorrhage"),
    ("\ufb01stula", "fistula"),
    ("\U0001d5e6\U0001d601\U0001d5fc\U0001d5fd", "Stop"),
    ("pregnant\u0301", "pregnant"),
    ("tt\u0301", "tt"),
    ("nin\u0303o", "ni\u00f1o"),
    ("st\u043er\u0440", "storp"),
    ("\u0441\u0442\u043e\u043f", "\u0441\u0442\u043e\u043f"),
    ("60 \u00b5g/m\u00b2 \u00bd \u2264 \u2122", "60 \u00b5g/m\u00b2 \u00bd \u2264 \u2122"),
    ("Caf\u00e9 10\u2079/L", "Caf\u00e9 10\u2079/L"),
    ("\u03a1ulmonary emb\u03bflism", "Pulmonary embolism"),
    ("\u03b1-fetoprotein \u03b2-blocker", "\u03b1-fetoprotein \u03b2-blocker"),
    ("Str\u3164o\U000e0041ke", "Stroke"),
    ("\u00c6R \u0153r \u0152R", "AER oer OER"),
    ("\ufb00 \ufb02 \ufb03 \ufb04 \ufb05 \ufb06", "ff fl ffi ffl st st"),
    ("\uff01\uff5e", "!~"),
    ("a\u0085b\u2029c", "a\nb\nc"),
    ("GI&nbsp;bleed", "GI bleed"),
    ("keto<wbr>conazole", "ketoconazole"),
    ("Keto<o:p></o:p>conazole", "Ketoconazole"),
    ('<st1:place w:st="on">stroke</st1:place>', "stroke"),
    ("keto<!-- page 2 -->conazole", "ketoconazole"),
    ("keto&ZeroWidthSpace;conazole", "ketoconazole"),
    ("<mark>stroke</mark>", "stroke"),
    ("Take <dose> daily", "Take <dose> daily"),
    ("<LOD and <b12>", "<LOD and <b12>"),
    ("DVT &amp; PE", "DVT & PE"),
    ("A&P", "A&P"),
    ("<b>Stroke</b>", "Stroke"),
    ("Intracranial%20hemorrhage", "Intracranial hemorrhage"),
    ("Stroke%2C%20acute", "Stroke, acute"),
    ("Intracranial<br/>hemorrhage", "Intracranial\nhemorrhage"),
    ("Na&#239;ve &lt;3", "Na\u00efve <3"),
    ("5%20 mg, 30%2 <i.e. x>", "5%20 mg, 30%2 <i.e. x>"),
    ("plain", "plain"),
]
UNSEEN = "\u00ad\u034f\u061c\u180e\u3164\ufeff\u200b\u200f\u202a\u202e\u2060\u206f\ufe00\ufe0f\U000e0000\U000e007f"
SPACES = "\u00a0\u1680\u2000\u200a\u202f\u205f\u3000"


@pytest.mark.parametrize(("written", "read"), CASES)
def test_a_word_is_the_one_that_is_seen(written: str, read: str) -> None:
    assert plain_letters(written) == read
    assert plain_letters(read) == read


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
def test_a_sign_that_nobody_sees_is_not_read(sign: str) -> None:
    assert plain_letters(f"st{sign}roke") == "stroke"


@pytest.mark.parametrize("space", SPACES, ids=ascii)
def test_a_space_of_any_width_is_a_space(space: str) -> None:
    assert plain_letters(f"GI{space}bleed") == "GI bleed"


@pytest.mark.parametrize("seen", "\u00ac\u00ae\u2010\u2027\u2030\u2070\u3001\ufe10\uff60", ids=ascii)
def test_a_sign_beside_them_is_kept(seen: str) -> None:
    assert plain_letters(f"x{seen}y") == f"x{seen}y"


@pytest.mark.parametrize(
    "name", ["id", "reference", "url", "system", "fullUrl", "versionId", "div", "data", "resourceType", "code"]
)
def test_what_names_something_is_left_as_it_is_written(name: str) -> None:
    assert in_plain_letters({name: "\uff21", "display": "\uff21"}) == {name: "\uff21", "display": "A"}


def test_words_are_read_at_any_depth_and_the_original_is_left_alone() -> None:
    resource: dict[str, Any] = {
        "resourceType": "Condition",
        "id": "\uff21",
        "code": {"coding": [{"system": "urn:\uff21", "code": "\uff21", "display": "\uff21"}], "text": "\uff22"},
        "subject": {"reference": "Patient/\uff21"},
        "text": {"div": "<div>\uff21</div>"},
        "note": [{"text": "plain"}, {"text": "\uff23"}],
    }
    before = copy.deepcopy(resource)
    read = in_plain_letters(resource)
    assert resource == before
    assert read == before | {
        "code": {"coding": [{"system": "urn:\uff21", "code": "\uff21", "display": "A"}], "text": "B"},
        "note": [{"text": "plain"}, {"text": "C"}],
    }
    assert read["note"][0] is resource["note"][0]


@pytest.mark.parametrize("odd", [{"a": "\ud800 \uff21"}, {"a": 10**30, "b": "\uff21"}, {"a": [None, True, ["\uff21"]]}])
def test_what_is_no_plain_json_is_read_all_the_same(odd: dict[str, Any]) -> None:
    assert "A" in str(in_plain_letters(odd))


def test_a_resource_of_plain_letters_is_the_same_object() -> None:
    for resource in ({"code": {"text": "GI bleed"}}, {"code": {"text": "Caf\u00e9"}}):
        assert in_plain_letters(resource) is resource


def condition(text: str) -> dict[str, Any]:
    coded = "http://terminology.hl7.org/CodeSystem/condition-clinical"
    return {
        "resourceType": "Condition",
        "id": "told",
        "clinicalStatus": {"coding": [{"system": coded, "code": "active"}]},
        "code": {"text": text},
        "subject": {"reference": "Patient/patient"},
        "onsetDateTime": "2026-11-10",
    }


def medication(text: str) -> dict[str, Any]:
    return {
        "resourceType": "MedicationStatement",
        "id": "told",
        "status": "active",
        "medicationCodeableConcept": {"text": text},
        "subject": {"reference": "Patient/patient"},
    }


def procedure(text: str) -> dict[str, Any]:
    return {
        "resourceType": "Procedure",
        "id": "told",
        "status": "completed",
        "code": {"text": text},
        "subject": {"reference": "Patient/patient"},
        "performedDateTime": "2026-11-18",
    }


HIDDEN = [
    (condition, "\u017ftroke", "stroke"),
    (condition, "PULMONARY EMBOL\u0130SM", "pulmonary embolism"),
    (condition, "H\u00e6morrhage, GI", "haemorrhage, GI"),
    (condition, "st\u200brok\u00ade", "stroke"),
    (condition, "Myoc\u0430rdial inf\u0430rction", "Myocardial infarction"),
    (condition, "\uff33\uff34\uff32\uff2f\uff2b\uff25", "STROKE"),
    (condition, "Pulmonary_embolism", "Pulmonary embolism"),
    (condition, "Infarkt", "Herzinfarkt"),
    (condition, "Ictus", "stroke"),
    (medication, "R\u0130FAMP\u0130C\u0130N", "rifampicin"),
    (medication, "itra\u2060conazole", "itraconazole"),
    (condition, "Intracranial%20hemorrhage", "Intracranial hemorrhage"),
    (condition, "GI&nbsp;bleed", "GI bleed"),
    (condition, "Acute<br/>myocardial<br/>infarction", "Acute myocardial infarction"),
    (medication, "itra<b>conazole</b>", "itraconazole"),
    (medication, "ketoconazole&nbsp;200&nbsp;mg", "ketoconazole 200 mg"),
    (procedure, "Colectomy &amp; ileostomy", "Colectomy & ileostomy"),
    (procedure, "Total hip\u00a0repla\u200bcement", "Total hip replacement"),
]


@pytest.mark.parametrize(("make", "written", "plainly"), HIDDEN)
def test_what_odd_letters_hid_is_told_as_if_it_were_written_plainly(make: Any, written: str, plainly: str) -> None:
    hidden, shown = (answer(check(kidney(sixty(), make(text)))) for text in (written, plainly))
    assert hidden.verdict is not Verdict.ACCEPT
    assert [one.code for one in hidden.findings] == [one.code for one in shown.findings]


@pytest.mark.parametrize(
    "text",
    [
        "\u017fprained ankle",
        "Sprained%20ankle",
        "Anxiety &amp; depression",
        "<b>Migraine</b>",
        "HYPERL\u0130P\u0130DEM\u0130A",
        "se\u200basonal allergy",
    ],
)
def test_an_ordinary_condition_in_odd_letters_stays_quiet(text: str) -> None:
    assert answer(check(kidney(sixty(), condition(text)))).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("\u017ftop cabozantinib", "text-takes-order-back"),
        ("s\u200btop cabozantinib", "text-takes-order-back"),
        ("don`t give", "text-takes-order-back"),
        ("ketoconazole\ndaily", "interacting-drug-in-words"),
        ("metformin\nketoconazole\n200 mg daily", "interacting-drug-in-words"),
        ("Cabozantinib\n40 mg daily", "text-contradicts-dose"),
    ],
)
def test_a_note_is_read_as_it_is_seen(note: str, code: str) -> None:
    found = answer(check(kidney(sixty(note=[{"text": note}]))))
    assert code in {one.code for one in found.findings if one.verdict is not Verdict.ACCEPT}


@pytest.mark.parametrize(
    "note", ["lisinopril\n10 mg daily", "no\nketoconazole\n200 mg", "Home meds\nmetformin\n500 mg bid"]
)
def test_a_broken_line_of_another_drug_stays_quiet(note: str) -> None:
    assert answer(check(kidney(sixty(note=[{"text": note}])))).verdict is Verdict.ACCEPT


@pytest.mark.parametrize("sign", ["\ufb06", "\uff21", "\u0430", "a\u0301", "\u200b"])
def test_a_long_run_of_odd_letters_is_read_in_one_pass(sign: str) -> None:
    assert len(plain_letters(sign * 200_000)) <= 400_000
