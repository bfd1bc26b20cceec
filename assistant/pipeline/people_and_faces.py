"""People: what the face sense and the CNN saw, made one, nobody counted twice."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.pipeline.evidence import Box, Observation, Sureness

FACE = "face"
PERSON = "person"

_LEVELS = sorted(Sureness, key=lambda sureness: sureness.rank)
_Claim = tuple[Sureness, Box]  # somebody is there


def fuse(observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """Join the faces and the CNN's "person" to one "person"; the faces themselves stay.

    Unsure faces where the CNN sees nobody are left out: 4 of 15 were faces, of those where it saw
    somebody all were (``python -m tests.benchmarks.measure_people``).

    Args:
        observations: of one picture, of any kind.

    Returns:
        The same in the same order, with one "person" (see :func:`together`) at the place of the
        CNN's, or at the end where only faces were seen.
    """
    persons = [o for o in observations if o.kind == "object" and o.label == PERSON]
    faces = [o for o in observations if o.kind == "people" and o.label == FACE]
    if not persons:
        doubtful = [face for face in faces if face.sureness == Sureness.UNSURE]
        observations = [o for o in observations if o not in doubtful]
        faces = [face for face in faces if face not in doubtful]
    if not faces:
        return tuple(observations)
    at = observations.index(persons[0]) if persons else len(observations)
    after = (o for o in observations[at:] if o not in persons)
    return (*observations[:at], together(faces, persons), *after)


def together(faces: Sequence[Observation], persons: Sequence[Observation]) -> Observation:
    """The one "person" that faces (at least one, with boxes) and the CNN's persons make.

    How sure: where both saw somebody, one step surer than the surer of them, for they are deceived
    by different pictures: unsure and unsure make fairly sure, fairly sure and anything make sure.
    Where only one saw somebody, as sure as that one.

    How many: a face whose middle is in a person's box is that person's; a face outside of every
    box is somebody else. Inside the boxes only sure faces can make more people than there are
    boxes: a doubtful one is too often a pattern on the clothes. Where the CNN's people have no
    boxes, its number or the faces' counts, whichever is larger. Only who is as sure as the surest
    is counted, as with all things; others make "at least". It is the least number anyway: faces
    that are turned away are missed.

    Returns:
        Sense "cnn" where the CNN saw somebody, else "people". ``box`` where it is one person and
        ``boxes`` where each one's is known; ``where`` is left to who joins the description.
    """
    best = max(persons or faces, key=lambda o: (o.sureness.rank, o.score))
    boxes = [(person.sureness, box) for person in persons for box in person.all_boxes]
    number = max((person.count or 1 for person in persons), default=0)
    alone = [(face.sureness, box) for face in faces for box in face.all_boxes]
    more = any(person.more for person in persons)
    if number > len(boxes):
        sureness = _raised(best.sureness, alone)
        known = tuple(box for _, box in boxes)
        return _person(best, sureness, max(number, len(_surest(alone))), known, more)
    owners = [[claim for claim in alone if _inside(claim, box)] for _, box in boxes]
    somebody = [(_raised(level, its), box) for (level, box), its in zip(boxes, owners, strict=True)]
    owned = {claim for its in owners for claim in its}
    sure = [claim for claim in alone if claim in owned and claim[0] == Sureness.SURE]
    somebody += sure[len(boxes) :]
    somebody += [claim for claim in alone if claim not in owned]
    counted = _surest(somebody)
    sureness = counted[0][0]
    more = more or (len(counted) < len(somebody) and sureness != Sureness.UNSURE)
    return _person(best, sureness, len(counted), tuple(box for _, box in counted), more)


def _inside(face: _Claim, person: Box) -> bool:
    """Whether the middle of the face is in the person's box."""
    x, y, width, height = face[1]
    left, top, across, down = person
    return 0 <= x + width / 2 - left <= across and 0 <= y + height / 2 - top <= down


def _raised(sureness: Sureness, faces: Iterable[_Claim]) -> Sureness:
    ranks = [level.rank for level, _ in faces]
    return _LEVELS[min(max(sureness.rank, *ranks) + 1, 2)] if ranks else sureness


def _surest(claims: Sequence[_Claim]) -> list[_Claim]:
    highest = max(level.rank for level, _ in claims)
    return [claim for claim in claims if claim[0].rank == highest]


def _person(
    like: Observation, sureness: Sureness, count: int, boxes: tuple[Box, ...], more: bool
) -> Observation:
    box = boxes[0] if count == len(boxes) == 1 else None
    return replace(
        like, label=PERSON, kind="object", sureness=sureness, count=count, box=box, boxes=boxes,
        where="", more=more,
    )  # fmt: skip
