"""Work that outgrows one machine: tasks to the machines of a Ray cluster, results back, each once.

::

    connection  a cluster that somebody runs, or a small one on this computer; and its end
    rounds      tasks in, results out, as Ray Data pipelines; what a lost machine had is done again
    files       pictures are read by every machine, under the same name
    folders     private places on the disk
    far         what runs on the machines: loads the work, and tells why where that fails

Ray is an optional extra and is imported here only, when it is asked for. The leading process alone
writes: to the index, to pictures, to the journal. Ray's machines look and answer, by running the
same worker processes as the local engine (one for each core that Ray lends), so that a picture that
kills or stops its worker is found out there, in the same words.
"""

from enum import StrEnum


class Engine(StrEnum):
    """Where pictures are looked at."""

    LOCAL = "local"
    RAY = "ray"
