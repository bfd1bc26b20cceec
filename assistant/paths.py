"""Places: of what came with Glimpse, and the user's own folders."""

from functools import cache
from pathlib import Path

import platformdirs

_APP = "glimpse"


@cache
def resources() -> Path:
    """The folder of bundled files: inside an installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def config_dir() -> Path:
    """Settings live here."""
    return Path(platformdirs.user_config_dir(_APP, appauthor=False))


def data_dir() -> Path:
    """Downloaded models live here."""
    return Path(platformdirs.user_data_dir(_APP, appauthor=False))


def log_dir() -> Path:
    """The log file lives here."""
    return Path(platformdirs.user_log_dir(_APP, appauthor=False))


def pictures_dir() -> Path:
    """The folder of the user's pictures; the Open dialog starts here."""
    return Path(platformdirs.user_pictures_dir())
