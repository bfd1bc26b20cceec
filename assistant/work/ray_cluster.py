"""A Ray cluster: one that somebody runs, or a small one that is started here and ended again."""

import logging
import os
import secrets
import socket
import subprocess
import sys
from importlib.util import find_spec

from assistant.errors import AssistantError
from assistant.work.pool import NICE
from assistant.work.run_folders import OwnFolder

_MISSING = (
    "Ray is not installed, which --engine ray needs. "
    "Install it with: pip install 'glimpse-assistant[cluster]'"
)
_KNOCK_S, _CHECK_S = 4.0, 14.0  # together what a wrong address may cost
# Tasks and results are small; what does not fit goes to the disk. Ray's least is 75 MiB.
_OBJECT_STORE = 128 << 20
_ENVIRONMENT = {
    "RAY_worker_niceness": str(NICE),  # 15, else: beside anything at work they would stand still
    "RAY_task_oom_retries": "3",  # for ever, else, and without a word
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # else it warns of its next version
    # Ray tells of lost machines on standard output, where the results are: all of it is left out.
    "RAY_DEDUP_LOGS": "1",
    "RAY_DEDUP_LOGS_SKIP_REGEX": "^",
}
_log = logging.getLogger(__name__)


def require() -> None:
    """Check that Ray is installed, without importing it.

    Raises:
        AssistantError: it is not; the sentence says what to install.
    """
    # What Ray Data needs beside Ray itself comes only with ray[data].
    if any(find_spec(name) is None for name in ("ray", "pyarrow", "pandas")):
        raise AssistantError(_MISSING)


class Cluster:
    """A connection to a Ray cluster. One at a time in a process.

    Args:
        address: HOST:PORT of a cluster that is left running; empty for one of our own, on this
            computer, which ends with the connection.
        workers: processes at work; 0 for one for each core of the cluster.
        cores: what an own cluster may use.

    Raises:
        AssistantError: Ray is missing, does not start, or nobody answers at the address.
    """

    def __init__(self, address: str, workers: int, cores: int) -> None:
        require()
        self._workers = workers
        self._folder: OwnFolder | None = None
        self._environment: dict[str, str | None] = {}
        for name, value in _ENVIRONMENT.items():
            self._set(name, value)
        try:
            self._connect(address) if address else self._start(workers or cores)
        except BaseException:  # Ctrl+C, too, must not leave a half-started cluster behind
            self.close()
            raise
        if self.workers < 1:
            self.close()
            raise AssistantError("The cluster has no cores to work on; add a machine to it.")

    @property
    def workers(self) -> int:
        """Number of workers that can be at work now: machines come and go."""
        import ray

        cores = int(ray.cluster_resources().get("CPU", 0))
        return min(cores, self._workers) if self._workers else cores

    @property
    def most(self) -> int | None:
        """Greatest number of workers; None for as many as there are."""
        return self._workers or None

    def close(self) -> None:
        """End the connection and what was started for it; the work that is under way is dropped."""
        if "ray" in sys.modules:
            import ray

            ray.shutdown()
        if self._folder is not None:
            self._folder.close()
        for name, before in self._environment.items():
            os.environ.pop(name, None)
            if before is not None:
                os.environ[name] = before

    def _set(self, name: str, value: str) -> None:
        self._environment.setdefault(name, os.environ.get(name))
        os.environ[name] = value

    def _start(self, cores: int) -> None:
        """A cluster for this process alone.

        Its processes answer only who knows the token; they end when this process does.
        """
        self._set("RAY_AUTH_MODE", "token")
        self._set("RAY_AUTH_TOKEN", secrets.token_hex(32))
        import ray

        # Ray's logs may name pictures: nobody may read them, and they go with the cluster. Ray
        # opens the folder that it is given to everybody: therefore one in a private one.
        self._folder = OwnFolder()
        inner = self._folder.path / "r"
        inner.mkdir()
        self._set("TMPDIR", str(self._folder.path))  # the workers' copies of pictures go there, too
        try:
            ray.init(
                "local",
                num_cpus=cores,
                include_dashboard=False,
                object_store_memory=_OBJECT_STORE,
                logging_level=logging.CRITICAL,
                log_to_driver=False,
                _temp_dir=str(inner),
                _node_ip_address="127.0.0.1",
            )
        except Exception as error:
            _log.exception("No Ray cluster")
            raise AssistantError(
                "Ray does not start on this computer; the log says why. Use --engine local."
            ) from error

    def _connect(self, address: str) -> None:
        _check_answers(address)
        import ray

        try:
            ray.init(address, logging_level=logging.CRITICAL, log_to_driver=False)
        except Exception as error:
            _log.exception("No connection to the Ray cluster")
            raise AssistantError(
                f"The Ray cluster at {address} does not take this computer. Run Glimpse on one of "
                f"its machines (to make this one: ray start --address {address} --num-cpus 0), "
                "with the same versions of Python and Ray."
            ) from error


def _check_answers(address: str) -> None:
    """Find out in some seconds whether there is a cluster: Ray itself waits long, and may abort."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or "/" in address:
        raise AssistantError(
            f"{address} is no address of a Ray cluster. Name its head as in: --address HOST:6379"
        )
    try:
        socket.create_connection((host.strip("[]"), int(port)), _KNOCK_S).close()
        check = [sys.executable, "-m", "ray.scripts.scripts", "health-check", "--address", address]
        subprocess.run(
            [*check, "--skip-version-check"], check=True, capture_output=True, timeout=_CHECK_S
        )
    except (OSError, OverflowError, subprocess.SubprocessError) as error:
        raise AssistantError(
            f"No Ray cluster answers at {address}. Check the address, and that it runs."
        ) from error
