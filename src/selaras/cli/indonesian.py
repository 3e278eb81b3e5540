"""click in Indonesian: headings of the help pages, and what was wrong with a command line."""

from __future__ import annotations

import click

_HEADINGS = {"Options": "Pilihan", "Commands": "Perintah", "Arguments": "Isian"}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        words = args.replace("[OPTIONS]", "[PILIHAN]").replace("COMMAND [ARGS]...", "PERINTAH ...")
        super().write_usage(prog, words, "Pemakaian: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is in Indonesian."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help with an Indonesian sentence."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Tampilkan bantuan ini."
        return option


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command


def wrong(error: click.UsageError) -> str:
    """What was wrong with the command line, in one sentence."""
    if isinstance(error, click.NoSuchOption):
        return f"Pilihan {error.option_name} tidak ada."
    if isinstance(error, click.MissingParameter):
        return f"{_named(error.param)} belum diisi."
    if isinstance(error, click.BadParameter):
        return f"Isi {_named(error.param)} tidak dapat dipakai."
    return "Perintah itu tidak ada, atau isiannya berlebih."


def _named(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return (parameter.human_readable_name if parameter else "isian").upper()
