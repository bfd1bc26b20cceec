"""``glimpse ask``: a question about a picture, answered from what was seen in it."""

import argparse
from dataclasses import replace

from assistant import ask, senses, sources
from assistant.cli import output, speaking
from assistant.cli.at_length import EngineForAll
from assistant.errors import PipelineError, SourceError
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options


def run(arguments: argparse.Namespace) -> int:
    """Answer one question about one picture."""
    question = " ".join(arguments.question)
    engine = EngineForAll.asked_for(arguments)
    chosen = arguments.settings
    # All senses, whatever is switched off: who asks for the text wants it read.
    options = replace(Options.of(chosen), senses=senses.without(()))
    try:
        frame = sources.image(sources.local(arguments.path))  # first: a wrong name is told at once
        describer = pipeline.load(arguments.profile or chosen["profile"])
        explanation = describer.describe(frame, options=options)
    except (SourceError, PipelineError) as error:
        if arguments.json:
            facts = {"source": arguments.path, "question": question}
            output.json_line(facts | {"error": error.message})
        raise
    return tell(arguments, arguments.path, question, explanation, frame, options, engine)


def tell(
    arguments: argparse.Namespace, source: str, question: str, explanation: Explanation,
    frame: Frame, options: Options, engine: EngineForAll | None = None,
) -> int:  # fmt: skip
    """Answer a question about a picture that is explained, in print and aloud as it was asked.

    Returns:
        the exit code.
    """
    answer = ask.answer(question, explanation, frame, clock=options.clock)
    facts = {
        "source": source,
        "question": question,
        "text": answer.text,
        "notes": list(frame.remarks),
        "evidence": [output.observation(o) for o in answer.evidence],
        "profile": explanation.profile,
        "models": dict(explanation.versions),
    }
    said = [*frame.remarks, answer.text]
    if not arguments.json:
        output.result(" ".join(said))
    code = 0
    if engine:
        told = engine.describe(frame, explanation, question, quiet=arguments.json)
        said += told.spoken
        facts["at_length"] = told.facts
        code = told.code
        engine.close()
    if arguments.json:
        output.json_line(facts)
    if arguments.speak:
        speaking.speak(said)
    return code
