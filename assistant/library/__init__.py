"""Many pictures at once: descriptions written into them by standard, or into a report.

::

    annotation  Explanation → the texts that are written
    fields      which fields a person wrote, which are Glimpse's, and what is to be changed
    exiftool    the program that reads and edits the metadata of all formats
    container   what kind of file can hold XMP; WebP, which older exiftools cannot write
    copies      private copies of pictures
    same_picture  whether only the XMP of a file was changed, told from its bytes
    rewrite     the changed copy of a picture or a sidecar, read back
    prepare     one picture: read, describe, make the changed copy, check it
    preparing   that as the work of a process; :mod:`assistant.work` has many of them
    commit      the changed copy takes the picture's place, or nothing happens
    journal     what was done, so that nothing is done twice
    task        what is to be done
    batch       all of them together
    report      CSV, JSON and an accessible page
"""

from assistant.library.annotation import AltTexts
from assistant.library.batch import annotate, find
from assistant.library.outcome import Outcome, OutcomeKind, WriteTarget
from assistant.library.task import Task

__all__ = ["AltTexts", "Outcome", "OutcomeKind", "Task", "WriteTarget", "annotate", "find"]
