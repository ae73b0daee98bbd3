"""A call that a client or a gateway has packed: it is read as any other, within the same limit."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any

import pytest
from support.cds_call import call_of

PACKED = {"content-type": "application/json", "content-encoding": "gzip"}
PLACE = "/cds-services/cabozantinib-order-sign"


def body() -> bytes:
    return json.dumps(call_of("hcc-child-pugh-b")).encode()


@pytest.mark.parametrize("name", ["gzip", "x-gzip", "GZIP"])
def test_a_packed_call_is_answered_as_any_other(service: Any, name: str) -> None:
    answer = service.post(PLACE, content=gzip.compress(body()), headers=PACKED | {"content-encoding": name})
    assert answer.status_code == 200
    assert [one["indicator"] for one in answer.json()["cards"]] == ["critical"]


def test_a_call_that_is_said_to_be_packed_and_is_not_is_read(service: Any) -> None:
    answer = service.post(PLACE, content=body(), headers=PACKED)
    assert [one["indicator"] for one in answer.json()["cards"]] == ["critical"]


def halves() -> tuple[bytes, bytes]:
    whole = body()
    return whole[: len(whole) // 2], whole[len(whole) // 2 :]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"".join(map(gzip.compress, halves())), "gzip"),
        (gzip.compress(body()) + bytes(100), "gzip"),
        (gzip.compress(body()), "gzip, identity"),
        (gzip.compress(body()), "identity,X-GZIP"),
    ],
    ids=["two members", "filled up with zeros", "gzip, identity", "identity first"],
)
def test_a_call_packed_in_members_or_in_name_twice_is_answered(service: Any, content: bytes, name: str) -> None:
    answer = service.post(PLACE, content=content, headers=PACKED | {"content-encoding": name})
    assert answer.status_code == 200
    assert [one["indicator"] for one in answer.json()["cards"]] == ["critical"]


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(body())[:-20],
        b"\x1f\x8bnothing",
        gzip.compress(body()) + b"more",
        gzip.compress(body()) + gzip.compress(b"{}")[:-3],
    ],
    ids=["cut", "damaged", "followed by something else", "last member cut"],
)
def test_a_packed_body_that_is_damaged_is_said_to_be(service: Any, content: bytes) -> None:
    answer = service.post(PLACE, content=content, headers=PACKED)
    assert answer.status_code == 400
    assert "damaged" in answer.json()["issue"][0]["details"]["text"]
    assert "Unpack it first" not in answer.text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (zlib.compress(body()), "gzip"),
        (gzip.compress(gzip.compress(body())), "gzip, gzip"),
        (gzip.compress(gzip.compress(body())), "gzip"),
    ],
    ids=["packed in another way", "packed twice", "packed once more than is said"],
)
def test_what_cannot_be_read_is_refused_with_a_reason(service: Any, content: bytes, name: str) -> None:
    answer = service.post(PLACE, content=content, headers=PACKED | {"content-encoding": name})
    assert answer.status_code == 400
    assert answer.json()["issue"][0]["details"]["text"]


def test_a_second_value_in_a_second_member_is_told_as_it_is_of_a_plain_call(service: Any) -> None:
    packed = service.post(PLACE, content=gzip.compress(body()) + gzip.compress(b"{}"), headers=PACKED)
    plain = service.post(PLACE, content=body() + b"{}", headers={"content-type": "application/json"})
    assert (packed.status_code, plain.status_code) == (400, 400)
    assert packed.json()["issue"] == plain.json()["issue"]


def test_what_is_too_large_when_it_is_unpacked_is_refused_before_it_is(service: Any) -> None:
    answer = service.post(PLACE, content=gzip.compress(b" " * 60_000_000), headers=PACKED)
    assert answer.status_code == 413


def test_a_packed_body_that_is_not_said_to_be_is_named(service: Any) -> None:
    answer = service.post(PLACE, content=gzip.compress(body()), headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert "packed" in answer.json()["issue"][0]["details"]["text"]
