"""One network learnt by several processes, each with its own pictures and one core.

On a processor that is half again as fast as one process with as many threads.
"""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import torch
from torch import distributed
from torch.multiprocessing.spawn import spawn
from torch.nn.parallel import DistributedDataParallel


def alone() -> bool:
    """Whether this process learns by itself."""
    return not distributed.is_initialized()


def rank() -> int:
    """The number of this process; 0 writes the files."""
    return 0 if alone() else distributed.get_rank()


def replicated(network: torch.nn.Module) -> torch.nn.Module:
    """The network to call while learning: gradients become their mean over all processes."""
    return network if alone() else DistributedDataParallel(network)


def agreed(value: float) -> float:
    """What the first process has."""
    if alone():
        return value
    told = torch.tensor([value], dtype=torch.float64)
    distributed.broadcast(told, 0)
    return told.item()


def start(work: Callable[[Namespace], None], options: Namespace, count: int, meeting: Path) -> None:
    """Run ``work(options)`` in so many processes, and wait for all of them.

    Args:
        work: a module's function.
        options: what it is given.
        count: processes; 1 runs it here.
        meeting: a file by which they find each other.
    """
    if count == 1:
        work(options)
        return
    meeting.unlink(missing_ok=True)
    spawn(_join, (work, options, count, meeting), count)  # type: ignore[no-untyped-call]


def _join(
    number: int, work: Callable[[Namespace], None], options: Namespace, count: int, meeting: Path
) -> None:
    place = f"file://{meeting.resolve()}"
    distributed.init_process_group("gloo", place, rank=number, world_size=count)
    try:
        work(options)
    finally:
        distributed.destroy_process_group()
