"""Preparing pictures on a cluster: as :class:`workers.Workers`, on many machines.

A changed copy travels back as bytes, for the leading process alone puts files in place.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from assistant.cluster import files, folders
from assistant.cluster.connection import Cluster
from assistant.cluster.rounds import Rounds
from assistant.errors import AssistantError
from assistant.library import exiftool
from assistant.library.annotation import version
from assistant.library.prepare import Job, Made
from assistant.library.workers import Described, Finished, Setup, Workers

_BLOCK = 4  # jobs that go together: some seconds' work, and as many copies on their way back


@dataclass(frozen=True)
class Answer:
    """What a machine of the cluster tells of a job.

    Attributes:
        told: as a local worker tells it; its copies are on that machine.
        copies: their bytes, in the same order.
        absent: the machine's name, if it has no such picture.
    """

    told: tuple[Described | Finished, ...]
    copies: tuple[bytes, ...]
    absent: str


class Remote:
    """Workers on a cluster, ended with the connection.

    Args:
        cluster: where; closed with this.
        setup: the same for all workers; its folder is for the copies that come back.
    """

    def __init__(self, cluster: Cluster, setup: Setup) -> None:
        self._cluster = cluster
        self._folder = setup.folder
        expected = version(setup.profile, setup.senses)
        work = partial(prepare_all, setup=setup, expected=expected)
        self._rounds: Rounds[Job, Answer] = Rounds(cluster, work, _BLOCK)

    @property
    def free(self) -> bool:
        """Whether another job can be begun now."""
        return self._rounds.free

    def begin(self, job: Job) -> None:
        """Take a job; it is sent on with others."""
        self._rounds.begin(job)

    def results(self) -> Iterator[Described | Finished]:
        """Wait until a machine has something to tell. What it prepared stays until the next."""
        for job, answer in self._rounds.results():
            files.check(job.path, answer.absent)
            copies = iter(answer.copies)
            for told in answer.told:
                yield _brought(told, copies, self._folder)

    def close(self) -> None:
        """End all workers at once."""
        self._rounds.close()
        self._cluster.close()


def prepare_all(jobs: Sequence[Job], setup: Setup, expected: str) -> list[Answer]:
    """Prepare some pictures, on a machine of the cluster.

    Args:
        jobs: what is to be done with each.
        setup: what a worker needs to know; it has a folder of its own here.
        expected: what makes the texts for the leading process.

    Raises:
        AssistantError: this machine would make other texts, or none.
    """
    check_version(setup.profile, setup.senses, expected)
    if setup.exiftool:
        exiftool.require()
    folder = folders.of_this_process()
    workers = _here(replace(setup, folder=folder))
    try:
        return [_prepared(job, workers) for job in jobs]
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # Ray's processes end without tidying up


def check_version(profile: str, senses: frozenset[str], expected: str) -> None:
    """Check that this machine describes pictures as the leading one does.

    Raises:
        AssistantError: it has other models, or another version of Glimpse.
    """
    found = version(profile, senses)
    if found != expected:
        raise AssistantError(
            f"A machine of the cluster has another Glimpse ({found}) than this one ({expected}). "
            "Install the same version on all machines."
        )


def _prepared(job: Job, workers: Workers) -> Answer:
    workers.begin(job)
    told: list[Described | Finished] = []
    while workers.busy:
        told += workers.results()
    copies = [made.copy for one in told for made in _made(one) if made.copy]
    return Answer(tuple(told), tuple(c.read_bytes() for c in copies), files.absent(job.path))


def _made(told: Described | Finished) -> tuple[Made, ...]:
    if isinstance(told, Described) or isinstance(told.result, AssistantError):
        return ()
    return told.result.made


def _brought(
    told: Described | Finished, copies: Iterator[bytes], folder: Path
) -> Described | Finished:
    """The same, with the copies on this machine."""
    if isinstance(told, Described) or isinstance(told.result, AssistantError):
        return told
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = [
        replace(one, copy=_kept(next(copies), folder / f"{number}{one.copy.suffix}"))
        if one.copy
        else one
        for number, one in enumerate(told.result.made)
    ]
    return replace(told, result=replace(told.result, made=tuple(made)))


def _kept(content: bytes, place: Path) -> Path:
    place.write_bytes(content)
    return place


@cache
def _here(setup: Setup) -> Workers:
    """One worker on this machine, that lives as long as Ray's process."""
    return Workers(setup, most=1)
