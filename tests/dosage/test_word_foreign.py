"""Words of an order in German, Spanish and French are read as English is, and quoted as they were written."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.noted import found_in_note, not_quiet, without
from support.plain import kidney, sixty

from validator.verdict import Verdict

TAKEN_BACK = """
börja inte
ska inte börja
ikke start
skal ikke startes
başlamay\u0131n
nu începeți
ne kezdje el
nezahajovat
nezačínat
älä aloita
ei aloiteta
erst nach Rücksprache
Start erst nach Echo
débuter après accord
débuter après accord du cardiologue
iniciar tras aprobación del cardiólogo
iniziare dopo consulto
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
nicht indiziert
Statt Cabozantinib: Axitinib
En lugar de cabozantinib, axitinib
à la place de cabozantinib: axitinib
No está indicado
abandonó el tratamiento
Non iniziare
Terapia sospesa
sospeso per diarrea
La paziente rifiuta la terapia
Al posto di cabozantinib: sunitinib
Ricetta annullata
Paziente sbagliato
Não iniciar
Tratamento suspenso
Recusa o tratamento
Prescrito por engano
Em vez de cabozantinib: axitinib
Niet starten
Behandeling gestaakt
Weigert verdere behandeling
Recept geannuleerd
In plaats van cabozantinib: axitinib
Seponeras
Nie podawać
Zamiast cabozantinib: aksytynib
Almay\u0131n
""".strip().splitlines()
ANOTHER_DOSE = """
jeden 2. Tag
minden második nap
másnaponta
obden
každý druhý den
joka toinen päivä
o zi da, una nu
la două zile
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
a días alternos
due volte al giorno
a giorni alterni
mezza compressa
duas vezes ao dia
dia sim dia não
meio comprimido
twee keer per dag
om de andere dag
halve tablet
två gånger om dagen
to ganger daglig
varannan dag
dwa razy dziennie
co drugi dzień
günde iki kez
gün aş\u0131r\u0131
""".strip().splitlines()
HANDLED = """
às refeições
tomar às refeições
în timpul mesei
cu mâncare
au milieu du repas
étkezés közben
étellel
s jídlem
při jídle
během jídla
ruoan kanssa
aterian yhteydessä
Beginn nach OP
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
durante i pasti
a colazione
frantumare la compressa
con succo di pompelmo
com o café da manhã
durante as refeições
esmagar o comprimido
met voedsel
bij het ontbijt
tablet fijnmalen
med mat
krossas
z posiłkiem
rozkruszyć
yemekle birlikte
""".strip().splitlines()
QUIET = """
não tomar às refeições
fora das refeições
entre as refeições
pas au milieu du repas
nu în timpul mesei
nem étkezés közben
ne s jídlem
nalačno
ei ruoan kanssa
tyhjään vatsaan
joka päivä
každý den
zilnic
Beginn 20.11.
a partir del 15/12
elkezdte
zahájeno 20.11.
aloitetaan tänään
nach Rücksprache mit Onkologie verordnet
accord obtenu
Rücksprache erfolgt
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
a stomaco vuoto
una volta al giorno, a digiuno
non frantumare
non assumere con il cibo
uma vez ao dia, em jejum
não triturar
não tomar com comida
engolir inteiro com água
1x per dag nuchter
niet met voedsel innemen
in zijn geheel doorslikken
en gång om dagen på fastande mage
skal ikke knuses
raz dziennie na czczo
günde bir kez aç karn\u0131na
sunitinib sospeso nel 2025
Ketoconazol abgesetzt
rifampicina suspendida
metformina due volte al giorno
Lenvatinib statt Axitinib
Ha sospeso sunitinib
stoppen met roken besproken
Axitinib statt Sunitinib in 2024
en lugar de sunitinib, cabozantinib
Sunitinib abgesetzt
Sunitinib suspendido en 2025
""".strip().splitlines()


def test_what_takes_the_order_back_is_told() -> None:
    assert without("text-takes-order-back", TAKEN_BACK) == []


def test_another_dose_is_told() -> None:
    assert without("text-contradicts-dose", ANOTHER_DOSE) == []


def test_another_interval_before_the_amount_is_told_at_least_as_not_understood() -> None:
    assert found_in_note("jeden zweiten Tag 60 mg") == {"text-not-understood"}


def test_food_and_broken_tablets_are_told() -> None:
    assert [text for text in HANDLED if not found_in_note(text)] == []


def test_the_labels_own_advice_and_another_drug_are_silent() -> None:
    assert not_quiet(QUIET) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nivolumab alle 4 Wochen", "partner-in-words"),
        ("Nivolumab cada 4 semanas", "partner-in-words"),
        ("nimmt Ketoconazol 200 mg täglich", "interacting-drug-in-words"),
        ("prende itraconazolo 200 mg due volte al giorno", "interacting-drug-in-words"),
    ],
)
def test_another_drug_is_told_and_its_dose_is_not_that_of_the_order(text: str, code: str) -> None:
    assert found_in_note(text) == {code}


@pytest.mark.parametrize(
    "text", ["Una compressa due volte al giorno", "2x per dag 1 tablet", "2 tabletki raz dziennie"]
)
def test_an_order_in_a_language_that_is_hardly_known_is_told_where_it_is_another_dose(text: str) -> None:
    order = sixty()
    order["dosageInstruction"][0]["text"] = text
    codes = {one.code for one in answer(check(kidney(order))).findings if one.verdict is not Verdict.ACCEPT}
    assert "text-contradicts-dose" in codes


@pytest.mark.parametrize(
    "text", ["La paciente rechaza el tratamiento", "Toma una dosis dos veces al día", "jeden zweiten Tag"]
)
def test_it_is_quoted_as_it_was_written(text: str) -> None:
    told = answer(check(kidney(sixty(note=[{"text": text}])), structure="read"))
    assert any(f'"{text}"' in one.message for one in told.findings)
