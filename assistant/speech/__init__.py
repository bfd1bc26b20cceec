"""From sentences to sound, without Qt: voices, WAV files and playing on the command line."""

from assistant.speech.audio import Audio, resample, save, silence
from assistant.speech.playback import play
from assistant.speech.spoken_text import pieces
from assistant.speech.voice import (
    AdjustableVoice,
    RecordingVoice,
    SilentVoice,
    SystemVoice,
    Voice,
    VoiceInfo,
    voices,
)

__all__ = [
    "AdjustableVoice",
    "Audio",
    "RecordingVoice",
    "SilentVoice",
    "SystemVoice",
    "Voice",
    "VoiceInfo",
    "pieces",
    "play",
    "resample",
    "save",
    "silence",
    "voices",
]
