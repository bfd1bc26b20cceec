"""The three lines, and how their parts are loaded."""

from collections.abc import Callable

from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame


class Pipeline:
    """Frame → Explanation. Not thread-safe: made and used in one thread."""

    profile: str

    def describe(
        self, frame: Frame, should_stop: Callable[[], bool] = lambda: False
    ) -> Explanation:
        """Describe one picture.

        Raises:
            Cancelled: ``should_stop`` said so between two steps or tokens.
            PipelineError: a network failed.
        """
        raise NotImplementedError


def load(profile: str = "compact") -> Pipeline:
    """Load the networks of a profile; takes one to three seconds (torch is imported here).

    Raises:
        ModelError: a model is missing or damaged; the sentence says how to get it.
    """
    raise NotImplementedError
