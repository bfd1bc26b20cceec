"""Jobs on the machines of a Ray cluster: as :class:`pool.Pool`, with its processes there."""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import Generic

from assistant.errors import AssistantError
from assistant.work import JobT, ResultT, Work, cores, do, shared_files
from assistant.work.pool import Pool
from assistant.work.ray_cluster import Cluster
from assistant.work.rounds import Rounds


class Machines(Generic[JobT, ResultT]):
    """Workers on a cluster, ended with the connection.

    Args:
        work: what they do.

    Raises:
        AssistantError: there is no cluster; the sentence says what to do.
    """

    def __init__(self, work: Work[JobT, ResultT]) -> None:
        setup = work.setup
        function = partial(do_all, work=work, expected=setup.version)
        self._cluster = Cluster(setup.address, setup.workers, cores())
        self._rounds: Rounds[JobT, tuple[ResultT | AssistantError, str]]
        self._rounds = Rounds(self._cluster, function, work.block)

    @property
    def free(self) -> bool:
        """Whether another job can be begun now."""
        return self._rounds.free

    @property
    def busy(self) -> bool:
        """Whether there are jobs without a result."""
        return self._rounds.busy

    def begin(self, job: JobT) -> None:
        """Take a job; it is sent on with others."""
        self._rounds.begin(job)

    def results(self) -> Iterator[tuple[JobT, ResultT | AssistantError]]:
        """Wait until a machine has something to tell."""
        for job, (told, absent) in self._rounds.results():
            shared_files.check(job.path, absent)
            yield job, told

    def close(self) -> None:
        """End all workers at once."""
        self._rounds.close()
        self._cluster.close()


def do_all(
    jobs: Sequence[JobT], work: Work[JobT, ResultT], expected: str
) -> list[tuple[ResultT | AssistantError, str]]:
    """Do some jobs, on a machine of the cluster.

    Args:
        jobs: what is to be done.
        work: how.
        expected: what makes the results where they are kept.

    Returns:
        What came of each, and the machine's name if it has no such file.

    Raises:
        AssistantError: this machine would make other results, or none.
    """
    found = work.setup.version
    if found != expected:
        raise AssistantError(
            f"A machine of the cluster has another Glimpse ({found}) than this one ({expected}). "
            "Install the same version on all machines."
        )
    told = {job.path: result for job, result in do(_here(work), jobs)}
    return [(told[job.path], shared_files.absent(job.path)) for job in jobs]


@cache
def _here(work: Work[JobT, ResultT]) -> Pool[JobT, ResultT]:
    """One worker on this machine, that lives as long as Ray's process."""
    return Pool(work, 1)
