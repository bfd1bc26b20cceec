"""y = g(d): GPT-2 makes a sentence of what was seen, and of nothing else.

Grounded decoding: :class:`GroundedLogits` leaves open only the tokens with which some sentence of
:class:`~assistant.pipeline.grammar.Grammar` goes on; GPT-2's likelihoods choose among them. The
compact GPT-2 is here; the standard one, which needs torch, in ``gpt2_standard.py``.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from assistant.errors import Cancelled, ModelError, PipelineError, ShouldStop, never
from assistant.pipeline import nouns
from assistant.pipeline.evidence import Observation, Sentence
from assistant.pipeline.grammar import Grammar, State
from assistant.sessions import NetworkError, OnnxNetwork

Logits = npt.NDArray[np.float32]
Tokens = tuple[int, ...]
Branch = tuple[Tokens, State]  # the tokens still to come of one phrase, and the state after it


@dataclass(frozen=True)
class Prompt:
    """Prompts for a language model; one JSON file beside each model (``prompt.json``).

    Attributes:
        prefix: what comes first: few-shot examples, or nothing. It must not end in a space, as it
            is turned into tokens by itself.
        thing: one observation, with ``{thing}`` in it.
        separator: between two observations.
        suffix: what makes the model write the sentence.
        end: the full stop as the model's own texts write it.
    """

    prefix: str
    thing: str
    separator: str
    suffix: str
    end: str

    def text(self, observations: Iterable[Observation]) -> str:
        """Text after the prefix for these observations."""
        things = (self.thing.format(thing=nouns.named(o)) for o in observations)
        return self.separator.join(things) + self.suffix


class Automaton:
    """The grammar over tokens: which tokens may follow the tokens written so far.

    Phrases are encoded by the tokenizer itself, each with its leading space; GPT-2's pre-tokenizer
    never joins tokens over a space or before punctuation, so pieces may be encoded one by one.
    """

    def __init__(self, grammar: Grammar, tokenizer: Tokenizer, end: int) -> None:
        """Make it of a grammar.

        Args:
            grammar: what may be said.
            tokenizer: the language model's.
            end: the token that ends a text.
        """
        self._grammar = grammar
        self._tokenizer = tokenizer
        self._end = end
        self._encoded: dict[str, Tokens] = {}
        self._seen: dict[Tokens, list[Branch]] = {(): list(self._expand(grammar.start))}

    def allowed(self, written: Tokens) -> set[int]:
        """The tokens that may come after these; never empty."""
        return {tokens[0] for tokens, _ in self._branches(written)} or {self._end}

    def longest(self) -> int:
        """An upper bound of the length of a sentence in tokens."""
        phrases = self._grammar.phrases
        connecting = 4 * (len(phrases) + 1)
        return sum(len(self._encode(p)) for p in phrases) + connecting + 16

    def _branches(self, written: Tokens) -> list[Branch]:
        if written not in self._seen:
            self._seen[written] = list(self._step(written[:-1], written[-1]))
        return self._seen[written]

    def _step(self, before: Tokens, token: int) -> Iterator[Branch]:
        for tokens, state in self._branches(before):
            if tokens[0] != token:
                continue
            if len(tokens) > 1:
                yield tokens[1:], state
            else:
                yield from self._expand(state)

    def _expand(self, state: State) -> Iterator[Branch]:
        for phrase, after in self._grammar.options(state):
            yield self._encode(phrase), after

    def _encode(self, phrase: str) -> Tokens:
        if phrase not in self._encoded:
            self._encoded[phrase] = encode(self._tokenizer, phrase)
        return self._encoded[phrase]


class GroundedLogits:
    """Makes every token impossible that would say something nobody saw."""

    def __init__(self, automaton: Automaton) -> None:
        self._automaton = automaton

    def __call__(self, written: Tokens, logits: Logits) -> Logits:
        """Logits (vocabulary,) of what follows the tokens, −∞ for each that is not allowed."""
        allowed = sorted(self._automaton.allowed(written))
        masked = np.full_like(logits, -np.inf)
        # A broken model may give NaN; the grammar must hold even then.
        masked[allowed] = np.nan_to_num(logits[allowed], nan=0.0)
        return masked


class LanguageModel(Protocol):
    """Tokens in, what may come next out. Not thread-safe.

    Attributes:
        positions: the most tokens that it can read.
        end: the token that ends a text.
    """

    positions: int
    end: int

    def __call__(self, tokens: Tokens) -> Logits:
        """Logits (vocabulary,) of the token after these, of which there is at least one.

        Raises:
            NetworkError: it failed.
        """
        ...


class CompactGPT2:
    """The compact GPT-2: ``gpt2.onnx`` beside its ``config.json``.

    It reads the whole text anew for each token that is chosen: a network of this size takes one to
    two milliseconds for it, and a cache of what it read would save less than half of that.

    Raises:
        NetworkError, OSError, ValueError, KeyError: a file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        facts = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.positions = int(facts["n_positions"])
        self.end = int(facts["eos_token_id"])
        self._network = OnnxNetwork(folder / "gpt2.onnx")
        if self._network.outputs != {"logits": [1, facts["vocab_size"]]}:
            raise ValueError("gpt2.onnx and config.json do not belong together")

    def __call__(self, tokens: Tokens) -> Logits:
        """See :class:`LanguageModel`."""
        logits: Logits = self._network({"tokens": np.array([tokens], np.int64)})["logits"][0]
        return logits


class Writer:
    """d → sentence. Not thread-safe: made and used in one thread.

    Args:
        folder: a GPT-2 with its ``tokenizer.json``.
        prompt: the file ``prompt.json`` that goes with this model.
        load: makes the language model of the folder.

    Raises:
        ModelError: a file is missing or damaged.
    """

    def __init__(
        self, folder: Path, prompt: Path, load: Callable[[Path], LanguageModel] = CompactGPT2
    ) -> None:
        try:
            self._prompt = Prompt(**json.loads(prompt.read_text(encoding="utf-8")))
            self._tokenizer = _tokenizer(folder)
            self._model = load(folder)
            self._prefix = encode(self._tokenizer, self._prompt.prefix)
        except (OSError, ValueError, TypeError, KeyError, NetworkError) as error:
            raise ModelError(
                f"The language model in {folder} is missing or damaged. "
                "Install Glimpse again or, if it was downloaded, "
                "run: glimpse models download standard"
            ) from error

    def __call__(
        self, observations: Sequence[Observation], should_stop: ShouldStop = never
    ) -> Sentence:
        """One lower-case sentence that names each observation once; too many: the first that fit.

        Args:
            observations: things and at most one place, most certain first; at least one.
            should_stop: asked before every token.

        Raises:
            Cancelled: ``should_stop`` said so.
            PipelineError: the network failed.
        """
        used, prompt, automaton = self._fit(list(observations))
        try:
            tokens = self._write(prompt, automaton, should_stop)
        except NetworkError as error:
            raise PipelineError("The language model failed. Try again, or restart.") from error
        return Sentence(_tidy(self._tokenizer.decode(tokens)), tuple(used))

    def _fit(self, observations: list[Observation]) -> tuple[list[Observation], Tokens, Automaton]:
        """As many observations as the model's context can hold, with the prompt for them."""
        grammar = Grammar(observations, self._prompt.end)
        automaton = Automaton(grammar, self._tokenizer, self._model.end)
        prompt = self._prefix + encode(self._tokenizer, self._prompt.text(observations))
        if automaton.longest() > self._model.positions - len(prompt) and len(observations) > 1:
            return self._fit(observations[:-1])
        return observations, prompt, automaton

    def _write(self, prompt: Tokens, automaton: Automaton, should_stop: ShouldStop) -> Tokens:
        """The likeliest sentence, token by token (greedy), without the token that ends it.

        It is what ``generate`` of transformers gives with the same mask, but the network is only
        asked where the grammar leaves a choice.
        """
        grounded = GroundedLogits(automaton)
        written: Tokens = ()
        while not written or written[-1] != self._model.end:
            if should_stop():
                raise Cancelled
            allowed = automaton.allowed(written)
            if len(allowed) == 1:
                (token,) = allowed
            else:
                token = int(grounded(written, self._model(prompt + written)).argmax())
            written = (*written, token)
        return written[:-1]


def encode(tokenizer: Tokenizer, text: str) -> Tokens:
    """A text as tokens, without any that the text does not have."""
    return tuple(tokenizer.encode(text, add_special_tokens=False).ids)


def _tokenizer(folder: Path) -> Tokenizer:
    text = (folder / "tokenizer.json").read_text(encoding="utf-8")
    try:
        return Tokenizer.from_str(text)
    except Exception as error:  # tokenizers raises nothing more exact
        raise ValueError("tokenizer.json is damaged") from error


def _tidy(text: str) -> str:
    return " ".join(text.split()).replace(" .", ".").replace(" ,", ",")
