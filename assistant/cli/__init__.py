"""The command ``glimpse``. Results go to standard output, notices to standard error.

Exit codes: 0 all was done; 2 the command line is wrong; those of :mod:`assistant.errors`.
Nothing heavy is imported here: ``glimpse --help`` must answer at once.
"""

import logging
from collections.abc import Sequence
from importlib import import_module

from assistant import errors, log, sessions
from assistant.cli import ahead, output
from assistant.cli.parser import parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = parser().parse_args(argv)
    log.set_up(arguments.verbose)
    try:
        arguments.settings = output.settings_told()
        sessions.open_ahead(ahead.needed(arguments))
        code: int = import_module(f"assistant.cli.{arguments.command}").run(arguments)
    except errors.AssistantError as error:
        logging.getLogger(__name__).debug("Stopped by", exc_info=True)
        output.notice(error.message)
        return error.exit_code
    except KeyboardInterrupt:
        output.notice("Stopped.")
        return errors.Cancelled.exit_code
    except BrokenPipeError:
        # Whoever read our output has gone (as `head` does); nobody is left to be told.
        output.write_no_more()
        return 0
    finally:
        sessions.forget_ahead()
    return code
