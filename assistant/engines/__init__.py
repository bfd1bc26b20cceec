"""Bigger models that describe at length: asked for by name, checked, beside our own description.

::

    protocol    what an engine is: a stream of text, then a result
    book        the engines that this user has added, and what each may be sent
    parts       what a user says of one, of which each can be wrong
    addresses   where a server is: on this computer, in this network, on the internet
    presets     servers that people have, with their usual addresses
    key_ring    secrets, in the system's key ring
    consent     the one question before the first picture goes anywhere
    outgoing    what of a picture is sent
    server      engines behind the OpenAI protocol; connection and faults are parts of it
    local       engines that run inside Glimpse, by transformers; writing: the thread that they use
    catalogue   which of those Glimpse can get itself; obtaining: from the hub, like the models
    incoming    an answer is anybody's text: whole sentences, without markup, that end
    piecewise   engines whose answers come as pieces, of which those are made
    opening     from the book to a working engine; hello: tries it

Nothing reaches the network before an engine is used, nor is imported what could.
"""

from assistant.engines.book import RESERVED, Book, Entry
from assistant.engines.consent import Scope

__all__ = ["RESERVED", "Book", "Entry", "Scope"]
