"""The root of what is told to a person instead of being done."""

from __future__ import annotations


class AppError(Exception):
    """Something stands in the way.

    The message is one sentence for a person, and nothing was half-done.

    `exit_status` is that of the command line, `suggestions` what would be taken instead, and
    `advice` what more there is to say on the shell.
    """

    exit_status = 1
    suggestions: tuple[str, ...] = ()
    advice = ""
