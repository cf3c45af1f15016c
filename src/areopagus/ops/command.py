"""The command line. Says what is wrong in one line; imports Django only where a board is needed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from areopagus import __version__
from areopagus.core import environment
from areopagus.ops import folder

Runner = Callable[[argparse.Namespace], int]
# Commands that work on a board: name, module, help, whether they may make the board. Those that may
# have it for themselves while they run.
ON_A_BOARD = (
    ("demo", "areopagus.ops.demo", "fill a new board with people and topics", True),
    ("check", "areopagus.ops.check", "recompute every counter, number and reference", False),
    (
        "sweep",
        "areopagus.housekeeping.command",
        "find members who sleep and accounts that are spam; a plan can be run and undone",
        False,
    ),
    (
        "upkeep",
        "areopagus.ops.upkeep",
        "count or render everything anew, beside a running board",
        False,
    ),
    (
        "second-factor",
        "areopagus.ops.second_factor",
        "show a member's second factor, or take it away when it is lost",
        False,
    ),
    (
        "mail-check",
        "areopagus.ops.mail_check",
        "look whether other mail servers have reason to trust the board's mails",
        False,
    ),
    ("rebuild", "areopagus.search.command", "make the search index anew", False),
    (
        "check-links",
        "areopagus.importers.access_logs",
        "ask for every old address in web server logs",
        False,
    ),
)
# The same for what is known of other forum software.
DOORS = (
    ("import", "areopagus.importers.{}", "move another forum's board in", True),
    (
        "verify",
        "areopagus.importers.{}.verification",
        "compare another forum's dump with the board",
        False,
    ),
)
# What shells say of a program that was stopped with Ctrl-C.
INTERRUPTED = 130
KINDS = (("fluxbb", "a board of FluxBB 1.2 to 1.5"),)
OLD_ACCOUNTS = (
    "fluxbb-users",
    "areopagus.importers.fluxbb.old_accounts",
    "evidence from an older dump, by which members who were deleted claim their posts",
)


def main(arguments: Sequence[str] | None = None) -> int:
    said = list(sys.argv[1:] if arguments is None else arguments)
    if said[:1] == ["test"]:
        from areopagus.ops.testing import run_tests

        return run_tests(said[1:])
    options, rest = _parser().parse_known_args(said)
    if rest and options.command != "manage":
        _parser().error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    try:
        runner: Runner = options.runner
        return runner(options)
    except (folder.CannotServe, environment.WrongSetting) as reason:
        sys.stderr.write(f"areopagus: {reason}\n")
        return 2 if isinstance(reason, environment.WrongSetting) else 1
    except KeyboardInterrupt:
        # Also while a board is opened and its tables are made, which may take seconds.
        sys.stderr.write("\nareopagus: interrupted.\n")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has heard enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="areopagus", description="Forum software.")
    parser.add_argument("--version", action="version", version=f"Areopagus {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    _add_serve(commands)
    _add_backup(commands)
    for name, module, help_text, may_make in ON_A_BOARD:
        _add_on_a_board(commands, name, module, help_text, may_make=may_make)
    for name, module, help_text, may_make in DOORS:
        door = commands.add_parser(name, help=help_text)
        kinds = door.add_subparsers(dest="kind", required=True, metavar="kind")
        for kind, about in KINDS:
            _add_on_a_board(kinds, kind, module.format(kind), about, may_make=may_make)
        if name == "import":
            _add_on_a_board(kinds, *OLD_ACCOUNTS, may_make=False)
    _add_render(commands)
    commands.add_parser(
        "test", help="run all tests; further arguments go to pytest", add_help=False
    )
    manage = commands.add_parser("manage", help="Django's own commands", add_help=False)
    _add_board(manage)
    manage.set_defaults(runner=_manage)
    return parser


def _add_board(parser: argparse.ArgumentParser) -> None:
    default = os.environ.get("AREOPAGUS_BOARD")
    parser.add_argument(
        "--board",
        type=Path,
        default=Path(default) if default else None,
        help="the board's folder (./board; ./demo-board for a demo)",
    )


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from areopagus.ops import serve

    parser = commands.add_parser("serve", help="serve a board; made when it is missing")
    _add_board(parser)
    serve.add_arguments(parser)

    def runner(options: argparse.Namespace) -> int:
        options.board = options.board or Path("demo-board" if options.demo else "board")
        environment.read(options.board, os.environ)
        return serve.run(options)

    parser.set_defaults(runner=runner)


def _add_backup(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Of the board as it is: its tables are not brought to this version first."""
    from areopagus.ops import backup

    parser = commands.add_parser("backup", help="a whole board in one file, also while it runs")
    _add_board(parser)
    backup.add_arguments(parser)

    def runner(options: argparse.Namespace) -> int:
        options.board = options.board or Path("board")
        _find_board(options.board)
        return backup.run(options)

    parser.set_defaults(runner=runner)


def _add_on_a_board(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    module: str,
    help_text: str,
    *,
    may_make: bool,
) -> None:
    """A command in a module of its own, which must import the house only when it runs."""
    parser = commands.add_parser(name, help=help_text)
    _add_board(parser)
    import_module(module).add_arguments(parser)

    def runner(options: argparse.Namespace) -> int:
        options.board = options.board or Path("demo-board" if name == "demo" else "board")
        work: Runner = import_module(module).run
        if not may_make:
            _open_board(options.board)
            return work(options)
        with folder.opened(options.board):
            _open_board(options.board)
            return work(options)

    parser.set_defaults(runner=runner)


def _open_board(board: Path) -> None:
    """Sets Django up for this board, migrated."""
    _find_board(board)
    from areopagus.ops.migrating import migrate

    migrate()


def _find_board(board: Path) -> None:
    """Sets Django up for this board, its tables as they are."""
    if not folder.is_board(board):
        folder.look_at(board)
        raise folder.CannotServe(f"{board} is not a board; give its folder with --board")
    environment.read(board, os.environ)
    folder.set_up_django(board)


def _add_render(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("render", help="text on standard input, HTML on standard output")
    parser.add_argument("--dialect", default="bbcode", choices=("bbcode", "fluxbb12", "markdown"))
    parser.set_defaults(runner=_render)


def _render(options: argparse.Namespace) -> int:
    from areopagus import markup

    try:
        source = sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        sys.stderr.write(f"areopagus: the text is not UTF-8 (byte {error.start})\n")
        return 1
    sys.stdout.write(markup.render(source, markup.Dialect(options.dialect)).html + "\n")
    return 0


def _manage(options: argparse.Namespace) -> int:
    board: Path = options.board or Path("board")
    os.environ["AREOPAGUS_BOARD"] = str(board.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "areopagus.config.settings"
    from django.core.management import execute_from_command_line

    execute_from_command_line(["areopagus manage", *options.rest])
    return 0


if __name__ == "__main__":
    sys.exit(main())
