"""What was pasted, as something to change: a Bundle, or a CDS Hooks call with its draft orders and its prefetch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.fhir.json_text import ResourceJson
from validator.regex import regex
from validator.service.prefetch import KEYS

_STEP = regex(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]")


class NotToBeChangedError(ValueError):
    """It is nothing that a resource can be added to; the text says why."""


class Pasted:
    """One document, which is changed in place."""

    def __init__(self, value: object) -> None:
        self.value = value

    @property
    def is_call(self) -> bool:
        """Whether it is a CDS Hooks call."""
        return isinstance(self.value, dict) and self.value.keys() >= {"hook", "context"}

    @property
    def can_be_changed(self) -> bool:
        """Whether it is a Bundle or a call, and nothing else."""
        return self.is_call or (isinstance(self.value, dict) and self.value.get("resourceType") == "Bundle")

    def at(self, expression: str) -> ResourceJson | None:
        """The innermost resource that holds the element at a FHIRPath of it; None where none does."""
        found, here = None, self.value
        for name, index in _STEP.findall(expression):
            if name and isinstance(here, dict):
                here = here.get(name)
            elif index and isinstance(here, list) and int(index) < len(here):
                here = here[int(index)]
            else:
                break
            if (
                isinstance(here, dict)
                and isinstance(here.get("resourceType"), str)
                and here["resourceType"] != "Bundle"
            ):
                found = here
        return found

    def add_draft(self, entry: dict[str, Any]) -> None:
        """Adds an order to those that the call is about. Raises NotToBeChangedError where they are no Bundle."""
        drafts = self._drafts()
        entries = drafts.setdefault("entry", []) if isinstance(drafts, dict) else None
        if not isinstance(entries, list):
            raise NotToBeChangedError("The draft orders of the call are no Bundle, so none can be added.")
        entries.append(entry)

    def lists(self) -> Iterator[list[Any]]:
        """Every list of Bundle entries: that of the Bundle, or those of the drafts and of the prefetch."""
        for bundle in self._bundles():
            entries = bundle.get("entry")
            if isinstance(entries, list):
                yield entries

    def add(self, entry: dict[str, Any]) -> None:
        """Adds an entry with its resource: to the Bundle, or to the list of its type that came with the call. Raises
        NotToBeChangedError where that list did not come: it would then look as if it had."""
        bundle = self._place_for(entry["resource"]["resourceType"])
        entries = bundle.setdefault("entry", [])
        if not isinstance(entries, list):
            raise NotToBeChangedError("The list that it belongs to cannot be read, so nothing can be added to it.")
        entries.append(entry)
        if isinstance(bundle.get("total"), int):
            bundle["total"] += 1

    def _bundles(self) -> Iterator[dict[str, Any]]:
        value = self.value
        if not isinstance(value, dict):
            return
        if not self.is_call:
            yield value
            return
        prefetch = value.get("prefetch")
        for one in (self._drafts(), *(prefetch.values() if isinstance(prefetch, dict) else ())):
            if isinstance(one, dict) and one.get("resourceType", "Bundle") == "Bundle":
                yield one

    def _drafts(self) -> object:
        assert isinstance(self.value, dict)
        context = self.value.get("context")
        return context.get("draftOrders") if isinstance(context, dict) else None

    def _place_for(self, kind: str) -> dict[str, Any]:
        value = self.value
        assert isinstance(value, dict)
        if not self.is_call:
            return value
        prefetch = value.get("prefetch")
        key = KEYS.get(kind, "")
        for name, one in prefetch.items() if isinstance(prefetch, dict) else ():
            is_own = (key and name.removeprefix(key).isdigit()) or name == key
            if is_own and isinstance(one, dict) and one.get("resourceType") == "Bundle":
                return one
        raise NotToBeChangedError(f"The call came without {_WORDS.get(kind, 'that list')}, so nothing is added to it.")


_WORDS = {
    "Observation": "its list of results",
    "MedicationStatement": "its list of home medications",
    "QuestionnaireResponse": "its list of questionnaires",
}
