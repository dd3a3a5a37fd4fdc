"""The command line: finds the commands of the four folders and turns errors into one line and an exit status."""

import importlib
import logging
import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from eval.errors import EvalError
from ingest.errors import IngestError
from retriever.errors import RetrieverError
from server.errors import ServerError

COMMANDS = {
    "ingest": "ingest.commands:ingest_command",
    "ask": "server.commands:ask_command",
    "brief": "server.brief_commands:brief_command",
    "search": "server.commands:search_command",
    "terms": "server.commands:terms_command",
    "serve": "server.commands:serve_command",
    "export": "server.export_commands:export_command",
    "embed": "server.embed_commands:embed_command",
    "mcp": "server.assistant_commands:mcp_command",
    "eval": "eval.commands:eval_app",
    "corpus": "eval.corpus_commands:corpus_app",
    "gaps": "server.feedback_commands:gaps_command",
    "feedback": "eval.feedback_commands:feedback_app",
    "bench": "eval.bench_commands:bench_command",
    "config": "server.commands:config_command",
}
"""Where each command is: a function, or a Typer of several. Only the one that is asked for is imported."""

MORE_OF = {
    "eval": (
        "eval.answer_commands",
        "eval.audit_commands",
        "eval.compare_commands",
        "eval.gate_commands",
        "eval.judge_commands",
        "eval.kind_commands",
        "eval.sweep_commands",
        "eval.twin_commands",
    ),
    "corpus": ("eval.twin_commands",),
}
"""Modules that mount further commands of a Typer when they are imported."""


class _Commands(TyperGroup):
    """The commands of the table."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name, imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found = getattr(importlib.import_module(module), name)
        for more in MORE_OF.get(cmd_name, ()):
            importlib.import_module(more)
        mounted = _app()
        if isinstance(found, typer.Typer):
            mounted.add_typer(found, name=cmd_name)
        else:
            mounted.command(cmd_name)(found)
        return get_group(mounted).commands[cmd_name]


def _app(group: type[TyperGroup] | None = None) -> typer.Typer:
    return typer.Typer(
        name="glossator",
        cls=group,
        help="Ask a glossary a question, get a short answer in which every sentence carries a citation.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        rich_markup_mode=None,
    )


app = _app(_Commands)
app.callback()(lambda: None)


def main() -> None:
    """Run a command. Exit 0: done; 2: the input or the arguments are wrong; 1: anything else."""
    try:
        status = app(standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except (IngestError, RetrieverError, ServerError, EvalError) as error:
        _fail(str(error), 2)
    except KeyboardInterrupt:
        _fail("interrupted; what was in force still is", 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.stderr.write(f"{error}\n")
            sys.exit(2)
        if hasattr(error, "exit_code") and hasattr(error, "format_message"):  # a usage error of the option parser
            context = getattr(error, "ctx", None)
            hint = f" (see `{context.command_path} --help`)" if context else ""
            _fail(f"{error.format_message()}{hint}", 2)
        logging.getLogger("glossator").debug("unexpected error", exc_info=True)
        _fail(f"unexpected {type(error).__name__}: {error} (--log-level debug shows where)", 1)


def _fail(message: str, status: int) -> None:
    sys.stderr.write("glossator: " + " ".join(message.split()) + "\n")
    sys.exit(status)


if __name__ == "__main__":
    main()
