"""The columns of what Spark answers: one row an order, and one for each issue of no order, so that nothing vanishes."""

from __future__ import annotations

from typing import Any

from validator.bulk.row import Row, as_line

Fields = dict[str, Any]
DataFrame = Any
SparkSession = Any
"""Types of pyspark, which need not be installed."""

FINDING = "struct<code:string,verdict:string,severity:string,message:string,section:string,expression:array<string>," \
    "evidence:array<struct<reference:string,says:string>>,missing:array<string>>"  # fmt: skip
COLUMNS_OF_SPARK: dict[str, str] = {
    "file": "string", "offset": "bigint", "line": "bigint", "patient": "string", "authored": "string",
    "site": "string", "order": "string", "verdict": "string", "product": "string", "revision": "string",
    "indication": "string", "ordered_daily_mg": "string", "ordered": "string", "expected_daily_mg": "string",
    "expected": "string", "findings": f"array<{FINDING}>", "issue": "string", "message": "string",
    "report": "string",
}  # fmt: skip
"""The declared schema. `order` is null in the row of an issue, whose code is `issue`; `report` is the row as the local
run writes it. Amounts are decimal strings."""
SCHEMA = ", ".join(f"`{name}` {kind}" for name, kind in COLUMNS_OF_SPARK.items())


def arrow_schema() -> Any:
    """The same for Arrow."""
    import pyarrow as pa

    texts = pa.list_(pa.string())
    evidence = pa.list_(pa.struct([("reference", pa.string()), ("says", pa.string())]))
    finding = pa.struct(
        [
            *((name, pa.string()) for name in ("code", "verdict", "severity", "message", "section")),
            ("expression", texts),
            ("evidence", evidence),
            ("missing", texts),
        ]
    )
    kinds = {"string": pa.string(), "bigint": pa.int64()}
    return pa.schema([(name, kinds.get(kind) or pa.list_(finding)) for name, kind in COLUMNS_OF_SPARK.items()])


def order_fields(row: Row) -> Fields:
    """The columns of an order."""
    label, ordered, expected = (row[name] or {} for name in ("label", "ordered", "expected"))
    return _fields(
        row,
        authored=row["authored"],
        site=row["site"],
        order=row["order"],
        verdict=row["verdict"],
        product=label.get("product"),
        revision=label.get("revision"),
        indication=row["indication"],
        ordered_daily_mg=ordered.get("daily_mg"),
        ordered=ordered.get("schedule"),
        expected_daily_mg=expected.get("daily_mg"),
        expected=expected.get("schedule"),
        findings=row["findings"],
    )


def issue_fields(row: Row) -> Fields:
    """The columns of an issue that belongs to no order."""
    return _fields(row, issue=row["code"], message=row["message"])


def _fields(row: Row, **told: Any) -> Fields:
    empty: Fields = dict.fromkeys(COLUMNS_OF_SPARK)
    placed = {name: row[name] for name in ("file", "offset", "line", "patient")}
    return empty | placed | told | {"report": as_line(row)[:-1].decode("ascii")}
