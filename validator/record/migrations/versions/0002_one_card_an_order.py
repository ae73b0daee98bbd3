"""A card is about every finding of its orders, and says which of them it names first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lets a card belong to several checks, and adds its headline. Cards of before keep theirs empty."""
    _remade(sa.PrimaryKeyConstraint("uuid", "check_id", name="cards_of_checks"), sa.Column("headline", sa.String(64)))


def downgrade() -> None:
    """Drops the headline; a card of several checks stays with one of them."""
    _remade(sa.PrimaryKeyConstraint("uuid", name="cards_alone"))


def _remade(*more: sa.schema.SchemaItem) -> None:
    op.create_table(
        "cards_remade",
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("check_id", sa.String(36), sa.ForeignKey("checks.id"), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        *more,
    )
    op.execute(
        "INSERT INTO cards_remade (uuid, check_id, verdict) SELECT uuid, min(check_id), min(verdict) FROM cards "
        "GROUP BY uuid"
    )
    op.drop_table("cards")
    op.rename_table("cards_remade", "cards")
    op.create_index("ix_cards_check_id", "cards", ["check_id"])
