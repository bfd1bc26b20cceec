"""Servers that people have: where each usually is, and how it gets going."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    """A kind of server.

    Attributes:
        name: as the command line has it.
        title: as people call it.
        address: where it usually is; empty where the user must say.
        hint: one sentence: what must be there before.
        key: it wants one.
        company: who gets the pictures; empty where that is the user.
    """

    name: str
    title: str
    address: str
    hint: str
    key: bool = False
    company: str = ""


_ALL = (
    Preset(
        "ollama", "Ollama", "http://localhost:11434/v1",
        "Start Ollama and get a model that sees, as in: ollama pull gemma3",
    ),
    Preset(
        "llama.cpp", "llama.cpp", "http://localhost:8080/v1",
        "Start llama-server with a model and its --mmproj file, which is what sees.",
    ),
    Preset(
        "lmstudio", "LM Studio", "http://localhost:1234/v1",
        "Load a model that sees in LM Studio, and start its server on the Developer page.",
    ),
    Preset(
        "vllm", "vLLM", "http://localhost:8000/v1",
        "Start it as in: vllm serve, with the name of a model that sees.",
    ),
    Preset(
        "openai", "OpenAI", "https://api.openai.com/v1",
        "You need a key from platform.openai.com, and each picture costs money.",
        key=True, company="OpenAI",
    ),
    Preset(
        "other", "Any other server", "",
        "Any server that speaks the protocol of OpenAI: its address often ends in /v1.",
    ),
)  # fmt: skip

PRESETS: dict[str, Preset] = {preset.name: preset for preset in _ALL}
