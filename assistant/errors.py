"""Everything that can go wrong, as sentences that can be spoken.

::

    AssistantError          exit code 1
    ├── SourceError         3   a picture, camera, clipboard or film cannot be used
    ├── ModelError          4   a model is missing, damaged or cannot be downloaded
    ├── PipelineError       5   describing failed
    ├── SpeechError         6   no voice or no sound
    ├── SettingsError       7   a setting has a value that it cannot have
    ├── EngineError         8   an engine (a bigger model) cannot be used
    └── Cancelled         130   the user stopped it

Exit code 2 is argparse's: the command line itself was wrong.
They are caught in three places only: where a worker thread ends, in ``cli.main`` and in the
net for uncaught exceptions.
"""

from collections.abc import Callable

ShouldStop = Callable[[], bool]
"""Asked between two steps of what takes long, which then raises :class:`Cancelled`."""


def never() -> bool:
    """Nobody wants to stop it."""
    return False


class AssistantError(Exception):
    """One speakable sentence that says what is wrong and what to do.

    Raise it with that sentence; the technical cause belongs in ``raise … from cause``.
    """

    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SourceError(AssistantError):
    """A picture, camera, clipboard or film cannot be used."""

    exit_code = 3


class ModelError(AssistantError):
    """A model is missing, damaged or cannot be downloaded."""

    exit_code = 4


class PipelineError(AssistantError):
    """Describing failed."""

    exit_code = 5


class SpeechError(AssistantError):
    """There is no voice or no sound."""

    exit_code = 6


class SettingsError(AssistantError):
    """A setting has a value that it cannot have."""

    exit_code = 7


class EngineError(AssistantError):
    """An engine, a bigger model, cannot be used; Glimpse's own description stands."""

    exit_code = 8


class Cancelled(AssistantError):
    """The user stopped it; nothing is wrong."""

    exit_code = 130

    def __init__(self, message: str = "Stopped.") -> None:
        super().__init__(message)
