"""Finding pictures by words, or by another picture. What is known of them never leaves the machine.

::

    database    the SQLite file: tables, permissions, one writer
    record      what is kept of one picture; facts: what its file tells of itself
    observing   one picture file → its record, in a worker process
    store       records → tables
    scan        folders against the index: added, changed, gone
    indexing    all of these together; summary: what came of it
    folders     which folders are in the index
"""
