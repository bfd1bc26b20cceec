"""Reading what is written in a picture.

::

    read(frame) → Page → blocks (paragraphs) → lines → words

presence.py tells whether there is anything to read. ocr.py finds and recognises lines with
network_cache.py (networks.py: RapidOCR's networks), turn.py says which way up they are, pictures.py
keeps those of a screen apart from its words, layout.py puts lines in order, reader.py makes the
page; instant.py tells what is new in a film.
"""

from assistant.reading.page import Block, Line, Page, Word
from assistant.reading.reader import is_legible, may_be_written, read

__all__ = ["Block", "Line", "Page", "Word", "is_legible", "may_be_written", "read"]
