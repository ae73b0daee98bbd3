"""Checks, their findings and cards, and the feedback on cards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the four tables."""
    op.create_table(
        "checks",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("origin", sa.String(64), nullable=False),
        sa.Column("engine", sa.String(32), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("product", sa.String(32)),
        sa.Column("revision", sa.Date),
        sa.Column("order_key", sa.String(64), index=True),
        sa.Column("patient_key", sa.String(64), index=True),
    )
    op.create_table(
        "check_findings",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("check_id", sa.String(36), sa.ForeignKey("checks.id"), nullable=False, index=True),
        sa.Column("code", sa.String(64), nullable=False, index=True),
        sa.Column("verdict", sa.String(16), nullable=False),
    )
    op.create_table(
        "cards",
        sa.Column("uuid", sa.String(36), primary_key=True),
        sa.Column("check_id", sa.String(36), sa.ForeignKey("checks.id"), nullable=False, index=True),
        sa.Column("verdict", sa.String(16), nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("origin", sa.String(64), nullable=False),
        sa.Column("card", sa.String(36), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(64)),
        sa.Column("suggestion", sa.String(36)),
    )
    op.create_index("ix_feedback_card", "feedback", ["card"])


def downgrade() -> None:
    """Drops the four tables."""
    for name in ("feedback", "cards", "check_findings", "checks"):
        op.drop_table(name)
