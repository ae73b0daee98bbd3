"""The record of checks and feedback: what fired and what was overridden, without any clinical value.

Needs the extra `service` (SQLAlchemy, Alembic), which is imported on first use only.
"""
