"""A label for a patient of one size: every dose that it writes by weight or surface area, worked out in milligrams."""

from __future__ import annotations

from decimal import Decimal

from validator.dosage.making import Body, same_in
from validator.frozen import Frozen, replace
from validator.label.dose import LabelDose, Per
from validator.label.model import Adjustment, Label, Regimen
from validator.quantity import cut, plain


class _Calculation(Frozen):
    """What a label's doses are worked out with."""

    label: Label
    size: Body

    def dose(self, written: LabelDose) -> LabelDose | None:
        """The dose in mg; None where the sizes that are possible differ in it, or no unit makes so little."""
        kind = written.per.measured
        if kind is None:
            return written
        size = self.size.weight_kg if written.per is Per.KG else self.size.bsa_m2
        if size is None:
            return None
        exact = size.times(written.mg)
        limit = (
            self.label.max_daily_mg * Decimal(written.every_days.numerator) / Decimal(written.every_days.denominator)
        )
        if written.at_most is not None:
            limit = min(limit, written.at_most)
        made = same_in(exact, lambda mg: self.label.making.rounded(mg, limit))
        if made is None:
            return None
        worked_out = f"{plain(written.mg)} {written.per.value} x {cut(size.low, size.high)} {kind.unit}"
        worked_out += f" = {cut(exact.low, exact.high)} mg"
        if written.per is Per.M2 and self.size.area_from:
            worked_out = f"{self.size.area_from}; {worked_out}"
        if exact.high > limit:
            worked_out += f", at most {plain(limit)} mg"
        if made != min(exact.low, limit) or made != min(exact.high, limit):
            worked_out += f", rounded to {plain(made)} mg"
        return written.with_mg(made, min(exact.low, limit), worked_out)

    def regimen(self, written: Regimen) -> Regimen:
        """The regimen in mg; as it is written where one of its doses cannot be worked out."""
        worked_out = [self.dose(dose) for dose in written.ladder]
        ladder = [dose for dose in worked_out if dose is not None]
        if len(ladder) < len(worked_out):
            return written
        return replace(written, ladder=tuple(dict.fromkeys(ladder)))

    def adjustment(self, written: Adjustment) -> Adjustment:
        """The adjustment with its steps in mg; a step from or to a dose that cannot be worked out is left out."""
        made = [(self.dose(step.before), self.dose(step.after), step) for step in written.steps]
        steps = tuple(
            replace(step, before=before, after=after)
            for before, after, step in made
            if before is not None and after is not None
        )
        return replace(written, steps=steps)


def label_for(label: Label, size: Body) -> Label:
    """The label with every dose in milligrams for a patient of this size (kg, m2).

    A regimen keeps its doses as they are written where the weight or the surface area is not known, or lies between two
    values that come to different doses. A label that writes all its doses in milligrams comes back as it is.
    """
    if not label.is_by_size:
        return label
    calculation = _Calculation(label, size)
    # Made anew: what was worked out of the label as it is written does not come along.
    return replace(
        label,
        regimen=tuple(map(calculation.regimen, label.regimen)),
        adjustment=tuple(map(calculation.adjustment, label.adjustment)),
    )
