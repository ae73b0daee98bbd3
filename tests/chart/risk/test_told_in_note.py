"""What the notes of an order and of a condition may tell of a danger, through the front door."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check, said
from support.build import VERIFICATION, condition
from support.coding import concept, icd
from support.noted import not_quiet, without
from support.plain import kidney, sixty

from validator.report.model import OrderReport
from validator.verdict import Verdict

CODE = "danger-in-words"
ENDED = ("resolved", "inactive", "remission")


def noted(text: str, **elements: Any) -> OrderReport:
    return answer(check(kidney(sixty(note=[{"text": text} | elements]))))


def told(report: OrderReport) -> list[Verdict | None]:
    return [one.verdict for one in report.findings if one.code == CODE]


@pytest.mark.parametrize(
    "text",
    [
        "Just discharged after NSTEMI",
        "GIB 11/12 s/p clipping",
        "Held since 11/3 for hematemesis",
        "Hold until GI bleed resolves",
        "Education done. Pt admitted with PE last week",
        "No CP; hematemesis this AM",
        "denies chest pain, had melena x2",
        "Wife worried, pt vomiting blood",
        "Restart now, GI bleed resolved last week",
        "previous GI bleed 11/1",
        "r/o MI, troponin elevated",
        "?GI bleed",
        "Wound dehiscence after nephrectomy",
        "PMH: HTN. New: STEMI 11/8",
        "On Lovenox for new PE",
        "Imaging reviewed, new PE seen",
        "Resume cabo, perforation ruled out, PE confirmed",
        "MI (11/26)",
        "H/O stroke - last wk",
    ],
)
def test_a_danger_of_late_or_without_a_day_is_asked_about(text: str) -> None:
    assert told(noted(text)) == [Verdict.UNDETERMINED], said(noted(text))


@pytest.mark.parametrize("text", ["Bowel perforation 11/2, repaired", "GI bleed 6/2026", "fistula 10/2026, healed"])
def test_what_the_label_leaves_open_is_a_caution(text: str) -> None:
    assert told(noted(text)) == [Verdict.WARNING], said(noted(text))


@pytest.mark.parametrize(
    "text",
    [
        "Eliquis 5 mg bid for PE",
        "Xarelto 20 mg daily for remote PE",
        "Hx of GI bleed 2015",
        "MI (11/24)",
        "hx of PE, f/u Friday",
        "CVA 2010",
        "PE 2019 on lifelong apixaban",
        "h/o anal fistula repaired 2008",
        "Perforated appendix 1985",
        "bleeding ulcer in his 30s",
        "ROS neg for melena, hematuria, hemoptysis",
        "r/o PE - CTA negative",
        "Go to ER for chest pain, stroke symptoms or vomiting blood",
        "Risks/benefits discussed incl bleeding, perforation, fistula, thromboembolic events, ONJ",
        "Patient verbalized understanding of side effects including bleeding and perforation",
        "Permanently discontinue for grade 4 hemorrhage",
        "Bleeding precautions reviewed",
        "Father had colon perforation",
        "Family hx: mother stroke",
        "Pregnancy test ordered",
        "DVT ppx with lovenox",
        "CT: hemorrhagic metastasis in the liver",
        "Warnings and precautions incl. hemorrhage, GI perforations and fistulas",
        "Risks discussed incl. bleeding, clots, wound healing",
        "Do not administer to patients who have a recent history of hemorrhage.",
    ],
)
def test_what_is_old_denied_advice_of_others_or_a_purpose_is_quiet(text: str) -> None:
    assert told(noted(text)) == [], said(noted(text))


def test_a_note_of_long_ago_tells_of_then() -> None:
    assert told(noted("GI bleed", time="2026-11-10T10:00:00Z")) == [Verdict.UNDETERMINED]
    assert told(noted("GI bleed", time="2024-01-10T10:00:00Z")) == []
    assert told(noted("GI bleed yesterday", time="2025-11-10T10:00:00Z")) == [Verdict.WARNING]


def test_a_sentence_is_quoted_once_for_its_worst() -> None:
    assert told(noted("GI bleed and PE last week")) == [Verdict.UNDETERMINED]
    assert sorted(one.name for one in told(noted("GI bleed last week. Patient has a fistula")) if one) == [
        "UNDETERMINED", "WARNING",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "UPT + 11/21",
        "hCG (+)",
        "preg test pos 11/21",
        "Repeat hCG 11/22 positive",
        "HCG: positive",
        "Pt is 14 wks preg",
        "8 wks gestation",
        "nursing her infant",
    ],
)
def test_a_pregnancy_and_breastfeeding_in_short_are_a_caution(text: str) -> None:
    assert told(noted(text)) == [Verdict.WARNING], said(noted(text))


@pytest.mark.parametrize(
    "text",
    [
        "UPT neg",
        "UPT - 11/21",
        "UPT + CBC today",
        "hCG + AFP neg",
        "Repeat hCG 11/22 negative",
        "preg test q month",
        "preg prevention reviewed",
        "not preg",
        "wife is preg",
        "born at 28 wks gestation",
        "gestation 8 wks in 2015",
        "home nursing 11/20",
        "skilled nursing facility",
        "nursing her wounds",
    ],
)
def test_short_forms_of_tests_ordered_of_others_and_of_nurses_are_quiet(text: str) -> None:
    assert told(noted(text)) == [], said(noted(text))


@pytest.mark.parametrize(
    "text",
    [
        "perfed bowel 11/18",
        "Recent admit for perf'd sigmoid divertic 11/12-11/17",
        "Posterior reversible leukoencephalopathy 11/18",
        "Retinal vein occlusion, acute 11/18",
        "acute branch retinal vein occlusion 11/18",
    ],
)
def test_other_names_of_dangers_are_heard(text: str) -> None:
    assert CODE in [one.code for one in noted(text).findings], said(noted(text))


@pytest.mark.parametrize(
    "text", ["perfed appendix 1985", "no retinal vein occlusion, acute or old", "perfusion of bowel normal"]
)
def test_other_names_of_dangers_of_long_ago_or_denied_are_quiet(text: str) -> None:
    assert told(noted(text)) == [], said(noted(text))


def test_a_pregnancy_counts_whatever_the_gender() -> None:
    assert told(noted("Positive pregnancy test")) == [Verdict.WARNING]
    assert told(noted("Partner is pregnant")) == []


def beside(**elements: Any) -> OrderReport:
    return answer(check(kidney(sixty(), beside=(condition("htn", concept(icd("I10", "Hypertension")), **elements),))))


def test_the_note_of_a_condition_is_read_as_one_of_the_order() -> None:
    note = "Complicated by GI bleed 11/12"
    found = beside(note=note, recorded="2026-11-14")
    assert told(found) == [Verdict.UNDETERMINED], said(found)
    (finding,) = [one for one in found.findings if one.code == CODE]
    assert "A note of a condition" in finding.message
    assert finding.expression[0].endswith("note[0].text")


@pytest.mark.parametrize(("verified", "wanted"), [("maybe", True), ("refuted", False), ("entered-in-error", False)])
def test_a_condition_that_cannot_be_relied_on_may_still_have_a_note_that_tells(verified: str, wanted: bool) -> None:
    made = condition("reflux", concept(icd("K21.9", "Reflux")), recorded="2026-11-14")
    made |= {"note": [{"text": "Acute GI bleed 11/19"}]}
    made["verificationStatus"] = {"coding": [{"system": VERIFICATION, "code": verified}]}
    report = answer(check(kidney(sixty(), beside=(made,))))
    assert (CODE in {one.code for one in report.findings}) is wanted, said(report)


def test_an_old_note_of_a_condition_or_one_that_is_over_is_quiet() -> None:
    note = "GI bleed"
    assert told(beside(note=note, recorded="2021-03-01")) == []
    assert told(beside(note=note, recorded="2026-11-01", status="resolved", abated="2026-11-10")) == []


def noted_at(code: dict[str, Any], text: str, recorded: str | None, **elements: Any) -> OrderReport:
    other = condition("other", code, recorded=recorded) | {"note": [{"text": text} | elements]}
    return answer(check(kidney(sixty(), beside=(other,))))


REFLUX = concept(icd("K21.9", "Gastro-esophageal reflux disease"))


def test_the_note_of_any_condition_is_read_whatever_the_condition_is_of() -> None:
    for code in (REFLUX, concept(icd("E11.9", "Diabetes")), {"text": "Follow-up"}):
        found = noted_at(code, "Acute GI bleed 11/19, transfused 2 units.", "2026-11-20")
        assert told(found) == [Verdict.UNDETERMINED], said(found)
    for text in ("On omeprazole, no melena", "h/o bleeding ulcer 2012", "EGD 2019: no bleeding", "Diet discussed"):
        assert told(noted_at(REFLUX, text, "2026-11-20")) == [], text


@pytest.mark.parametrize("verification", ["refuted", "entered-in-error"])
def test_the_note_of_a_condition_that_is_not_so_is_not_read(verification: str) -> None:
    refuted = condition("other", REFLUX, verification=verification, recorded="2026-11-20", note="GI bleed 11/19")
    assert told(answer(check(kidney(sixty(), beside=(refuted,))))) == []


@pytest.mark.parametrize(
    "text",
    ["2026-11-19 GI bleed", "Nov 20, 2026: hemorrhagic stroke", "GI bleed 11/16", "PE dx 11/15", "20/11/2026 GI bleed"],
)
def test_a_date_in_a_note_without_a_time_counts_from_the_day_of_the_order(text: str) -> None:
    assert told(noted_at(REFLUX, text, "2025-09-02")) == [Verdict.UNDETERMINED]
    assert told(noted_at(REFLUX, text, None)) == [Verdict.UNDETERMINED]


@pytest.mark.parametrize("text", ["Acute PE", "Pregnant 10 wks", "GI bleed last week", "GI bleed 11/16"])
def test_a_note_that_may_be_of_when_its_condition_was_recorded_is_a_caution_at_most(text: str) -> None:
    assert told(noted_at(REFLUX, text, "2025-12-02")) == [Verdict.WARNING]


@pytest.mark.parametrize("text", ["Acute PE", "GI bleed last week", "BP 200/120", "PE 11/2020", "GI bleed on 3/4/2021"])
def test_a_note_of_years_ago_is_quiet(text: str) -> None:
    assert told(noted_at(REFLUX, text, "2021-03-05")) == []
    assert told(noted_at(REFLUX, text, "2021-03-05", time="2021-03-05")) == []


def instructed(text: str, where: str) -> OrderReport:
    order = sixty()
    order["dosageInstruction"][0][where] = text
    return answer(check(kidney(order)))


@pytest.mark.parametrize("where", ["text", "patientInstruction"])
def test_an_instruction_that_tells_of_a_danger_is_read_as_a_note(where: str) -> None:
    found = instructed("Take 1 tablet (60 mg) daily. Pt had a GI bleed last week", where)
    assert told(found) == [Verdict.UNDETERMINED], said(found)
    assert any("An instruction of the order" in one.message for one in found.findings)
    for advice in (
        "Report any bleeding. Stop 3 weeks before surgery",
        "Pt to call for bleeding",
        "Take 1 tablet daily",
    ):
        assert told(instructed(advice, where)) == [], advice


def test_a_pregnancy_in_short_forms_is_heard_and_a_sign_that_joins_two_tests_is_not() -> None:
    heard = """
UPT+
UPT + today
hcg +
Upreg pos
EDD 6/2027
EDC 7/4/27
No fever, pregnant, 9 wks
No N/V, breastfeeding
currently nursing
nursing her 3 mo old
breastfeeds twin infants
Melanotic stools reported
all-on-4 implants 11/30
No fever, PE, 3 wks ago
flap necrosis, wound reopened
bony exposure in mandible after extraction
Oral surgeon pulling #18 and #19 next wk
Coughed up ~2 tbsp blood yesterday
Bilat PEs on CT yesterday
Scheduled for L4-5 fusion 11/30
SBPs in 190s at home
pumping milk for newborn
""".strip().splitlines()
    assert without("danger-in-words", heard) == []
    quiet = """
UPT-
No UPT+
UPT + UA ordered
hcg + AFP drawn
EDD 12/1 via FedEx
Retired, is nursing home resident
Pt is nursing director
wife currently nursing
No fever, not pregnant
breastfeeding ed given
No fever, chills, bleeding
Pt had L4-5 fusion 2019
SBPs 120s
call if SBPs in 190s
bilateral pes planus
vomiting and blood work pending
""".strip().splitlines()
    assert not_quiet(quiet) == []


def test_what_a_sign_leads_to_is_advice_where_somebody_is_called() -> None:
    advice = ["Bleeding -> stop and call", "Bleeding -> hold, call", "Diarrhea -> hold and notify"]
    assert not_quiet(advice) == []
    done = ["Bleeding -> stopped", "Diarrhea -> held", "cabo -> stop and call MD"]
    assert without("text-takes-order-back", done) == []


def of_condition(note: str, **elements: Any) -> list[Verdict | None]:
    """What a note of a high blood pressure tells; the elements are of its Condition."""
    carrier = condition("noted", {"text": "Hypertension"}, status=None, recorded="2026-11-01", note=note) | elements
    return told(answer(check(kidney(beside=(carrier,)), structure="read")))


OVER: list[dict[str, Any]] = [
    {"abatementAge": {"value": 60, "unit": "a"}},
    {"abatementRange": {"low": {"value": 60, "unit": "a"}}},
    {"abatementString": "years ago"},
    {"abatementDateTime": "2026-11-22"},
    {"abatementPeriod": {"end": "2026-11-10"}},
    {"abatementBoolean": True},
]
NOT_OVER: list[dict[str, Any]] = [
    {},
    {"abatementDateTime": "2026-12-10"},
    {"abatementPeriod": {"start": "2026-11-10"}},
    {"abatementBoolean": False},
]


def test_the_note_of_a_condition_that_is_over_by_its_status_or_its_end_is_quiet() -> None:
    status = {one: condition("x", {"text": "x"}, status=one)["clinicalStatus"] for one in ("active", *ENDED)}
    assert [one for one in ENDED if of_condition("GI bleed", clinicalStatus=status[one])] == []
    assert [one for one in OVER if of_condition("GI bleed", **one)] == []
    assert [one for one in NOT_OVER if of_condition("GI bleed", **one) != [Verdict.UNDETERMINED]] == []
    active = status["active"]
    assert [one for one in OVER if not of_condition("GI bleed", clinicalStatus=active, **one)] == []


def test_a_note_of_a_condition_is_of_now_for_ninety_days_and_may_be_of_then_behind_them() -> None:
    assert of_condition("GI bleed", recordedDate="2026-08-24") == [Verdict.UNDETERMINED]
    assert of_condition("GI bleed", recordedDate="2026-08-22") == [Verdict.WARNING]
    assert of_condition("BP 190/110", recordedDate="2026-08-24") == [Verdict.WARNING]
    assert of_condition("BP 190/110", recordedDate="2026-08-22") == []
    dated = "tooth extraction 11/10"
    assert of_condition(dated, recordedDate="2026-08-22") == [Verdict.UNDETERMINED]
    assert of_condition(dated, recordedDate="2025-11-21") == [Verdict.WARNING]
    assert of_condition(dated, recordedDate="2025-11-01") == [Verdict.UNDETERMINED]


def test_a_danger_that_is_denied_held_unlikely_or_long_healed_is_quiet() -> None:
    quiet = """
PCP: Dr. Stroke
hemoptysis resolved 2024
Fistula: denies
Bleeding: denies
MI/CVA: none
Low suspicion for PE
low concern for GI bleed
PE today normal
MI (Michigan)
""".strip().splitlines()
    assert not_quiet(quiet) == []


def test_what_is_new_found_or_of_late_is_no_name_denial_or_low_suspicion() -> None:
    heard = """
Dr Smith: stroke 11/12
Saw Dr. Smith. PE 11/20
hemoptysis resolved 11/2026
PE/DVT: 11/2
low suspicion for infection and new PE on CT
high suspicion for PE
""".strip().splitlines()
    assert without(CODE, heard) == []


def test_an_item_of_a_history_that_has_a_recent_day_of_its_own_is_asked_about() -> None:
    recent = """
PMH: GI bleed 11/19
PMH: CVA 11/12/2026
PMH: STEMI last week
Hx: PE 3 days ago
PMH: recent GI bleed
PMH: HTN, GI bleed 11/2026, gout
""".strip().splitlines()
    assert without(CODE, recent) == []
    assert not_quiet(["PSH: craniotomy 11/11", "Surgical hx: nephrectomy 11/12/2026"])


def test_an_item_of_a_history_without_a_recent_day_stays_in_the_past() -> None:
    quiet = """
PMH: GI bleed
PMH: GI bleed 2026
PMH: MI 3/2026, stroke, HTN dx 11/2026
PMH: acute MI, PE, colonoscopy 11/10
PMH: GI bleed 2015, recent flu shot
PSH: craniotomy
PSH: nephrectomy 2/2026, cholecystectomy
Family hx: stroke last week
FHx: MI 11/12
""".strip().splitlines()
    assert not_quiet(quiet) == []


def test_what_is_coughed_up_opens_lies_bare_or_ended_another_drug_is_asked_about() -> None:
    heard = """
coughed up a teaspoon of blood
bright red blood in sputum
surgical site opened up
incision came apart
Jaw bone exposed
POSITIVE URINE HCG 11/20
pos hcg
G2P1 @ 12w3d
No longer on warfarin since ICH 11/8
Not on AC since SDH 11/10
""".strip().splitlines()
    assert without(CODE, heard) == []
    quiet = ["no blood in sputum", "incision came apart 2019", "No positive urine hcg", "No bleeding since PE 2019"]
    assert not_quiet([*quiet, "Not on AC, no ICH since 11/8", "Not on warfarin"]) == []


def test_dangers_in_other_languages_are_heard_and_their_denials_and_advice_are_quiet() -> None:
    heard = """
GI-Blutung am 15.11.
Lungenembolie 11/2026
sangrado digestivo el 18/11
embarazada de 10 semanas
infarto de miocardio hace 2 semanas
h\u00e9moptysie depuis 2 jours
grossesse en cours
""".strip().splitlines()
    assert without(CODE, heard) == []
    quiet = """
keine Blutung, RR 130/80
Bei Blutung sofort melden
nicht schwanger
Z.n. Lungenembolie 2015
sin sangrado ni trombosis venosa profunda
en caso de sangrado llamar
Riesgo de sangrado explicado
Antecedentes: hemorragia digestiva 2018
no est\u00e1 embarazada
pas de saignement
pas d'h\u00e9morragie
En cas de saignement, appeler
risque d'h\u00e9morragie expliqu\u00e9
""".strip().splitlines()
    assert not_quiet(quiet) == []


def test_a_plus_before_a_test_bone_of_the_jaw_and_days_after_the_order_are_heard() -> None:
    heard = """
+ urine preg
(+) hcg 11/20
exposed bone L mandible, oral surg following
+ FOBT, Hgb drop 9->7
PE 11/24/2026
stroke 11/23/26
GI bleed 11/25/2026
craniotomy 11/24/26
""".strip().splitlines()
    assert without(CODE, heard) == []
    quiet = ["No + UPT", "if + urine preg stop and call", "FOBT neg", "exposed bone L tibia"]
    assert not_quiet([*quiet, "PE 3/2015", "annual PE 2019", "CT to r/o mets 11/24/26"]) == []


def test_a_slight_bleeding_that_came_once_is_quiet_after_a_month() -> None:
    assert not_quiet(["Nosebleed x1 in Sept", "single nosebleed 9/10"]) == []
    heard = ["Nosebleed x1 in Nov", "nosebleeds in Sept", "nosebleed x1 11/15", "nosebleed x 1 wk in Sept"]
    assert without(CODE, [*heard, "GI bleed x1 in Sept"]) == []
