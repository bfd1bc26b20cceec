"""The status: what Glimpse is doing, as one sentence."""

from dataclasses import dataclass

from assistant.pipeline import nouns


@dataclass(frozen=True)
class Activity:
    """All that is going on.

    Attributes:
        loading: the models are being loaded.
        opening: name of the file that is being read, or empty.
        describing: name of the picture that is being described, or empty.
        completing: name of the picture at which slow senses still look, or empty.
        listening: name of the engine that is asked, or empty.
        seeking: what the camera is led to, as in a sentence, or empty.
        camera: the camera is on.
        live: Live is on.
        speaking: the voice speaks.
        muted: speech is switched off.
    """

    loading: bool = False
    opening: str = ""
    describing: str = ""
    completing: str = ""
    listening: str = ""
    seeking: str = ""
    camera: bool = False
    live: bool = False
    speaking: bool = False
    muted: bool = False


def sentence(state: Activity) -> str:
    """One sentence, the most important first; "Ready." when nothing is going on."""
    doing = [
        ("Loading the models", state.loading),
        (f"opening {state.opening}", bool(state.opening)),
        (f"describing {state.describing}", bool(state.describing)),
        (f"looking closer at {state.completing}", bool(state.completing)),
        (f"listening to {state.listening}", bool(state.listening)),
        (f"looking for {state.seeking}", bool(state.seeking)),
        ("live is on", state.live),
        ("the camera is on", state.camera and not state.live),
        ("speaking", state.speaking),
        ("speech is off", state.muted),
    ]
    parts = [words for words, yes in doing if yes]
    if parts in ([], ["speech is off"]):
        parts = ["ready", *parts]
    text = ", ".join(parts)
    return f"{nouns.capital(text)}."
