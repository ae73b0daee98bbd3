"""The lists of a chart that are asked for, by what hangs on them: of a server and of who calls with a chart alike."""

from __future__ import annotations

REQUIRED = ("Condition", "Observation", "MedicationRequest")
"""Lists without which an order cannot be accepted: the disease, what the dose depends on, the other drugs. Without one
of them nobody shows a whole chart."""
FOR_NOTES = ("AllergyIntolerance", "ResearchSubject", "DeviceUseStatement", "Encounter")
"""Lists that nothing but a note or a caution rests on: one that is lacking leaves the order as it is."""
