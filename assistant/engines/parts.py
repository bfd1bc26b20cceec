"""What is told of an engine when it is added, and faults of one of these."""

from enum import StrEnum

from assistant.errors import EngineError


class Part(StrEnum):
    """Something that the user says of an engine."""

    NAME = "name"
    ADDRESS = "address"
    KEY = "key"
    MODEL = "model"


class PartError(EngineError):
    """One part of what was said of an engine is wrong.

    Attributes:
        part: which.
    """

    def __init__(self, message: str, part: Part) -> None:
        super().__init__(message)
        self.part = part
