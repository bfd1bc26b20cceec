"""Answers about the picture itself: colours, text, light, sharpness, people."""

from dataclasses import replace

from assistant import explore
from assistant.ask.case import Answer, Case, hedged, placed, seeing
from assistant.ask.presence import absent, unknown
from assistant.ask.questions import Question
from assistant.pipeline import nouns
from assistant.pipeline.evidence import Box, Level, Observation, Sureness
from assistant.senses import colours
from assistant.senses import light as measure
from assistant.wording import hedges, phrases

_GONE = "I can't tell colours any more: the picture is gone."
_NEITHER = "The picture is neither dark nor very bright."
_CORE = 0.6  # of a box's width and height: less of what is behind the thing
_READ = 1000  # characters of text that one answer quotes
_DIM = frozenset(("very dark", "dark", "dim"))


def colour(case: Case, question: Question) -> Answer | None:
    """Tell the colour of a thing's box, or of the middle of the picture."""
    if not question.nouns:
        return _middle(case)
    if len(question.nouns) > 1:
        return None
    noun = question.nouns[0]
    concept = case.lexicon.concept(noun.text)
    if concept is None:
        advice = "Bring it to the middle of the picture and ask what colour this is."
        told = unknown(noun)
        return Answer(f"{told.text} {advice}") if told else None
    found = case.seen(concept.labels)[:1]
    if not found:
        return absent(case, noun, concept)
    boxes = found[0].all_boxes
    if not boxes:
        rest = "I can't tell where it is, so I can't tell its colour"
        return Answer(seeing(found, rest), tuple(found))
    return _of_thing(case, found[0], _core(boxes[0]))


def _subject(o: Observation) -> str:
    many = nouns.is_plural(o.label)
    name = placed([replace(o, count=None, colour="")])
    if o.sureness == Sureness.UNSURE:
        there, verb = ("are", "they look") if many else ("is", "it looks")
        return f"if there {there} {name}, {verb}"
    return f"{name}{',' if o.where else ''} {'look' if many else 'looks'}"


def _middle(case: Case) -> Answer:
    if case.frame is not None:
        seen = colours.middle(case.frame)
    else:
        seen = tuple(o for o in case.d.of_kind("colour", "light") if o.kind == "light" or o.box)
    if not any(o.kind == "colour" for o in seen):
        return Answer(_GONE)
    words = colours.colour_words(seen)
    return Answer(f"In the middle: {words[:1].lower()}{words[1:]}", seen)


def _of_thing(case: Case, o: Observation, box: Box) -> Answer:
    if o.colour:  # the same word as in the description
        return Answer(hedged(f"{_subject(o)} {o.colour}", [o]), (o,))
    if case.frame is None:
        return Answer(_GONE, (o,))
    found = explore.colours_in(case.frame, box)
    clause = f"{_subject(o)} {explore.colour_words(found)}"
    # "If there is a dog" is doubt enough.
    told = hedged(clause, [] if o.sureness == Sureness.UNSURE else [o])
    (main, share), *_ = found
    seen = Observation(main, share, "colours", Sureness.FAIRLY_SURE, "colour", box=box)
    dim = tuple(o for o in case.d.of_kind("light") if o.label in _DIM)
    light = f" {colours.DIM}" if dim else ""
    return Answer(f"{told} Part of that may be the background.{light}", (o, seen, *dim))


def _core(box: Box) -> Box:
    x, y, width, height = box
    rest = (1 - _CORE) / 2
    return x + rest * width, y + rest * height, _CORE * width, _CORE * height


def read(case: Case, _: Question) -> Answer:
    """Quote what is written in the picture; and codes."""
    text = case.d.of_kind("text")
    codes = [s.text for s in phrases.codes(case.d.of_kind("code"))]
    evidence = (*text, *case.d.of_kind("code"))
    foreign = next(phrases.unread(case.d.of_kind("quality")), None)
    if not text and foreign:
        return Answer(" ".join([*codes, foreign.text]), (*evidence, *foreign.evidence))
    if not text:
        unread = case.unready(["text"]) or Answer(hedges.missed("I see no text"))
        return Answer(" ".join([*codes, unread.text]) if codes else unread.text, evidence)
    whole = " ".join(o.content for o in text)
    said = [f"It says: {phrases.quoted(whole, _READ)}."]
    if len(whole) > _READ:
        said.append("That is not all of it.")
    if any(o.sureness != Sureness.SURE for o in text):
        said.append("I may misread some of it.")
    return Answer(" ".join([*said, *codes]), evidence)


def light(case: Case, _: Question) -> Answer:
    """Tell how light the picture is."""
    if refused := case.refusal():
        return refused
    seen = case.d.of_kind("light")
    if not seen and case.frame is not None:  # the sense may be switched off
        seen = tuple(measure.see(case.frame))
    told = [s.text for s in phrases.light(seen)]
    even = "I noticed nothing about the light." if case.frame is None else _NEITHER
    return Answer(told[0] if told else even, seen if told else ())


def lamp(case: Case, question: Question) -> Answer:
    """Tell how light the picture is: whether a lamp makes it so nobody can tell from that."""
    told = light(case, question)
    return Answer(f"{told.text} I can't tell whether a lamp is on.", told.evidence)


def sharp(case: Case, _: Question) -> Answer:
    """Whether the picture is fit to be described."""
    if refused := case.refusal():
        return refused
    seen = case.d.of_kind("quality")
    told = [s.text for s in phrases.caveats(seen)] or ["It does not look blurred to me."]
    return Answer(" ".join(told), tuple(seen))


def what(case: Case, _: Question) -> Answer:
    """The description."""
    sentences = case.explanation.sentences[Level.STANDARD]
    evidence = (o for s in sentences for o in s.evidence)
    text = " ".join(s.text for s in sentences)
    return Answer(text, tuple(dict.fromkeys(evidence)))


def identity(case: Case, _: Question) -> Answer:
    """Never who somebody is, nor gender, age or mood."""
    told = "I don't recognise people, nor guess their age, gender or mood."
    seen = case.people
    if not seen:
        return Answer(told)
    return Answer(f"{told} {seeing(seen)}", tuple(seen))
