"""Where the official document of a label can be read."""

from __future__ import annotations

DAILYMED = "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid="


def official_document(set_id: str) -> str:
    """The address of a label in DailyMed, by the set id of its SPL document; it shows the newest edition."""
    return DAILYMED + set_id
