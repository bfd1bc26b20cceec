"""Searching for a thing of the user's own in pictures that were indexed before it was taught."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant import models
from assistant.errors import Cancelled
from assistant.pipeline.cnn import CompactCNN
from assistant.search import database, finding
from assistant.search.record import quantised
from assistant.teach import lesson
from assistant.teach.recogniser import ThingRecogniser
from assistant.teach.store import ThingStore
from tests.search.made import fill, record
from tests.teach.things import frame, views


def test_only_pictures_in_which_it_is_recognised_are_found(tmp_path: Path) -> None:
    network = CompactCNN(models.folder("compact"))
    records = {}
    for sample in ("parrot", "cat", "dog"):
        for number, view in enumerate(views(sample, 2, seed=20)):
            name = f"{sample}-{number}.png"
            view.save(tmp_path / name)
            seen = network(frame(Image.fromarray(np.asarray(view))))
            records[name] = record(vector=quantised(seen.embedding))
    fill(tmp_path, records)
    store = ThingStore()
    recogniser = ThingRecogniser(store)
    taught = [lesson.view(recogniser, frame(view)) for view in views("parrot", 4)]
    lesson.teach(store, recogniser, "my parrot", taught)
    with database.reading() as opened:
        found = finding.find(opened, "My parrot")
        assert {result.path.name for result in found.results} == {"parrot-0.png", "parrot-1.png"}
        assert found.said == "your parrot"
        assert found.notes == ("I looked at the 6 pictures that look most like it.",)
        assert all(result.reason.startswith("your parrot: ") for result in found.results)
        with pytest.raises(Cancelled):
            finding.find(opened, "my parrot", should_stop=lambda: True)
