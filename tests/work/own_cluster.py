"""A cluster as Glimpse starts it for itself, kept for others to join and to use.

``python -m tests.work.own_cluster`` tells where it is, then ends it when its input ends.
"""

import json
import os
import sys
from pathlib import Path

from assistant.work import Setup, WorkEngine, start
from tests.work.toys import Toy

if __name__ == "__main__":
    workers = start(Toy(Path(), setup=Setup(workers=1, engine=WorkEngine.RAY)))
    import ray

    told = {"address": ray.get_runtime_context().gcs_address, "folder": os.environ["TMPDIR"]}
    print(json.dumps(told | {"token": os.environ["RAY_AUTH_TOKEN"]}), flush=True)
    sys.stdin.read()
    workers.close()
