"""The words that a sig may hold: each with the terminal of the grammar (`sig.lark`) that it is, or none."""

from __future__ import annotations

from validator.dosage.frequency import FREQUENCY_WORDS

SALT = "s-malate"


def _table(entries: dict[str, str]) -> dict[str, str]:
    return {word: terminal for terminal, words in entries.items() for word in words.split()}


WORDS = _table(
    {
        "HALF": "half",
        "FORM": "tab tabs tablet tablets tbl tbls cap caps capsule capsules pill pills ml mls milliliter milliliters",
        "X": "x",
        "TO": "to -",
        "OF": "of",
        "LPAR": "(",
        "RPAR": ")",
        "EQ": "=",
        "SLASH": "/",
        "AND": "and & + plus",
        "OR": "or",
        "THEN": "then",
        "A": "a an",
        "PER": "per",
        "EVERY": "every",
        "EACH": "each ea",
        "OTHER": "other second 2nd",
        "TIMES": "times time",
        "ONCE": "once",
        "TWICE": "twice",
        "ONLY": "only",
        "SINGLE": "single",
        "DOSE": "dose",
        "DOSES": "doses",
        "DIVIDED": "divided",
        "TOTAL": "total",
        "DAYTOTAL": "daytotal",
        "DAILY": "daily everyday qd qday",
        "DAY": "day days d",
        "WEEK": "week weeks wk wks",
        "MONTH": "month months",
        "HOUR": "hour hours hr hrs h",
        "MINUTE": "minute minutes min",
        "SECOND": "seconds",
        "WEEKLY": "weekly",
        "MONTHLY": "monthly",
        "Q": "q",
        "ABBREVIATION": " ".join(FREQUENCY_WORDS),
        "ALTERNATE": "alternate",
        "ALTERNATING": "alternating",
        "PRN": "prn",
        "AS": "as",
        "IF": "if when",
        "NEEDED": "needed required",
        "IN": "in into",
        "AT": "at",
        "PART": "morning noon midday afternoon evening night bedtime hs am pm mornings evenings nights",
        "UPON": "upon",
        "ON": "on",
        "WAKING": "waking awakening",
        "BEFORE": "before",
        "WITH": "with",
        "WITHOUT": "without",
        "AFTER": "after",
        "MEAL": "breakfast lunch dinner supper",
        "FOOD": "food meal meals eating",
        "FOR": "for",
        "FROM": "from",
        "STARTING": "starting beginning start",
        "UNTIL": "until till",
        "THROUGH": "through",
        "OFF": "off",
        "CYCLE": "cycle cycles",
        "VERB": "take takes taking taken swallow swallowing give administer",
        "BY": "by",
        "MOUTH": "mouth",
        "OS": "os",
        "WHOLE": "whole",
        "EMPTY": "empty",
        "STOMACH": "stomach",
        "GLASS": "glass",
        "WATER": "water",
        "DO": "do",
        "NOT": "not",
        "NO": "no",
        "AVOID": "avoid",
        "EAT": "eat",
        "DRINK": "drink",
        "FRUIT": "grapefruit grapefruits",
        "JUICE": "juice juices product products",
        "HANDLING": "crush chew split cut break open dissolve crushed chewed",
        "DIRECTED": "directed instructed prescribed",
        "PRESCRIBER": "oncologist oncology physician doctor provider prescriber md clinic team pharmacist",
        "SAME": "same",
        "LAST": "last",
        "ENDPOINT": "disease progression unacceptable intolerable toxicity",
        "INDICATION": "cancer carcinoma renal kidney cell thyroid liver hepatocellular neuroendocrine tumor tumors "
        "tumour tumours medullary differentiated advanced metastatic treatment",
    }
)

WEEKDAYS = {
    word: day
    for day, words in {
        "mon": "mon monday mondays",
        "tue": "tue tues tuesday tuesdays",
        "wed": "wed weds wednesday wednesdays",
        "thu": "thu thur thurs thursday thursdays",
        "fri": "fri friday fridays",
        "sat": "sat saturday saturdays",
        "sun": "sun sunday sundays",
    }.items()
    for word in words.split()
}

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40}

MASSES = frozenset(
    (
        *("mg", "mgs", "milligram", "milligrams", "g", "gm", "gram", "grams", "mcg", "ug", "microgram", "micrograms"),
        *(f"mg/{size}{of}" for size in ("kg", "m2") for of in ("", "/day", "/dose")),
    )
)

# Said of every oral product: they change no amount. Routes other than oral are not here, names are not either
# (`silent_names`).
SILENT = frozenset(
    (
        *(
            "oral",
            "orally",
            "po",
            "film",
            "coated",
            "hard",
            "the",
            "please",
            "full",
            "via",
            "route",
            "together",
            "your",
            "preferably",
            "ideally",
        ),
        SALT,
        *(",", ";", ".", ":", "\u00ae", "\u2122"),
    )
)

PAIRS = {
    ("at", "least"): "ATLEAST",
    ("at", "most"): "ATMOST",
    ("no", "more"): "ATMOST",
    ("followed", "by"): "THEN",
    ("given", "as"): "GIVEN",
}
