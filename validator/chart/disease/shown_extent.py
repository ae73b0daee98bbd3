"""How far one Condition says that a disease has spread, and whether that still stands on the order's day."""

from __future__ import annotations

from validator.chart.disease import extent
from validator.chart.disease.condition_state import UNTOLD_NOTE, State
from validator.chart.entry.status import CAME_BACK, CLINICAL_STATUS, status_words
from validator.chart.fact import Diagnosis, Extent
from validator.chart.words.text import texts_of_condition
from validator.fhir.resource import Condition
from validator.frozen import replace
from validator.verdict import Truth


def extents_of(state: State, body: Condition, found: Diagnosis | None) -> tuple[Extent, ...]:
    """All that a Condition shows of spread; of one that nothing tells of, whether it counts as present."""
    if state.active is Truth.FALSE:
        return ()
    source = extent.Source(state.reader, state.entry, state.day)
    if found is not None:
        source = replace(source, diseases=found.told, about=state.entry.reference)
    shown = list(extent.of_condition(source, body))
    came_back = replace(source, day=state.recorded or state.onset)
    for word in sorted(status_words(body.clinical_status, CLINICAL_STATUS) & CAME_BACK):
        shown.extend(extent.recurrence(came_back, word))
    texts = [*extent.of_texts(source, texts_of_condition(body))]
    if found is not None and body.code is not None and body.code.text:
        texts += extent.of_name(source, body.code.text)
    if texts:
        said = {one.kind for one in shown}
        shown += [one for one in texts if one.kind not in said]
    if state.is_untold:
        present, note = (Truth.TRUE, UNTOLD_NOTE) if state.is_recent else (Truth.UNKNOWN, "")
        return tuple([replace(one, present=present, note=note) for one in shown])
    return tuple(shown)
