"""``glimpse doctor``: what works here, and what to do about the rest."""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant import models, sources, speech
from assistant.cli import output
from assistant.errors import AssistantError, SpeechError
from assistant.speech.audio import silence


@dataclass(frozen=True)
class HealthCheck:
    """One thing that was looked at. ``needed``: Glimpse cannot do its main job without it."""

    name: str
    good: bool
    text: str
    needed: bool = False


def run(arguments: argparse.Namespace) -> int:
    """Run all checks; exit code 1 if something that is needed is missing."""
    checks = [_checked(check) for check in (_voice, _sound, _cameras, _compact, _standard, _window)]
    if arguments.json:
        output.json_line({"checks": [asdict(c) for c in checks]})
    else:
        for check in checks:
            output.result(f"{_state(check)} {check.name}: {check.text}")
    return int(any(c.needed and not c.good for c in checks))


def _state(check: HealthCheck) -> str:
    if check.good:
        return "good"
    return "MISSING" if check.needed else "absent"


def _checked(check: Callable[[], HealthCheck]) -> HealthCheck:
    try:
        return check()
    except AssistantError as error:
        name = check.__name__.strip("_")
        return HealthCheck(
            name, good=False, text=error.message, needed=name in {"voice", "compact"}
        )


def _voice() -> HealthCheck:
    voice = speech.SystemVoice()
    try:
        seconds = voice.synthesise("Glimpse is ready.").seconds
    finally:
        voice.close()
    if not seconds:
        raise SpeechError("The voice is silent. Install espeak-ng again.")
    return HealthCheck("voice", True, f"{len(speech.voices())} voices.", needed=True)


def _sound() -> HealthCheck:
    speech.play(silence(0.05))
    return HealthCheck("sound", True, "there is an output.")


def _cameras() -> HealthCheck:
    found = sources.cameras()
    if not found:
        return HealthCheck(
            "cameras", False, "none found. Plug one in if you want live descriptions."
        )
    return HealthCheck("cameras", True, ", ".join(f"{c.index}: {c.name}" for c in found) + ".")


def _compact() -> HealthCheck:
    from assistant.pipeline import pipeline

    pipeline.load("compact")
    return HealthCheck("compact", True, "the models that came with Glimpse load.", needed=True)


def _standard() -> HealthCheck:
    missing = [m.name for m in models.for_profile("standard") if not models.is_present(m.name)]
    if missing:
        text = f"{', '.join(missing)} not downloaded (not needed). To get them: "
        return HealthCheck("standard", False, f"{text}glimpse models download standard")
    return HealthCheck("standard", True, "the standard models are here.")


def _window() -> HealthCheck:
    remedy = "Install Qt's system libraries; packaging/setup.sh names them."
    program = shutil.which("glimpse-gui", path=str(Path(sys.executable).parent))
    if program is None:
        return HealthCheck("window", False, "glimpse-gui is not installed. Install Glimpse again.")
    # A process of its own: it ends badly where Qt's system libraries are missing.
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["unknown"])[-1]
        return HealthCheck("window", False, f"Qt does not load ({reason}). {remedy}")
    return HealthCheck("window", True, "Qt loads.")
