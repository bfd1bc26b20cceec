"""Stories as tokens: the tokenizer, and batches that are a function of the seed and the step."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from assistant.pipeline.gpt2 import Prompt
from assistant.training.language import sentences
from assistant.training.language import stories as data
from assistant.training.language.stories import Story, Thing

END, TAGS, SAY = SPECIAL = ("<|endoftext|>", "<|tags|>", "<|say|>")
PROMPT = Prompt(prefix="", thing=TAGS + " {thing}", separator="", suffix=SAY, end=".")
NOUNS = 0.3  # how much a token of the prompt counts, next to one of the sentence
LONGEST = 128  # tokens of prompt and sentence: what the network can hold
_POOL = 8  # batches are cut from so many, sorted by length
_MADE_UP, _STRANGE = 0.12, 0.03  # shares


@dataclass(frozen=True)
class Batch:
    """B pairs of T tokens.

    Attributes:
        tokens: (B, T), padded with the end token.
        weights: (B, T) of each token's loss; 0 for what is not learnt.
    """

    tokens: Tensor
    weights: Tensor


def tokenizer(texts: Sequence[str], size: int) -> PreTrainedTokenizerFast:
    """A byte-level BPE of so many tokens, learnt from the texts; any text can be written in it."""
    made = Tokenizer(models.BPE())
    # The pieces of a sentence bring their own spaces; "," must not get one.
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=list(SPECIAL), show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )  # fmt: skip
    made.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=made, bos_token=END, eos_token=END)


def tokenizer_texts(stories: Sequence[Story], captions: Sequence[str], seed: int) -> Iterator[str]:
    """Sentences to learn tokens from: of captions, with every label, and plain captions."""
    dice = np.random.default_rng(seed)
    for told in stories[::4]:
        yield sentences.sentence(data.counted(told, dice))
    for _ in range(8_000):
        yield sentences.sentence(data.made_up(dice))
    yield from (f" {caption.lower()}" for caption in captions[::20])


class Pairs:
    """Prompts with their sentences, endlessly; a resumed run goes on with the same ones.

    Args:
        stories: of the captions to learn from.
        captions: for words that are no labels, as people's own things have.
        tokens: the tokenizer.
        size: pairs in a batch.
        seed: of the choice.
    """

    def __init__(
        self,
        stories: Sequence[Story],
        captions: Sequence[str],
        tokens: PreTrainedTokenizerFast,
        size: int,
        seed: int,
    ) -> None:
        self._stories, self._captions, self._size, self._seed = stories, captions, size, seed
        self._encode = encoder(tokens)
        self._pool: tuple[int, list[Batch]] = (-1, [])

    def get(self, step: int) -> Batch:
        """The batch of this step."""
        number, place = divmod(step, _POOL)
        if self._pool[0] != number:
            self._pool = number, self._batches(np.random.default_rng([self._seed, number]))
        return self._pool[1][place]

    def _batches(self, dice: np.random.Generator) -> list[Batch]:
        lines = [self._line(dice) for _ in range(_POOL * self._size)]
        lines.sort(key=lambda line: len(line[0]))
        cuts = [lines[i : i + self._size] for i in range(0, len(lines), self._size)]
        return [stacked(cuts[i]) for i in dice.permutation(len(cuts))]

    def _line(self, dice: np.random.Generator) -> "Line":
        while True:
            line = self._encode(*self._pair(dice))
            if len(line[0]) <= LONGEST:
                return line

    def _pair(self, dice: np.random.Generator) -> tuple[str, str, float]:
        """Prompt, sentence, and how much the prompt's own words are learnt."""
        if dice.random() < _MADE_UP:
            told, known = data.made_up(dice), 0.0
        else:
            told = data.counted(self._stories[int(dice.integers(len(self._stories)))], dice)
            known = NOUNS if dice.random() < 0.5 else 0.0
            told = told if known else data.varied(told, dice)
        if told.things and not known and dice.random() < _STRANGE:
            told = self._strange(told, dice)
        return prompt(told, dice), sentences.sentence(told, PROMPT.end), known

    def _strange(self, told: Story, dice: np.random.Generator) -> Story:
        """The story about something that has no label, as people's own things have none."""
        found = re.findall(r"[a-z]{3,}", self._captions[int(dice.integers(len(self._captions)))])
        things = list(told.things)
        at = int(dice.integers(len(things)))
        if len(found) > 2:
            start = int(dice.integers(len(found) - 1))
            things[at] = Thing(" ".join(found[start : start + 1 + at % 2]), things[at].count)
        return replace(told, things=tuple(things))


def prompt(told: Story, dice: np.random.Generator) -> str:
    """The things in any order; the place last, as the program gives it, or anywhere."""
    seen = told.observations()
    last = len(seen) - bool(told.place) if dice.random() < 0.6 else len(seen)
    order = [*dice.permutation(last), *range(last, len(seen))]
    return PROMPT.text(seen[int(i)] for i in order)


Line = tuple[list[int], list[float]]


def encoder(tokens: PreTrainedTokenizerFast) -> Callable[[str, str, float], Line]:
    """(prompt, sentence, weight of the prompt's words) → tokens and their weights."""
    fast = tokens.backend_tokenizer
    tags, say, end = (tokens.convert_tokens_to_ids(token) for token in (TAGS, SAY, END))

    def encode(asked: str, answer: str, known: float) -> Line:
        before = fast.encode(asked, add_special_tokens=False).ids
        after = [*fast.encode(answer, add_special_tokens=False).ids, end]
        learnt = [0.0 if token in (tags, say) else known for token in before]
        return before + after, learnt + [1.0] * len(after)

    return encode


def stacked(lines: Sequence[Line]) -> Batch:
    """Pairs as one batch."""
    longest = max(len(tokens) for tokens, _ in lines)
    tokens = torch.zeros(len(lines), longest, dtype=torch.long)
    weights = torch.zeros(len(lines), longest)
    for row, (ids, learnt) in enumerate(lines):
        tokens[row, : len(ids)] = torch.tensor(ids)
        weights[row, : len(ids)] = torch.tensor(learnt)
    return Batch(tokens, weights)


def save(tokens: PreTrainedTokenizerFast, folder: Path) -> None:
    """Write the tokenizer's files."""
    tokens.save_pretrained(folder)
