"""The entry point. Whatever happens inside, a person gets a sentence and a machine gets an exit code.

0  done
1  something broke that should not have; a reference to a local log without personal data
2  refused, with what to do next: a file or a command that cannot be used
130, 143  stopped by Ctrl-C or by the system; the earlier result is as it was
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from types import FrameType

import click

from selaras.cli import bench, check, doctor, explain, indonesian, screen, sync, synth, trouble
from selaras.cli.demo import command as demo
from selaras.cli.serve import command as portal
from selaras.kernel import errors
from selaras.pipeline import versions

BROKEN, REFUSED = 1, 2


class _Stop:
    """Remembers that a person asked to stop: a database may turn the interruption into an error of its own."""

    signal: int | None = None

    @classmethod
    def asked(cls, number: int, _frame: FrameType | None) -> None:
        cls.signal = number
        raise KeyboardInterrupt


@click.group(cls=indonesian.Group, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(versions.packages()["selaras"], message="selaras %(version)s", help="Tampilkan versi.")
@click.option("--debug", is_flag=True, help="Tampilkan rincian teknis bila terjadi gangguan.")
def selaras(*, debug: bool) -> None:
    """Menyelaraskan data kemiskinan: banyak daftar, satu registri.

    Mulai dengan: selaras demo
    """


for _command in (demo.demo, demo.stop, sync.sync, check.check, explain.explain, synth.synth, bench.bench, doctor.doctor,
                 portal.serve, portal.manage, portal.audit):  # fmt: skip
    selaras.add_command(_command)


def main() -> None:
    """Runs the command line and ends the process with its code."""
    signal.signal(signal.SIGINT, _Stop.asked)
    signal.signal(signal.SIGTERM, _Stop.asked)
    debug = "--debug" in sys.argv[1:2] or bool(os.environ.get("SELARAS_DEBUG"))
    sys.exit(run(sys.argv[1:], debug=debug))


def run(arguments: list[str], *, debug: bool = False) -> int:
    """Runs one command and gives its exit code; never raises what a person can be told."""
    try:
        code = selaras.main(arguments, prog_name="selaras", standalone_mode=False)
    except (errors.SelarasError, click.UsageError) as error:
        code = _refused(error)
    except BrokenPipeError:
        # The reader of our output went away (selaras ... | head); nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except (KeyboardInterrupt, click.Abort):
        code = _stopped()
    except Exception as error:
        code = _stopped() if _Stop.signal else _broken(error, debug=debug)
    return code if isinstance(code, int) else 0


def _refused(error: errors.SelarasError | click.UsageError) -> int:
    if isinstance(error, errors.SelarasError):
        screen.refuse(error)
    elif isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
    else:
        screen.warn(indonesian.wrong(error))
        screen.warn(f"Lihat caranya: {error.ctx.command_path if error.ctx else 'selaras'} --help")
    return REFUSED


def _stopped() -> int:
    screen.warn("Dihentikan; hasil sebelumnya tidak berubah.")
    return 128 + (_Stop.signal or signal.SIGINT)


def _broken(error: Exception, *, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
    reference, path = trouble.record(error)
    screen.warn("Selaras terhenti karena kesalahan di dalam program. Hasil sebelumnya tidak berubah.")
    where = f" Catatannya, tanpa data pribadi, ada di {path}." if path else ""
    screen.warn(f"Sampaikan tanda {reference} kepada pengelola Selaras.{where}")
    return BROKEN
