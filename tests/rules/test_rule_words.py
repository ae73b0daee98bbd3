"""The words of the order are one voice with its codes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from support.build import Resource, dosage, every, order, quantity
from support.coding import DRUGS, concept
from support.judged import capsules, judged, named, only, tablets
from support.plain import TABLET_60, kidney, sixty, with_dosage
from support.product import CLINICAL_DRUGS
from support.words import Text, corpus, ordered, told

from validator.finding import LONGEST_MESSAGE
from validator.verdict import Verdict

NOISE = (Path(__file__).parents[2] / "docs" / "noise.md").read_text(encoding="utf-8")


def listed(words: str) -> bool:
    return f"| `{words}` |" in NOISE


def codes(text: Text, **elements: Any) -> set[str]:
    return {one.code for one in told(text, **elements)}


@pytest.mark.parametrize("text", corpus("ordinary"), ids=lambda text: f"{text.where}: {text.words}"[:80])
def test_ordinary_words_make_no_noise_that_is_not_listed(text: Text) -> None:
    found = told(text)
    assert bool(found) is listed(text.words), [(one.code, one.message) for one in found]


@pytest.mark.parametrize("text", corpus("against"), ids=lambda text: f"{text.where}: {text.words}"[:80])
def test_words_against_the_codes_or_the_label_or_not_understood_are_told(text: Text) -> None:
    found = told(text)
    assert found
    assert all(len(one.message) <= LONGEST_MESSAGE for one in found)


def test_the_noise_is_at_most_two_in_a_hundred_and_the_page_lists_nothing_else() -> None:
    texts = corpus("ordinary")
    rows = re.findall(r"^\| `(.+?)` \|", NOISE, re.MULTILINE)
    noisy = [row for row in rows if row in {text.words for text in texts}]
    assert len(texts) >= 200
    assert len(noisy) <= len(texts) * 2 // 100
    assert f"{len(noisy)} of {len(texts)}" in NOISE


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("Take 1 tablet (60 mg) together with one 20 mg tablet for a total dose of 80 mg every day", "80 mg"),
        ("four tablets once daily", "four tablets once daily"),
        ("every other day", "every other day"),
        ("Take 1 tablet daily, avoid grapefruit, as needed for pain", "as needed for pain"),
        ("1 tab daily 21 days on 7 days off, swallow whole please", "21 days on 7 days off"),
    ],
)
def test_a_contradiction_quotes_the_words_and_the_codes(words: str, quoted: str) -> None:
    found = only(kidney(ordered(Text(words))), "text-contradicts-dose")
    assert found.verdict is Verdict.WARNING
    assert f'"{quoted}"' in found.message or quoted in found.message
    assert "60 mg once daily" in found.message
    assert found.expression == ("Bundle.entry[4].resource.dosageInstruction[0].text",)


def test_every_place_of_words_is_read_and_the_same_words_are_told_once() -> None:
    words = "Take 2 tablets daily"
    made = dosage(quantity(60, "mg"), every(), text=words, patient_instruction=words, instruction=words)
    found = only(kidney(with_dosage(made) | {"note": [{"text": words}]}), "text-contradicts-dose")
    places = [one.removeprefix("Bundle.entry[4].resource.") for one in found.expression]
    assert places == [
        "dosageInstruction[0].text",
        "dosageInstruction[0].patientInstruction",
        "dosageInstruction[0].additionalInstruction[0]",
        "note[0].text",
    ]


@pytest.mark.parametrize(
    ("rendered", "expected"),
    [
        ("Take 2 tablets (120 mg) by mouth once daily", "text-contradicts-dose"),
        ("Take 5 mL once daily", "text-contradicts-dose"),
        ("Take 1 tablet with 240 mL of water once daily on an empty stomach", None),
        ("HOLD", "text-takes-order-back"),
        ("Take 1 tablet with dinner", "with-food"),
        ("Take 1 tablet (60 mg) by mouth once daily on an empty stomach", None),
    ],
)
def test_the_rendered_text_of_r5_is_one_of_them(rendered: str, expected: str | None) -> None:
    ordered_r5: Resource = with_dosage(dosage(quantity(60, "mg"), every())) | {"renderedDosageInstruction": rendered}
    ordered_r5["medication"] = {"concept": ordered_r5.pop("medicationCodeableConcept")}
    found = {one.code for one in judged(kidney(ordered_r5)).findings if one.verdict is not Verdict.ACCEPT}
    assert found == ({expected} if expected else set())


@pytest.mark.parametrize("words", ["HOLD", "do not give", "Stop taking this medication", "D/C'd by Dr. Smith"])
def test_a_bare_stop_is_a_warning_that_names_the_status(words: str) -> None:
    found = only(kidney(ordered(Text(words))), "text-takes-order-back")
    assert found.verdict is Verdict.WARNING
    assert words in found.message
    assert "active" in found.message


def test_words_that_hold_no_number_are_quoted_in_a_note() -> None:
    found = only(kidney(ordered(Text("Take 1 tablet daily, xylophone and zebra"))), "text-partly-read")
    assert found.verdict is Verdict.ACCEPT
    assert '"xylophone", "zebra"' in found.message


def test_words_in_another_language_are_told_and_a_note_in_it_where_it_speaks_of_taking() -> None:
    words = "Prendere una volta al giorno al mattino"
    assert codes(Text(words)) == {"text-not-understood"}
    assert codes(Text(words, "note")) == {"text-not-understood"}
    words = "La familia prefiere hablar español"
    assert codes(Text(words)) == {"text-not-understood"}
    assert codes(Text(words, "note")) == set()
    assert named(judged(kidney(ordered(Text(words, "note")))), "text-partly-read")


@pytest.mark.parametrize(
    "words",
    ["reduce to 40", "Tomar dos tabletas al dia", "Prendre deux comprim\u00e9s par jour", "Nimm zwei Tabletten"],
)
def test_an_instruction_that_is_understood_in_another_language_or_without_its_unit_is_compared(words: str) -> None:
    assert codes(Text(words, "note")) == {"text-contradicts-dose"}
    assert "text-contradicts-dose" in codes(Text(words))


def test_a_right_sig_in_another_language_agrees() -> None:
    for words in ("Prenez 1 comprim\u00e9 une fois par jour", "Tomar una vez al d\u00eda por la ma\u00f1ana"):
        assert codes(Text(words)) == set()


@pytest.mark.parametrize(
    "words",
    [
        "Give half dose", "Take 2", "Give 40", "Please give one third of the dose", "Use half", "Pt to take 2",
        "Administer at half strength", "Take one less", "take only on weekdays", "Increase to two",
        "decrease dose by 50%", "Halve the dose", "Double up on Mondays", "skip every third day",
        "Skip the dose on Sunday", "alternate with 20", "Cut dose in half", "Reviewed with MD; give half dose",
        "Metà dose: 1 compresse", "\u6bcf\u65e5\u4e24\u7247",
    ],
)  # fmt: skip
def test_an_instruction_in_a_note_that_is_not_understood_is_a_warning(words: str) -> None:
    assert "text-not-understood" in codes(Text(words, "note"))
    assert judged(kidney(ordered(Text(words, "note")))).verdict in (Verdict.WARNING, Verdict.ERROR)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Take 2 tablets", "text-contradicts-dose"),
        ("take every other day", "text-contradicts-dose"),
        ("Give double dose", "text-contradicts-dose"),
        ("hold until Monday", "text-takes-order-back"),
    ],
)
def test_what_a_note_says_against_the_codes_is_told_once(words: str, code: str) -> None:
    assert codes(Text(words, "note")) == {code}


@pytest.mark.parametrize(
    "words",
    [
        "mailed to home", "call with labs", "reviewed with pharmacist", "Sent to specialty pharmacy", "PA pending",
        "Prior authorization approved 11/12", "Patient to call clinic if diarrhea", "Copay card applied",
        "Delivered by courier on Friday", "Counseled on hand-foot syndrome", "Wife picks up refills",
        "Discussed with Dr. Smith", "Last visit 10/30/2026", "BP 128/76 at visit", "Labs in 2 weeks",
        "CT chest in 8 weeks", "Follow up in 4 weeks", "Next appointment 12/05", "Reordered, previous script expired",
        "Insurance requires 30 day supply", "Tolerating well", "No side effects reported", "Hold for ANC < 1000",
        "Hold if grade 3 diarrhea", "Patient prefers Walgreens", "Started cycle 2", "Continue current dose",
        "Dose reduced from 60 mg in August due to PPE", "Will recheck LFTs", "Ok to dispense", "Fax to 555-123-4567",
        "Take on an empty stomach", "Swallow whole", "Interpreter needed", "Approved through 12/31/2026",
        "Weight 80 kg", "MD aware of interaction", "Second opinion at another center", "Use brand only", "First fill",
        "Please deliver to clinic", "Give with plenty of water", "Start after dental clearance", "Check BP weekly",
        "Take BP daily", "Take BP at home twice a day", "Give copy to patient", "Stop smoking", "Give 2 refills",
        "Take to room 4", "Start C1D1 12/05", "Dispense 30 tablets", "Use with caution, QTc 470", "Give AVS",
        "Continue for 3 months", "Change pharmacy to CVS", "Use secondary insurance", "Increase fluids",
        "Increase water intake to 2 L per day", "Reduce salt", "Take photos of rash", "Give flu shot",
        "Use moisturizer twice daily", "Start loperamide 2 mg after each loose stool", "Use sunscreen",
        "Change dressing daily", "Use cream 20% urea on hands", "Give with 240 mL of water", "Change of address",
        "Lower dose tolerated well", "Paciente habla espa\u00f1ol", "Jos\u00e9 M\u00fcller picks up",
        "Skip refill reminder", "Double checked with RN",
        "Alternate contact: daughter", "Reduce copay via foundation", "Give to wife",
    ],
)  # fmt: skip
def test_an_ordinary_note_is_quiet(words: str) -> None:
    assert codes(Text(words, "note")) == set()


def test_the_other_product_contradicts_only_as_what_is_taken() -> None:
    assert codes(Text("Take 1 COMETRIQ capsule daily")) == {"text-contradicts-dose"}
    assert codes(Text("Take 1 tablet daily. Not interchangeable with COMETRIQ capsules.")) == set()
    taken = capsules(140)
    taken["dosageInstruction"][0]["text"] = "Take CABOMETYX once daily"
    assert "text-contradicts-dose" in {one.code for one in judged(kidney(taken)).findings}


def test_orders_that_make_up_the_dose_together_may_name_the_whole_and_each_other() -> None:
    one = tablets(40)
    one["dosageInstruction"][0]["text"] = "Take one 40 mg tablet with one 20 mg tablet, total 60 mg daily"
    other = tablets(20, name="other")
    assert named(judged(kidney(one, other)), "text-contradicts-dose") == []
    assert named(judged(kidney(one)), "text-contradicts-dose") != []


def test_instructions_that_are_taken_together_may_each_say_their_own() -> None:
    made = with_dosage(
        dosage(quantity(40, "mg"), every(), text="Take 40 mg daily, avoid grapefruit"),
        dosage(quantity(20, "mg"), every(), text="Take 20 mg daily, avoid grapefruit"),
        medication=concept(CLINICAL_DRUGS["tablet", 20]),
    )
    assert named(judged(kidney(made)), "text-contradicts-dose") == []


def test_a_dose_read_from_the_text_is_not_told_twice() -> None:
    found = judged(kidney(with_dosage({"text": "Take 1 tablet (60 mg) by mouth once daily"}))).findings
    assert {one.code for one in found if one.verdict is not Verdict.ACCEPT} == {"dose-read-from-text"}
    unread = judged(kidney(with_dosage({"text": "Take 1 tablet daily with 12 zebras"}))).findings
    assert {one.code for one in unread if one.verdict is not Verdict.ACCEPT} == {"dose-not-known"}


def test_a_text_that_takes_a_worded_order_back_is_told_beside_the_unknown_dose() -> None:
    found = judged(kidney(with_dosage({"text": "60 mg once daily - HOLD"}))).findings
    assert "text-takes-order-back" in {one.code for one in found}


def test_an_order_of_another_day_is_no_part_of_the_words() -> None:
    resources = kidney(tablets(60), beside=(order(TABLET_60, [dosage(quantity(60, "mg"), every())], name="e"),))
    assert named(judged(resources), "text-contradicts-dose") == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("q48h", "text-contradicts-dose"),
        ("Every other day.", "text-contradicts-dose"),
        ("PRN", "text-contradicts-dose"),
        ("Daily", None),
        ("Labs weekly", None),
        ("Scan q8wk, labs q2wk", None),
    ],
)
def test_a_note_that_is_nothing_but_a_frequency_is_about_the_drug(words: str, code: str | None) -> None:
    found = [one.code for one in judged(kidney(sixty(note=[{"text": words}]))).findings if one.code.startswith("text-")]
    assert found == ([code] if code else [])


@pytest.mark.parametrize(
    "words",
    ["stay off work", "Patient to stay off work for 2 weeks", "remain off your feet until seen", "stay off alcohol"],
)
def test_what_else_a_patient_stays_off_is_silent(words: str) -> None:
    assert told(Text(f"Take 1 tablet daily. {words}")) == []


@pytest.mark.parametrize("words", ["stay off cabozantinib", "keep him off the drug", "1 week off", "off on weekends"])
def test_what_stays_off_the_drug_is_told(words: str) -> None:
    assert told(Text(f"Take 1 tablet daily. {words}"))


@pytest.mark.parametrize("words", ["", " ", "\n"])
@pytest.mark.parametrize("where", ["text", "patientInstruction"])
def test_words_that_are_empty_say_nothing(words: str, where: str) -> None:
    blank = with_dosage(dosage(quantity(60, "mg"), every()) | {where: words})
    assert judged(kidney(blank), structure="full").verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("words", "code", "quoted"),
    [
        (
            "Take 3 tablets (180 mg) once daily, call the office if vomiting occurs",
            "text-contradicts-dose",
            "3 tablets",
        ),
        ("Take 3 tablets once daily and do not miss a dose", "text-contradicts-dose", "3 tablets"),
        ("Take 40 mg once daily, missed doses: skip", "text-contradicts-dose", "40 mg"),
        ("Take 2 tablets daily, hold 3 weeks before surgery", "text-contradicts-dose", "2 tablets"),
        ("Take 2 tablets daily, do not stop without asking", "text-contradicts-dose", "2 tablets"),
        ("Take every other day, do not double a dose", "text-contradicts-dose", "every other day"),
        ("Take 1 tablet daily as needed for pain, nausea, vomiting", "text-contradicts-dose", "as needed for pain"),
        ("No missed doses, take 3 tablets daily", "text-contradicts-dose", "3 tablets"),
        ("Do not stop, take 40 mg daily", "text-contradicts-dose", "40 mg"),
        ("Do not double up, take every other day", "text-contradicts-dose", "every other day"),
        ("Fill date 11/22/2026, take 3 tablets daily", "text-contradicts-dose", "3 tablets"),
        ("HOLD: patient vomiting", "text-takes-order-back", "HOLD: patient"),
        ("Stop at once", "text-takes-order-back", "Stop at once"),
        (
            "Stop taking it and call the clinic at once because of side effects",
            "text-takes-order-back",
            "Stop taking it",
        ),
    ],
)
def test_what_stands_before_and_after_advice_of_the_label_is_read_all_the_same(
    words: str, code: str, quoted: str
) -> None:
    found = only(kidney(ordered(Text(words))), code)
    assert found.verdict is Verdict.WARNING
    assert quoted in found.message


@pytest.mark.parametrize(
    "words",
    [
        "Take 1 tablet once daily. Do not miss a dose",
        "Take 1 tablet once daily, do not miss doses",
        "Take 1 tablet (60 mg) by mouth once daily, call if vomiting",
        "Take one tablet daily, if you vomit do not take another dose",
        "Take 60 mg once daily, hold 3 weeks before surgery",
        "Take 1 tablet daily, hold at least 3 weeks before dental work",
        "Take 1 tablet daily and do not stop without asking",
        "Take 60 mg daily, do not skip doses",
        "If you miss a dose, take 1 tablet within 12 hours",
        "If you miss a dose take it as soon as you remember unless the next dose is due in less than 12 hours",
        "Skip the missed dose if less than 12 hours to the next dose",
        "Take missed dose within 12 hours, do not take 2 doses",
        "Do not take two tablets to make up for a missed dose",
        "Take the next dose at the regular time if one is missed",
        "Do not take an extra dose if you vomit",
        "If vomiting occurs within 1 hour do not take another tablet",
        "Call for fever, diarrhea, vomiting, or bleeding",
        "Report severe vomiting to the clinic",
        "Take with antiemetic if vomiting",
        "May take ondansetron 8 mg every 8 hours as needed for nausea or vomiting",
        "Ondansetron 8 mg as needed for vomiting",
        "Use antiemetic as needed for nausea and vomiting",
        "Stop date 12/31/2026",
        "Do not miss doses, take 1 tablet daily",
        "If vomiting occurs, take 1 tablet the next day, not two",
        "If you miss a dose by less than 12 hours, take 2 tablets of 20 mg and 1 of 20 mg",
        "Miss a dose: within 12 hours, take 20 mg and call",
        "Take 1 tablet daily, start date 11/22/2026",
        "Take 1 tablet daily fill date 11/22/2026",
        "Hold for surgery",
        "Hold before tooth extraction",
        "Do not double the dose",
        "Never take 2 tablets at once if you missed one",
        "Take 1 tablet at once daily",
        "Hold once ANC below 1.0",
        "Stop once platelets are below 50",
        "If less than 12 hours until the next dose, skip the missed one",
        "Missed dose: take within 12 hours or skip",
        "Take it at the same time each day so that no dose is missed",
        "1 tablet po qd, may repeat if vomits within 15 min",
        "Hold and call if vomiting more than 24 hours",
    ],
)
def test_advice_of_the_label_beside_the_dose_of_the_codes_is_quiet(words: str) -> None:
    assert judged(kidney(ordered(Text(words)))).verdict is Verdict.ACCEPT


def test_the_place_of_the_words_is_called_as_people_call_it() -> None:
    words = "Take 2 tablets daily"
    made = dosage(quantity(60, "mg"), every(), text=words, patient_instruction=words, instruction=words)
    found = only(kidney(with_dosage(made) | {"note": [{"text": words}]}), "text-contradicts-dose")
    assert found.detail == (
        "Read as 60 mg once daily. 120 mg (2 x 60 mg) is above the label's 60 mg once daily. "
        'Text: "Take 2 tablets daily" Instruction to the patient: "Take 2 tablets daily" '
        'Additional instruction: "Take 2 tablets daily" Note: "Take 2 tablets daily"'
    )


def test_of_a_text_that_was_not_understood_the_stretch_is_quoted_that_may_change_the_dose() -> None:
    found = only(kidney(ordered(Text("Take 1 tablet daily blorp 3 then zagg"))), "text-not-understood")
    assert "blorp 3" in found.message
    assert "Take 1 tablet" not in found.message


FOREIGN = "Tomar una tableta por la noche con agua y despues de la comida fuerte"


@pytest.mark.parametrize("length", [57, 58, 59, 60])
def test_a_text_in_another_language_is_quoted_as_far_as_there_is_room(length: int) -> None:
    """A quotation has sixty characters, with its marks."""
    text = FOREIGN[:length].rstrip()
    shown = f'"{text}"' if len(text) <= 58 else f'"{text[:57].rstrip()}\N{HORIZONTAL ELLIPSIS}"'
    found = only(kidney(ordered(Text(text))), "text-not-understood")
    assert found.message == f"The text {shown} was not understood; read it, and enter what it asks for."


@pytest.mark.parametrize("second", [37, 38])
def test_stretches_are_quoted_together_where_there_is_room_and_else_the_first(second: int) -> None:
    """Eighty characters, with marks and commas."""
    words = ("x" * 37, "y" * second)
    found = only(kidney(ordered(Text(f"Take 1 tablet {words[0]} daily {words[1]}"))), "text-partly-read")
    told = ", ".join(f'"{one}"' for one in (words if second == 37 else words[:1]))
    assert found.message == f"Not read: {told}."


@pytest.mark.parametrize("length", [39, 40])
def test_the_first_stretch_is_cut_where_it_alone_has_no_room(length: int) -> None:
    first = f"{'x' * 38} {'y' * length}"
    shown = first if length == 39 else f"{first[:77]}\N{HORIZONTAL ELLIPSIS}"
    found = only(kidney(ordered(Text(f"Take 1 tablet {first} daily zagg"))), "text-partly-read")
    assert found.message == f'Not read: "{shown}".'


TAPERED = [
    dosage(quantity(60, "mg"), every(boundsPeriod={"start": "2026-11-22", "end": "2026-11-30"})),
    dosage(quantity(40, "mg"), every(boundsPeriod={"start": "2026-12-01", "end": "2026-12-31"})),
]


@pytest.mark.parametrize(
    ("frequency", "length"), [*(("every other day", n) for n in range(1, 16)), *(("daily", n) for n in range(11, 22))]
)
@pytest.mark.parametrize("doses", [[dosage(quantity(60, "mg"), every())], TAPERED], ids=["one", "two"])
def test_what_contradicts_is_quoted_in_the_room_that_the_dose_leaves(
    doses: list[Resource], frequency: str, length: int
) -> None:
    """A sentence of 140 characters, in which the dose has thirty at most."""
    text = f"Take 4 tablets {frequency} as needed for {'x' * length}"
    first, *others = doses
    found = only(kidney(with_dosage(first | {"text": text}, *others)), "text-contradicts-dose")
    said, dose = found.message.removeprefix("The text says ").split(", the dose fields say ")
    quoted = ("4 tablets", f"as needed for {'x' * length}", *(() if frequency == "daily" else (frequency,)))
    whole = ", ".join(f'"{one}"' for one in quoted)
    room = 140 - 66 - min(len(found.detail.partition("Read as ")[2].partition(". ")[0]), 30)
    assert said == (whole if len(whole) <= room else '"4 tablets"')
    assert dose.startswith("60 mg once daily")


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("Take 5 tablets daily", True),
        ("Take 4 tablets daily, call us with a fever", True),
        ("Take 1 to 5 tablets daily", True),
        ("Take 1 tablet daily", False),
        ("Take 2 tablets daily, call us with a fever", False),
        ("Take 1 to 2 tablets daily", False),
        ("40 to 60 mg daily", False),
    ],
)
def test_a_count_of_no_known_strength_may_make_an_amount_of_the_range_or_is_told(words: str, is_told: bool) -> None:
    rate = {"doseRange": {"low": quantity(40, "mg"), "high": quantity(60, "mg")}}
    made = {"text": words, "timing": every(), "doseAndRate": [rate]}
    report = judged(kidney(with_dosage(made, medication=concept(DRUGS["cabozantinib"][0]))))
    assert ("text-contradicts-dose" in {one.code for one in report.findings}) is is_told


@pytest.mark.parametrize("value", ["valueMarkdown", "valueString"])
@pytest.mark.parametrize(("words", "expected"), [("Take 2 tablets daily", True), ("Take 1 tablet daily", False)])
def test_the_rendered_text_of_r5_as_an_extension_is_one_of_them(value: str, words: str, expected: bool) -> None:
    url = "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.renderedDosageInstruction"
    report = judged(kidney(sixty(extension=[{"url": url, value: words}])))
    assert ("text-contradicts-dose" in {one.code for one in report.findings}) is expected


@pytest.mark.parametrize(
    ("why", "is_told"), [("Toxicity, stopped", True), ("Insurance denied", False), ("Renewal", False)]
)
def test_a_reason_of_the_status_that_stops_an_active_order_takes_it_back(why: str, is_told: bool) -> None:
    report = judged(kidney(sixty(statusReason={"text": why})))
    assert ("text-takes-order-back" in {one.code for one in report.findings}) is is_told
    assert "text-takes-order-back" not in {
        one.code for one in judged(kidney(sixty(status="on-hold", statusReason={"text": why}))).findings
    }


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("four tablets once daily", "240 mg (4 x 60 mg) is above the label's 60 mg once daily."),
        ("Take 3 tabs daily", "180 mg (3 x 60 mg) is above"),
        # No number of pieces, and no more than the label gives.
        ("every other day", ""),
        ("1 tablet every other day", ""),
    ],
)
def test_what_a_number_of_tablets_comes_to_is_told_where_it_is_more_than_the_label_gives(words: str, told: str) -> None:
    found = only(kidney(ordered(Text(words))), "text-contradicts-dose")
    assert told in found.detail
    assert ("above the label's" in found.detail) is bool(told)
