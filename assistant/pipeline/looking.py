"""What the senses see of a frame before the first sentence: the gate, and the fast ones."""

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from assistant import senses, wording
from assistant.errors import Cancelled, ShouldStop
from assistant.pipeline.evidence import Observation
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options
from assistant.pipeline.timing import timed


class Looked(NamedTuple):
    """Observations of the senses that are asked before the first sentence.

    Attributes:
        seen: their observations, in the order of the registry.
        failed: the names of those that failed.
        pending: the names of those that are still to be asked.
        timings: milliseconds of the stages "gate" and "senses".
    """

    seen: tuple[Observation, ...]
    failed: tuple[str, ...]
    pending: tuple[str, ...]
    timings: dict[str, float]


def look(x: Frame, options: Options, should_stop: ShouldStop, threads: int) -> Looked:
    """Ask the gate and the fast senses, beside each other where there is more than one thread.

    Raises:
        Cancelled: ``should_stop`` said so.
    """
    if threads > 1:
        return _look_at_once(x, options, should_stop, threads)
    (seen, failed), gate = timed(lambda: _gate(x, options, should_stop))
    fast = _worthwhile("fast", seen, options)
    (more, also_failed), took = timed(lambda: senses.see(x, fast, should_stop))
    return _looked(seen + more, failed + also_failed, options, {"gate": gate, "senses": took})


def _look_at_once(x: Frame, options: Options, should_stop: ShouldStop, threads: int) -> Looked:
    """The fast senses beside the gate, which hardly ever forbids to describe."""
    refused = threading.Event()
    fast = senses.at("fast", options.senses)

    def see() -> tuple[tuple[Observation, ...], tuple[str, ...]]:
        try:
            return senses.see(x, fast, lambda: refused.is_set() or should_stop(), threads)
        except Cancelled:
            if refused.is_set():
                return (), ()
            raise

    with ThreadPoolExecutor(1, "fast") as helper:
        seeing = helper.submit(timed, see)
        (seen, failed), gate = timed(lambda: _gate(x, options, should_stop))
        if wording.refusal(seen):
            refused.set()
        (more, also_failed), took = seeing.result()
    if not refused.is_set():
        seen, failed = seen + more, failed + also_failed
    return _looked(seen, failed, options, {"gate": gate, "senses": took})


def _looked(
    seen: tuple[Observation, ...],
    failed: tuple[str, ...],
    options: Options,
    timings: dict[str, float],
) -> Looked:
    pending = tuple(sense.name for sense in _worthwhile("slow", seen, options))
    return Looked(seen, failed, pending, timings)


def _gate(
    x: Frame, options: Options, should_stop: ShouldStop
) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    seen, failed = senses.see(x, senses.at("gate", options.senses), should_stop)
    if wording.refusal(seen):
        from assistant.senses import legible  # only now: few pictures are refused

        seen = legible.spared(x, seen, options.senses, should_stop)
    return seen, failed


def _worthwhile(
    stage: senses.Stage, seen: Iterable[Observation], options: Options
) -> tuple[senses.Sense, ...]:
    """The senses of a stage; none where nothing can be made out anyway."""
    return () if wording.refusal(seen) else senses.at(stage, options.senses)
