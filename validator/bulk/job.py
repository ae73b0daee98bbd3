"""What a run was asked for, whole: two runs with the same job over the same files write the same bytes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from pathlib import Path

import msgspec

from validator.bulk.block import PORTION, Portion, portions_of
from validator.bulk.export import Export
from validator.bulk.judgement import Asked
from validator.instant import PartialDate
from validator.profiles import Profiles, shipped
from validator.version import VERSION


@dataclass(frozen=True, slots=True)
class Job:
    """The export and how its orders are judged; days as they were given. `instant` is when the run was begun first.

    `form` is that of the output: for `fhir` each row has its OperationOutcome too. `report` is where a page goes, from
    the root. `portion` is how many bytes of a file are one piece of work.
    """

    export: Export
    instant: str
    profiles: str | None = None
    as_of: str | None = None
    fhir_version: str = "auto"
    structure: str = "full"
    since: str | None = None
    form: str = "ndjson"
    report: str | None = None
    portion: int = PORTION
    version: str = VERSION

    def unlike(self, other: Job) -> tuple[str, ...]:
        """The names of what differs from another job, when they were begun aside: none if both write the same bytes."""
        names = (one.name for one in fields(self) if one.name != "instant")
        return tuple(name for name in names if getattr(self, name) != getattr(other, name))

    def encoded(self) -> bytes:
        """The job as JSON."""
        return msgspec.json.encode(self)

    @staticmethod
    def decoded(data: bytes) -> Job:
        """The job of such JSON. Raises msgspec.ValidationError or msgspec.DecodeError."""
        return msgspec.json.decode(data, type=Job)


class Workplace:
    """A job with what is made of it once in each process: profiles, pieces of work, the folder of what is done."""

    def __init__(self, job: Job, folder: Path) -> None:
        self.job = job
        self.folder = folder

    @cached_property
    def profiles(self) -> Profiles:
        """The labels and value sets."""
        return shipped() if self.job.profiles is None else Profiles(self.job.profiles)

    @cached_property
    def portions(self) -> tuple[Portion, ...]:
        """The pieces of work of one pass over all files."""
        return portions_of(self.job.export.files, self.job.portion)

    @cached_property
    def asked(self) -> Asked:
        """How orders are judged."""
        job = self.job
        return Asked(
            self.profiles,
            as_of=PartialDate.parse(job.as_of) if job.as_of else None,
            fhir_version=job.fhir_version,
            structure=job.structure,
            since=PartialDate.parse(job.since) if job.since else None,
            instant=datetime.fromisoformat(job.instant),
            outcomes=job.form == "fhir",
        )
