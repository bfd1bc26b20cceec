import logging
from collections.abc import Iterator

import pytest

from assistant import log, paths


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()


def test_what_happens_is_written_down_in_any_alphabet() -> None:
    log.set_up()
    logging.getLogger("assistant").warning("Привет")
    assert "Привет" in (paths.log_dir() / "glimpse.log").read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_disturbs_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    (paths.log_dir() / "glimpse.log").mkdir(parents=True)
    log.set_up()
    logging.getLogger("assistant").warning("Something")
    assert "Traceback" not in capfd.readouterr().err
