"""The tables of the record, as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, ForeignKey, Index, MetaData, String, Table

METADATA = MetaData()
LONGEST_SUGGESTION = 36
"""Characters for the kinds of suggestions that were taken of one card."""

CHECKS = Table(
    "checks",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("at", DateTime, nullable=False, index=True),
    Column("origin", String(64), nullable=False),
    Column("engine", String(32), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("product", String(32)),
    Column("revision", Date),
    Column("order_key", String(64), index=True),
    Column("patient_key", String(64), index=True),
)

FINDINGS = Table(
    "check_findings",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("check_id", String(36), ForeignKey("checks.id"), nullable=False, index=True),
    Column("code", String(64), nullable=False, index=True),
    Column("verdict", String(16), nullable=False),
)

CARDS = Table(
    "cards",
    METADATA,
    # A card about orders that are judged together belongs to each of their checks.
    Column("uuid", String(36), primary_key=True),
    Column("check_id", String(36), ForeignKey("checks.id"), primary_key=True, index=True),
    Column("verdict", String(16), nullable=False),
    # The code of the finding that the card's sentence was about; null of a card of before, which was about one
    # verdict.
    Column("headline", String(64)),
)

# No foreign key to the card: feedback may come before the check is written, and must not be lost for that.
FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("origin", String(64), nullable=False),
    Column("card", String(36), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", String(64)),
    # The kinds of what was taken, with commas; in a record of before the uuid of one.
    Column("suggestion", String(LONGEST_SUGGESTION)),
    Index("ix_feedback_card", "card"),
)
