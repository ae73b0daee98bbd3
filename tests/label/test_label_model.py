"""The label model stands on every Python that is supported, not only on the one the tests run with."""

from __future__ import annotations

from enum import EnumType

import pytest
from pydantic import BeforeValidator

from validator.label import model


def parts(kind=model.LabelPart):
    for one in kind.__subclasses__():
        yield one
        yield from parts(one)


@pytest.mark.parametrize("part", sorted(set(parts()), key=lambda part: part.__name__), ids=lambda part: part.__name__)
def test_no_value_is_read_by_an_enumeration_itself(part):
    # From Python 3.12 on pydantic cannot tell from an enumeration's signature how to call it, and no label loads.
    readers = [
        found.func
        for field in part.model_fields.values()
        for found in field.metadata
        if isinstance(found, BeforeValidator)
    ]
    assert [reader for reader in readers if isinstance(reader, EnumType)] == []
