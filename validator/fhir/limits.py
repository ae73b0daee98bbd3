"""How much is read at most, so that a hostile or mistaken file ends in a clear issue and not in a full memory."""

from __future__ import annotations

from validator.frozen import Frozen


class Limits(Frozen):
    """Upper bounds, all inclusive.

    `max_bytes` bounds one document before anything of it is decoded; `max_depth` the nesting of objects and lists
    (the parser itself stops at 200); `max_entries` the resources of the whole submission, contained ones included;
    `max_issues` the complaints about one document or one resource, so that a million nulls are not a million issues.
    """

    max_bytes: int = 50_000_000
    max_depth: int = 200
    max_entries: int = 100_000
    max_issues: int = 200


DEFAULT = Limits()
