"""Words of an order in German, Spanish and French are read as English is, and quoted as they were written."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.noted import found_in_note, not_quiet, without
from support.plain import kidney, sixty

TAKEN_BACK = """
Storno
annulé
anulado
Therapieverzicht
Refus de la patiente
Patient möchte keine Therapie mehr
Mal paciente
nicht beginnen
Therapie abgebrochen
Abgesetzt wegen Diarrhoe
Pausiert seit 15.11.
Patientin lehnt Therapie ab
Pat. will keine Therapie
Verlegt ins Hospiz
Falscher Patient
Versehentlich verordnet
nimmt Cabo nicht mehr
No iniciar
Suspender tratamiento
Suspendido por diarrea
La paciente rechaza el tratamiento
Cuidados paliativos exclusivos
Paciente en hospicio
Paciente equivocado
No dispensar
Ne pas débuter
Arrêter le traitement
Traitement suspendu
Refuse le traitement
Soins palliatifs exclusifs
Prescrit par erreur
Ne pas delivrer
""".strip().splitlines()
ANOTHER_DOSE = """
vierzig mg
jeden zweiten Tag
zweimal täglich
halbe Tablette
días alternos
dos veces al día
cuarenta mg al día
media tableta
un jour sur deux
deux fois par jour
quarante mg
""".strip().splitlines()
HANDLED = """
in Wasser auflösen
mit dem Frühstück
mit dem Fruehstueck
zu den Mahlzeiten
con el desayuno
con comida
c/ comida
avec le petit-déjeuner
pendant le repas
Tablette zerkleinern
triturar
écraser le comprimé
con zumo de pomelo
""".strip().splitlines()
QUIET = """
Nicht auflösen
Einnahme nüchtern
Nüchtern einnehmen, nicht mit dem Essen
Tablette im Ganzen schlucken
Nicht zerkleinern
einmal täglich
mit einem Glas Wasser
en ayunas
tomar con agua
No tomar con comida
no triturar
una vez al día
à jeun
ne pas écraser
une fois par jour
Sunitinib abgesetzt
Sunitinib suspendido en 2025
""".strip().splitlines()


def test_what_takes_the_order_back_is_told() -> None:
    assert without("text-takes-order-back", TAKEN_BACK) == []


def test_another_dose_is_told() -> None:
    assert without("text-contradicts-dose", ANOTHER_DOSE) == []


def test_food_and_broken_tablets_are_told() -> None:
    assert [text for text in HANDLED if not found_in_note(text)] == []


def test_the_labels_own_advice_and_another_drug_are_silent() -> None:
    assert not_quiet(QUIET) == []


@pytest.mark.parametrize(
    "text", ["La paciente rechaza el tratamiento", "Toma una dosis dos veces al día", "jeden zweiten Tag"]
)
def test_it_is_quoted_as_it_was_written(text: str) -> None:
    told = answer(check(kidney(sixty(note=[{"text": text}])), structure="read"))
    assert any(f'"{text}"' in one.message for one in told.findings)
