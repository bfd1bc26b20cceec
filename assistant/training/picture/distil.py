"""Soft answers: those of captions and teachers together with what other networks say.

Five people leave out most of what is there, and of most pictures nobody said anything. Networks
that did not learn from a picture often see it. Where its answers are known theirs are mixed in
(Hinton et al., "Distilling the knowledge in a neural network", 2015); of pictures without captions
theirs stand where nobody knows (self-training).
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from assistant.training.picture.material import HEADS, Material
from assistant.training.picture.targets import Floats

MIXED = 0.3  # the other networks' share of an answer of which captions tell
SUPPOSED = 0.6  # how much an answer counts that is theirs alone


def softened(material: Material, said: Mapping[str, Floats]) -> Material:
    """The material with soft answers to learn.

    Args:
        material: all pictures.
        said: head → chances (all pictures, labels), by networks that did not learn from the
            picture; NaN where none was asked.
    """
    told = np.array([bool(row.captions) for row in material.rows])[:, None]
    taught, trust = {}, {}
    for head in HEADS:
        mine, theirs = material.taught[head], said[head]
        asked, known = ~np.isnan(theirs), mine >= 0
        mixed = (1 - MIXED) * mine + MIXED * theirs
        alone = asked & ~known & ~told
        chosen = np.where(asked & known & told, mixed, np.where(alone, theirs, mine))
        taught[head] = chosen.astype(np.float32)
        counts = SUPPOSED * material.weights[:, None]
        trust[head] = np.where(alone, counts, material.trust[head]).astype(np.float32)
    return replace(material, taught=taught, trust=trust)
