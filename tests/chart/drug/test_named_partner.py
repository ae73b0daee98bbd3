"""Cancer drugs and interacting drugs in the words of an order or in the note of a condition."""

from __future__ import annotations

from support.build import dosage, every, quantity
from support.noted import found_in_condition, found_in_note, not_quiet, without

PARTNERS = """
never stopped nivolumab
has not stopped nivo
plan: nivolumab q4w
Plan: nivo 480 q4w
plan: pembro q3w
finishing ipi/nivo 12/1
cabo + nivo
+ nivolumab
cabo/nivo
nivo q4w w/ cabo
nivolumab 480 mg q4w with cabozantinib
nivo + cabo
receiving pembro q3w
cabozantinib and nivolumab combo
on nivo
Concurrent w/ nivolumab 480 mg q4wk
On nivolumab 480 mg q4wk
+ nivolumab 480 mg q4wk
On atezolizumab 1200 mg q3w
Tolerating well and on nivolumab q4w
FYI on nivolumab q4w
HTN stable / on nivolumab q4w
lenvatinib with everolimus
on nivolumab. Scan of the chest looks the same as the one before. Seen by the nurse too. Recurrence discussed
""".strip().splitlines()
NO_PARTNERS = """
start cabo after finishing ipi/nivo
plan: cabo, s/p nivolumab
plan: discussed nivolumab
plan: no nivolumab
on nivo, switching to cabo
Progressed on nivo, starting cabo
Considering adding nivo
s/p ipi/nivo x4
nivo stopped, cabo single agent
Nivo + cabo x 2 yr, now cabo alone
Prior ipi + nivo
len/pembro failed, cabo next
Take with cabozantinib booklet
Previously on sunitinib 50 mg 4 weeks on 2 weeks off, progressed
Was on HTN meds and nivolumab 480 mg
Discussed and declined nivolumab 480 mg
s/p 4 cycles and on nivolumab until 9/2026, now stopped
Completed ipi/nivo, then nivolumab 480 mg q4w x 12
Stop lenvatinib 18 mg and everolimus 5 mg before starting
switch from nivolumab 480 mg
cabozantinib and nivolumab
prior cabozantinib and nivolumab combo
Declined nivo with cabo
lenvatinib + everolimus
with nivolumab, on hold
on nivolumab declined
on nivolumab; progressed
""".strip().splitlines()
TAKEN = """
interacting: ketoconazole
DDI: rifampin
Interaction: ketoconazole, MD aware
aware of ketoconazole
MD aware of ketoconazole
onc aware that pt is on ritonavir
ketoconazole - MD aware
ketoconazole, MD ok
+ ketoconazole
Ketoconazole on board
Omeprazole + ketoconazole
Clarithro x 10d from PCP
taking itracon for nails
no statins, on ketoconazole
denies itraconazole, takes ketoconazole
""".strip().splitlines()
NOT_TAKEN = """
Drug interactions: avoid ketoconazole
Drug interactions: strong CYP3A4 inhibitors (ketoconazole), inducers (rifampin)
DDI: ketoconazole, rifampin, carbamazepine, grapefruit
pt aware of grapefruit interaction
clarithromycin x 14 days in 2019
completed clarithromycin x 10d
s/p clarithro x 10d
Takes keto diet
does not take itraconazole, and ketoconazole
Avoid grapefruit, or ketoconazole
""".strip().splitlines()


def test_one_that_the_words_give_with_it_is_asked_about() -> None:
    assert without("partner-in-words", PARTNERS) == []


def test_one_that_came_before_or_gives_way_is_silent() -> None:
    assert not_quiet(NO_PARTNERS) == []


def test_an_interacting_drug_is_heard_in_the_frames_it_is_written_in() -> None:
    assert without("interacting-drug-in-words", TAKEN) == []


def test_lists_of_what_the_label_warns_of_and_ended_courses_are_silent() -> None:
    assert not_quiet(NOT_TAKEN) == []


def test_a_note_of_a_condition_names_drugs_that_are_taken() -> None:
    assert "interacting-drug-in-words" in found_in_condition("takes ketoconazole for this")
    assert without("partner-in-words", ("on nivolumab since 9/2026", "nivo q4w + cabo"), found_in_condition) == []


def test_a_note_of_a_condition_that_tells_of_then_of_others_or_of_an_end_names_none() -> None:
    quiet = """
progressed on nivolumab
s/p sunitinib
pt's wife takes ketoconazole
ketoconazole cream for this
resolved with ketoconazole in 2019
""".strip().splitlines()
    assert not_quiet(quiet, found_in_condition) == []
    takes = "takes ketoconazole for this"
    assert found_in_condition(takes, status="resolved") == set()
    assert found_in_condition(takes, recorded="2023-01-01") == set()
    assert found_in_condition("on nivolumab", recorded="2026-03-01") == set()


def test_one_with_its_own_dose_is_heard_in_a_note_and_silent_in_an_instruction() -> None:
    assert found_in_note("On nivolumab 480 mg IV every 4 weeks") == {"partner-in-words"}
    sig = dosage(quantity(60, "mg"), every(), text="Take 60 mg daily with nivolumab 480 mg IV every 4 weeks")
    assert found_in_note("Seen today", dosageInstruction=[sig]) == set()


def test_the_end_of_one_that_is_received_is_looked_for_in_the_eighty_characters_behind_it() -> None:
    assert found_in_note(f"on nivolumab. {'x' * 73} pd") == set()
    assert found_in_note(f"on nivolumab. {'x' * 74} pd") == {"partner-in-words"}


def test_one_that_is_being_added_is_heard_and_its_coverage_is_not() -> None:
    added = [
        "add everolimus 10 mg",
        "adding lenvatinib 18 mg daily",
        "Start lenvatinib 18 mg daily",
        "Starting nivo 12/1",
        "nivo 240 q2w cont",
        "Lenvima 10 mg daily too",
        "Sutent 50 mg 4/2",
        "Sutent 50 mg 4/2 overlapping",
        "Lenvima 10 mg daily concurrently",
    ]
    assert without("partner-in-words", added) == []
    spoken_of = [
        "Discussed risks and on nivolumab coverage",
        "on nivolumab waitlist",
        "add everolimus if PD",
        "nivo q4w stopped",
        "Sutent 50 mg 4/2 overlapping toxicity",
    ]
    assert not_quiet([*spoken_of, "Plan to add nivolumab later", "Start nivo 9/2025, PD 3/2026"]) == []


def test_short_names_of_interacting_drugs_and_what_the_dose_is_kept_apart_from_are_heard() -> None:
    taken = """
GFJ daily
herbal: St Johns Wort
Noxafil prophylaxis
drinks GFJ
loves grapefruit
ID started vori for aspergillus
posa 300 mg daily for mold ppx
CBZ 200 BID
TB tx: RIPE started 10/30
Take at same time as your rifampin
Take 2 hours apart from your ketoconazole
Take with your other pills including ketoconazole
Take cabo in AM and rifampin in PM
Separate from ketoconazole by 2 hours
""".strip().splitlines()
    assert without("interacting-drug-in-words", taken) == []
    quiet = """
avoid GFJ
prev on phenytoin, now Keppra
herbals: none
no GFJ
Do not take at the same time as ketoconazole
Avoid other medicines including ketoconazole
vori stopped 10/1
Some medicines like ketoconazole can raise levels
""".strip().splitlines()
    assert not_quiet(quiet) == []


def test_a_dose_of_the_labels_partner_that_may_go_on_or_is_due_is_asked_about() -> None:
    near = """
nivolumab given 11/18
Received C3 nivolumab 480 mg on 11/18
C1 nivo given today
Opdivo infused 11/20
last nivo 11/18
next nivo 12/13
nivolumab C1D1 11/25
nivolumab resumed
started axitinib
add nivolumab next week
will get nivolumab Monday
nivolumab to start 11/25
to receive nivolumab
nivolumab given 10/11
""".strip().splitlines()
    assert without("partner-in-words", near) == []


def test_doses_of_old_ended_undecided_and_other_drugs_are_silent() -> None:
    quiet = """
pembrolizumab given 11/18
nivolumab given 3/2025
nivolumab given 10/10
consider nivolumab
completed nivolumab
received nivolumab
nivo 480 given 11/18, now cabo alone
last dose of nivolumab 11/18, stopped for colitis
nivolumab given 11/18; PD
nivolumab not given 11/18
nivolumab C4 held 11/18
nivolumab C1D1 1/15/2027
If PD, will get nivolumab
next: nivolumab
nivolumab PA sent 11/18
Started axitinib 3/2025, PD
""".strip().splitlines()
    assert not_quiet(quiet) == []


def test_lists_of_drugs_under_their_headings_alone_and_juice_are_heard() -> None:
    taken = """
ASA, itraconazole, metformin
Med rec: itraconazole
Meds reviewed: itraconazole, ASA
Takes: itraconazole
Current meds - itraconazole, ASA
Meds: ASA; itraconazole; metformin
PTA meds: ketoconazole 200
darunavir/ritonavir
grapefruit juice daily
drinks a glass of grapefruit juice q AM
""".strip().splitlines()
    assert without("interacting-drug-in-words", taken) == []
    quiet = """
Meds: ASA; avoid itraconazole
Meds reviewed: no itraconazole
Meds reviewed - avoid ketoconazole
ketoconazole, rifampin, phenytoin
Meds: metformin; discussed interaction with itraconazole
no grapefruit juice daily
Allergies: ASA, itraconazole
""".strip().splitlines()
    assert not_quiet(quiet) == []


def test_sigs_without_a_verb_boosted_pairs_and_inducers_of_disputed_strength_are_heard() -> None:
    taken = """
phenobarb 64.8 mg BID
primidone 250 mg TID for tremor
Prezista/ritonavir
Prezista 800 mg daily
takes DRV/r
ritonavir-boosted atazanavir
mitotane 2 g/d
Kaletra 2 tabs bid
Kaletra 400/100 bid
ketoconazole tabs 200mg
itraconazole 200 mg
RIF/INH/PZA/EMB started 11/10
RIPE since 10/26
Paxlovid Rx'd 11/20 by PCP
GFJ w/ breakfast
PTA: itraconazole
Priftin weekly
Patientin nimmt Johanniskraut
toma hierba de san juan
""".strip().splitlines()
    assert without("interacting-drug-in-words", taken) == []
    quiet = """
Not on RIF
Off phenobarbital since 10/26
stopped phenobarb in March
itraconazole since 2019 stopped
Allergy: Prezista/ritonavir
dexamethasone premed given
ketoconazole cream 2% daily
No grapefruit with meals
PTA: lisinopril, HCTZ
check phenytoin level
COVID boosted patient
nimmt kein Johanniskraut
ne prend pas de millepertuis
Johanniskraut meiden
""".strip().splitlines()
    assert not_quiet(quiet) == []


def test_a_dose_counts_for_one_and_a_half_of_the_interval_that_its_amount_has() -> None:
    near = """
nivolumab 240 mg given 11/1
C3 nivo 240 11/14
nivolumab 480 mg given 10/20
nivo 480 mg 10/25
nivo 360 mg 10/25
next nivo 240 mg 12/1
""".strip().splitlines()
    assert without("partner-in-words", near) == []
    over = """
nivolumab 240 mg given 10/31
last nivo 240 mg 10/14
C3 nivo 240 10/14
last nivo 480 10/6
nivo 480 mg 10/6
""".strip().splitlines()
    assert not_quiet(over) == []
