"""What a person decides about proposals is written, and is not asked again."""

from contextlib import closing

import pytest

from assistant.library import AltTexts, Task, WriteTarget
from assistant.library.journal import Journal
from assistant.library.review import Review
from assistant.pipeline.options import Options
from assistant.work import Setup
from tests.library.made import (
    PIPELINE,
    TEXTS,
    needs_exiftool,
    picture,
    seed,
    sha256,
    told_by_exiftool,
    write_by_hand,
)

pytestmark = needs_exiftool

TASK = Task(WriteTarget.REPORT, Setup(senses=Options().public, workers=1), dry_run=True)
ALT = "XMP-iptcCore:AltTextAccessibility"


@pytest.fixture
def pictures(tmp_path):
    made = [picture(tmp_path / f"{n}.jpg", quality=50 + n) for n in range(5)]
    write_by_hand(made[4], f"-{ALT}=Anna")
    seed(*made)
    with Journal() as journal:
        unsure = AltTexts(guess="I may be wrong: it could be a cat.")
        journal.described(sha256(made[3]), PIPELINE, unsure)
    return made


def reviewed(folder, decide):
    """Names of what was proposed, after ``decide`` was called for each."""
    review = Review([str(folder)], TASK)
    with closing(review.steps()) as steps:
        for state in steps:
            assert review.messages == []
            if state.looked == state.total:
                break
        for proposal in review.proposals:
            decide(review, proposal)
    return sorted(proposal.path.name for proposal in review.proposals)


def test_accepted_changed_and_skipped(pictures, tmp_path):
    before = pictures[2].read_bytes()

    def decide(review, proposal):
        if proposal.path == pictures[0]:
            review.accept(proposal, proposal.texts.alt)
        elif proposal.path == pictures[1]:
            review.accept(proposal, " Rex with his ball. ")
        elif proposal.path == pictures[2]:
            review.skip(proposal)

    # 4.jpg has a person's alt text: there is nothing to decide.
    assert reviewed(tmp_path, decide) == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]
    accepted, changed = map(told_by_exiftool, pictures[:2])
    assert accepted[ALT] == TEXTS.alt
    assert changed[ALT] == "Rex with his ball."
    assert changed["XMP-dc:Description"] == TEXTS.caption
    marked = [entry.partition(" ")[0] for entry in changed["XMP-glimpse:Wrote"]]
    assert "AltTextAccessibility" not in marked  # theirs: never renewed, never removed
    assert pictures[2].read_bytes() == before
    assert reviewed(tmp_path, lambda *_: None) == ["3.jpg"]


def test_words_of_ones_own_where_nothing_was_certain(pictures, tmp_path):
    def decide(review, proposal):
        if proposal.path == pictures[3]:
            review.accept(proposal, "Our cat.")

    reviewed(tmp_path, decide)
    told = told_by_exiftool(pictures[3])
    assert told[ALT] == "Our cat."
    assert "XMP-dc:Description" not in told


def test_a_text_is_not_written_into_another_picture(pictures, tmp_path):
    review = Review([str(tmp_path)], TASK)
    with closing(review.steps()) as steps:
        next(s for s in steps if s.looked == s.total)
        proposal = review.proposals[0]
        before = picture(proposal.path, quality=20).read_bytes()
        review.accept(proposal, proposal.texts.alt)
        next(_ for _ in steps if review.messages)
    assert review.messages[0].startswith(f"{proposal.path.name} changed since it was described")
    assert proposal.path.read_bytes() == before


def test_a_picture_that_went_away_is_told(pictures, tmp_path):
    review = Review([str(tmp_path)], TASK)
    with closing(review.steps()) as steps:
        next(s for s in steps if s.looked == s.total)
        first = review.proposals[0]
        first.path.unlink()
        review.accept(first, first.texts.alt)
        next(_ for _ in steps if review.messages)
    assert review.messages[0].startswith(f"There is no picture named {first.path.name}")


def test_what_was_accepted_can_be_changed_and_taken_back(pictures, tmp_path):
    before = [path.read_bytes() for path in pictures]
    review = Review([str(tmp_path)], TASK)
    with closing(review.steps()) as steps:
        next(s for s in steps if s.looked == s.total)
        zero, one, two, _ = sorted(review.proposals, key=lambda proposal: proposal.path)
        review.accept(zero, zero.texts.alt)
        review.skip(zero)
        review.accept(one, one.texts.alt)
        review.skip(one)
        review.accept(one, one.texts.alt)
        review.accept(two, "My dog.")
        review.accept(two, two.texts.alt)
        review.accept(two, "My dog again.")
        next(steps)
        assert review.messages == []
        review.skip(two)
        next(steps)
    assert review.messages == [
        "Your own words stay in 2.jpg; to replace them, change and accept them."
    ]
    assert pictures[0].read_bytes() == before[0]
    assert told_by_exiftool(pictures[1])[ALT] == TEXTS.alt
    assert told_by_exiftool(pictures[2])[ALT] == "My dog again."
    assert reviewed(tmp_path, lambda *_: None) == ["3.jpg"]
