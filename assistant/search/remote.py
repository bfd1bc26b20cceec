"""Looking at pictures on a cluster: as :class:`pool.Pool`, with its processes on many machines."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from assistant.cluster import files
from assistant.cluster.connection import Cluster
from assistant.cluster.rounds import Rounds
from assistant.library.annotation import version
from assistant.library.remote import check_version
from assistant.search.looking import Job, Looked, Setup
from assistant.search.pool import Pool, go_on

_BLOCK = 16  # jobs that go together: about a second's work


@dataclass(frozen=True)
class Answer:
    """What a machine tells of a job; ``absent``: its name, if it has no such file."""

    looked: Looked
    absent: str


class Remote:
    """Workers on a cluster, ended with the connection.

    Args:
        cluster: where; closed with this.
        setup: the same for all workers.
        pause: called before results are waited for; what it raises ends the work.
    """

    def __init__(self, cluster: Cluster, setup: Setup, pause: Callable[[], None] = go_on) -> None:
        self._cluster = cluster
        self._pause = pause
        expected = version(setup.profile, setup.senses)
        look = partial(look_at, setup=setup, expected=expected)
        self._rounds: Rounds[Job, Answer] = Rounds(cluster, look, _BLOCK)

    def looked(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Looked]]:
        """As :meth:`pool.Pool.looked`."""
        for job in jobs:
            while not self._rounds.free:
                yield from self._told()
            self._rounds.begin(job)
        while self._rounds.busy:
            yield from self._told()

    def close(self) -> None:
        """End all workers at once."""
        self._rounds.close()
        self._cluster.close()

    def _told(self) -> Iterator[tuple[Job, Looked]]:
        self._pause()
        for job, answer in self._rounds.results():
            files.check(job.path, answer.absent)
            yield job, answer.looked


def look_at(jobs: Sequence[Job], setup: Setup, expected: str) -> list[Answer]:
    """Look at some pictures, on a machine of the cluster.

    Args:
        jobs: the pictures.
        setup: what a worker needs to know.
        expected: what makes the records where they are kept.

    Raises:
        AssistantError: this machine would make other records, or none.
    """
    check_version(setup.profile, setup.senses, expected)
    pool, known = _here(setup)
    found: dict[Path, Looked] = {}
    for job, looked in pool.looked(jobs):
        known |= looked.known
        found[job.path] = looked
    # The labels are told with each block: another machine may have told them, and be lost since.
    answers = [Answer(found[job.path], files.absent(job.path)) for job in jobs]
    first = replace(answers[0], looked=replace(answers[0].looked, known=frozenset(known)))
    return [first, *answers[1:]]


@cache
def _here(setup: Setup) -> tuple[Pool, set[str]]:
    """One worker on this machine, and the labels that it told; as long as Ray's process lives."""
    return Pool(setup, 1), set()
