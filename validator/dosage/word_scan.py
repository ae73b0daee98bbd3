"""One clause of an order's words, eaten stretch by stretch until nothing is left but what nobody understands."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from validator.dosage import word_pattern as p
from validator.dosage.word_advice import BesideAdvice, beside_advice
from validator.dosage.word_instruction import instructs, is_of_another_thing
from validator.dosage.word_kind import PACK, Kind, NamesInWords, Stated
from validator.dosage.word_lone import lone_parts
from validator.dosage.word_other_drug import NAME, headed_parts, limits_another, named_pattern, part_about
from validator.dosage.word_otherwise import taken_otherwise
from validator.dosage.word_silence import STRETCHES
from validator.dosage.word_situation import ToDo, ToldNow
from validator.dosage.word_stop import stops_another
from validator.dosage.word_taken_back import told_outright
from validator.dosage.word_times import SEVERAL_CLOCKS, several, times_told
from validator.dosage.word_topic import HELD_BACK, NOT_BEFORE, NOT_WITH
from validator.dosage.word_vocabulary import KNOWN, TELLING, is_other_drug, tells
from validator.regex import compiled, regex
from validator.terminology.spelling import is_near

_LONG_WORD = regex(r"[a-z]{6,}")
_AMOUNTS = frozenset({Kind.MASS, Kind.COUNT, Kind.BARE_COUNT, Kind.STRENGTH})
_TAKEN_AT = regex(
    r"(?<!\w)(?:take|give|administer)"
    r"(?: (?:it|this|the|your|medication|medicine|dose|drug|tablet|daily|by mouth|po))* ?$"
)
"""What times of day must stand behind to be those of the drug, where no amount is told."""
_FEWEST_SUPPLIED = 14
"""So many units are what the pharmacy hands out, not one dose."""
_WORD = regex(r"[^\W\d_]+(?:['./-][^\W\d_]+)*\.?|\d+(?:[.,/:-]\d+)*%?", re.UNICODE)
_IMPERATIVE = regex(
    r"(?<!\w)(?:take|give|administer|swallow|start|begin|continue|resume|use|hold|stop|increase|decrease|reduce|change|"
    r"dispense|should be|to take|taking|will take|dose (?:is|of|to)|new dose|ordered|prescribed)(?!\w)"
)
_NOT_WITH = regex(NOT_WITH)
_NOT_NOW = tuple(regex(pattern) for pattern in (NOT_BEFORE, *HELD_BACK))


class ClauseScan:
    """One clause, eaten stretch by stretch; what is eaten becomes a sign that no pattern matches."""

    def __init__(self, clause: str, names: NamesInWords, *, is_part: bool = False) -> None:
        """`is_part`: what was told beside advice, and is not asked for advice again."""
        self.clause = clause
        self._own = frozenset(names.own)
        self.text = clause.lower()
        self.stated: list[Stated] = []
        self.left, self.telling = [], []
        self.instructs = False
        self.parts: frozenset[str] = frozenset()  # of the day, that the clause gives its one amount
        self.known = self.unknown = 0
        self.imperative = _IMPERATIVE.search(self.text) is not None
        if taken_otherwise(self.text, self._own) is not None:
            self.left, self.telling, self.instructs = [clause], [clause], True
        is_held = any(pattern.search(self.text) for pattern in _NOT_NOW)
        beside = None if is_held or is_part else beside_advice(clause)
        if len(self.text) != len(clause):
            self.left, self.unknown = [clause], len(_WORD.findall(self.text))
            return
        own = named_pattern((*names.own, *names.other_products))
        alone = () if is_held or is_part else lone_parts(clause, own)
        for stated, start, end in () if is_part else told_outright(clause, self._own):
            self.stated.append(stated)
            self._blank(start, end)
        for one in alone:
            # A dose is seen below as well, unless the label's advice silences what stands around it.
            if one.to_do is ToDo.HOLD or beside is not None:
                self._lone(one, names)
        if beside is not None:
            self._beside(beside, names)
            return
        for start, end in headed_parts(self.text, own):
            self._blank(start, end)
        self._limits(names)
        self._misspelt(names)
        self._eat(_NOT_WITH, _silent)
        self._other_drugs(names)
        clocks = SEVERAL_CLOCKS.search(self.text)
        told_at = clocks is not None and _TAKEN_AT.search(self.text, 0, clocks.start()) is not None
        for pattern in _NOT_NOW if is_held else ():
            self._eat(pattern, lambda found: None if self._is_negated(found) else self._make(Kind.STOP, found))
        for pattern in STRETCHES:
            self._eat(pattern, _silent)
        for one in alone:
            # Where what stands around it has silenced a dose of its own, it is read for itself.
            if one.to_do is ToDo.DOSE and not self.text[one.start : one.end].strip("\x00 ,.)"):
                self._lone(one, names)
        self._routes()
        self._products(names)
        self._amounts()
        self._times(clocks, told_at=told_at)
        self._stops()
        self._rest()
        self.instructs |= instructs(clause, self.left, self.telling, [one.kind for one in self.stated])

    def _lone(self, part: ToldNow, names: NamesInWords) -> None:
        words = self.clause[part.start : part.end]
        if part.to_do is ToDo.HOLD:
            self.stated.append(Stated(Kind.STOP, words, self.clause))
        else:
            self.stated += ClauseScan(words, names, is_part=True).stated
        self._blank(part.start, part.end)

    def _beside(self, beside: BesideAdvice, names: NamesInWords) -> None:
        self.known = len(_WORD.findall(self.text))
        for part in beside.parts:
            if not is_of_another_thing(part):
                scan = ClauseScan(part, names, is_part=True)
                self.stated, self.parts = [*self.stated, *scan.stated], self.parts | scan.parts
        self.stated += [Stated(Kind.STOP, one, self.clause) for one in beside.holds]

    def _eat(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], Stated | None]) -> None:
        for found in pattern.finditer(self.text):
            if found[0].strip():
                one = read(found)
                if one is not None:
                    self.stated.append(one)
                self._blank(found.start(), found.end())

    def _blank(self, start: int, end: int, sign: str = "\x00") -> None:
        self.known += len(_WORD.findall(self.text[start:end]))
        self.text = self.text[:start] + sign * (end - start) + self.text[end:]

    def _make(self, kind: Kind, found: re.Match[str], **values: Decimal | str | None) -> Stated:
        words = self.clause[found.start() : found.end()].strip()
        return Stated(kind, words, self.clause, imperative=self.imperative, **values)  # type: ignore[arg-type]

    def _mass(self, kind: Kind) -> Callable[[re.Match[str]], Stated | None]:
        def read(found: re.Match[str]) -> Stated | None:
            low = p.milligrams(p.number_of(found["low"]), found["unit"])
            high = p.milligrams(p.number_of(found["high"]), found["unit"]) if found["high"] else low
            return self._make(kind, found, low=low, high=high)

        return read

    def _count(self, found: re.Match[str]) -> Stated | None:
        low = p.number_of(found["low"])
        high = p.number_of(found["high"]) if found["high"] else low
        of = found["each"] or found.groupdict().get("of")
        each = p.number_of(of) if of else None
        form = p.form_of(found["form"])
        is_dose = form != PACK or self.imperative or p.FREQUENCY_OF.search(self.text) is not None
        is_supply = low >= _FEWEST_SUPPLIED and each is None
        if form == "solution":
            is_supply = is_supply and not self.imperative and p.FREQUENCY_OF.search(self.text) is None
        if is_supply or not is_dose:
            return None
        return self._make(Kind.COUNT, found, low=low, high=high, each=each, form=form)

    def _bare_count(self, found: re.Match[str]) -> Stated:
        low = p.number_of(found["low"])
        return self._make(Kind.BARE_COUNT, found, low=low, high=low)

    def _form(self, found: re.Match[str]) -> Stated | None:
        kind = Kind.STOP if self._is_negated(found) else Kind.FORM
        return self._make(kind, found, form=p.form_of(found["form"]))

    def _limits(self, names: NamesInWords) -> None:
        def read(found: re.Match[str]) -> Stated | None:
            high = p.number_of(found["high"] or found["low"])
            if found["unit"].startswith("dose") or limits_another(self.text, found.start(), names.own):
                return None
            if found["unit"].startswith("mg"):
                return self._make(Kind.LIMIT, found, low=high, high=high)
            return self._make(Kind.LIMIT, found, low=high, high=high, form=p.form_of(found["unit"]))

        self._eat(p.LIMIT, read)

    def _misspelt(self, names: NamesInWords) -> None:
        """The ordered drug with a slip in its name is no other drug: its name is taken out, as the right one is."""
        for found in _LONG_WORD.finditer(self.text):
            if found[0] not in self._own and any(is_near(found[0], name) for name in names.own):
                self._blank(found.start(), found.end(), " ")

    def _routes(self) -> None:
        """Another way in than by mouth."""
        for found in p.NOT_BY_MOUTH_OF.finditer(self.text):
            self.left.append(self.clause[found.start() : found.end()])
            self.telling.append(self.left[-1])
            self._blank(found.start("route"), found.end("route"))

    def _times(self, clocks: re.Match[str] | None, *, told_at: bool) -> None:
        amounts = [one for one in self.stated if one.kind in _AMOUNTS]
        if clocks is not None and told_at and not amounts:
            self.stated.append(self._make(Kind.FREQUENCY, clocks))
        if not amounts:
            return
        told = times_told(self.text, amounts[0], len(amounts), self._is_negated)
        self.parts = told.parts
        if clocks is not None:
            self.stated.append(self._make(Kind.FREQUENCY, clocks))
        elif told.stated is not None:
            self.stated.append(told.stated)

    def _other_drugs(self, names: NamesInWords) -> None:
        own = named_pattern((*names.own, *names.other_products))
        for found in NAME.finditer(self.text):
            if self.text[found.start()] != "\x00" and is_other_drug(found[0]) and not own.fullmatch(found[0]):
                self._blank(*part_about(self.text, found, own, names.own))

    def _products(self, names: NamesInWords) -> None:
        """Names of products; one without a strength leaves room, as in `1 Cometriq capsule`."""
        ended = (
            r"(?:stop\w*|discontinu\w+|hold|d/?c|cancel|off|from|replac\w+)\s+(?:the |taking |all )*"
            + named_pattern(names.other_products).pattern
        )
        self._eat(compiled(rf"{ended}(?:\s+(?:tablet|capsule)s?)?"), _silent)
        for found in named_pattern(names.other_products).finditer(self.text):
            if not self._is_negated(found):
                self.stated.append(self._make(Kind.BRAND, found))
            self._blank(found.start(), found.end(), " ")
        strength = compiled(rf"{named_pattern(names.own).pattern}\s*(?:\([^)]*\)\s*)?{p.MASS}")
        self._eat(strength, self._mass(Kind.STRENGTH))
        for found in named_pattern(names.own).finditer(self.text):
            self._blank(found.start(), found.end(), " ")

    def _amounts(self) -> None:
        self._eat(p.AGAIN_OF, lambda _: several(self.clause, 2, imperative=True))
        self._eat(p.STOP_OF_AMOUNT, self._mass(Kind.STOP))
        for pattern in (p.TOTAL_OF, p.TOTAL_AFTER):
            self._eat(pattern, self._mass(Kind.MASS))
        for pattern in (p.CYCLE_OF, p.ONCE_ONLY_OF):
            self._eat(pattern, lambda found: None if self._is_negated(found) else self._make(Kind.CYCLE, found))
        self._eat(p.SCHEME_OF, lambda found: self._make(Kind.SCHEME, found))
        for pattern in (p.PACK_OF, p.BOTH_OF, p.COUNT_OF, p.VOLUME_OF, p.SHORT_COUNT, p.ROMAN_COUNT, p.TIMES_MASS):
            self._eat(pattern, self._count)
        self._eat(p.BARE_COUNT_OF, self._bare_count)
        strength = compiled(
            rf"{p.MASS}\s*\)?\s*(?:strength|(?:oral |film[- ]coated )*{p.FORM}|each|apiece|per (?:tab|cap)\w*)"
        )

        def read(found: re.Match[str]) -> Stated | None:
            one = self._mass(Kind.STRENGTH)(found)
            form = p.form_of(found["form"] or "")
            return self._make(Kind.STRENGTH, found, low=one.low, high=one.high, form=form) if one is not None else None

        self._eat(strength, read)
        self._eat(p.MASS_OF, lambda found: None if self._is_negated(found) else self._mass(Kind.MASS)(found))
        self._eat(p.BARE_FORM, self._form)
        self._eat(p.MULTIPLE_OF, lambda found: None if self._is_negated(found) else self._make(Kind.MULTIPLE, found))
        self._eat(
            compiled(r"\b(?:total )?daily dos(?:e|age|ing)\b|\bdaily (?:total|maximum)\b|\bday supply\b"),
            _silent,
        )
        self._eat(p.AS_NEEDED_OF, lambda found: None if self._is_negated(found) else self._make(Kind.AS_NEEDED, found))
        self._eat(p.FREQUENCY_OF, lambda found: self._make(Kind.FREQUENCY, found))

    def _stops(self) -> None:
        def read(found: re.Match[str]) -> Stated | None:
            if self._is_negated(found) or stops_another(self.clause, self.text, found, self._own):
                return None
            return self._make(Kind.STOP, found)

        self._eat(p.STOP_OF, read)

    def _is_negated(self, found: re.Match[str]) -> bool:
        before = self.text[: found.start()].replace("\x00", " ")
        return p.NEGATION.search(before) is not None

    def _rest(self) -> None:
        row: list[str] = []
        at = 0
        end_of_row = 0
        rows: list[tuple[int, int, list[str]]] = []
        for found in _WORD.finditer(self.text):
            word = found[0].rstrip(".")
            if word in KNOWN and word not in TELLING:
                self.known += 1
                continue
            if any(sign in word and all(part in KNOWN for part in word.split(sign)) for sign in "/-"):
                self.known += 1
                continue
            self.unknown += 1
            if row and found.start() - end_of_row <= 2:
                row.append(word)
            else:
                if row:
                    rows.append((at, end_of_row, row))
                at, row = found.start(), [word]
            end_of_row = found.end()
        if row:
            rows.append((at, end_of_row, row))
        for start, end, found_words in rows:
            words = self.clause[start:end]
            self.left.append(words)
            if any(tells(word) for word in found_words):
                self.telling.append(words)


def _silent(_found: re.Match[str]) -> Stated | None:
    return None
