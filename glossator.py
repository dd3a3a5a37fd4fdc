"""The command line: mounts the commands of the four folders and turns errors into one line and an exit status."""

import logging
import os
import sys

import typer

from eval import answer_commands, audit_commands, compare_commands  # noqa: F401  # each mounts commands of `eval`
from eval.bench_commands import bench_command
from eval.commands import eval_app
from eval.corpus_commands import corpus_app
from eval.errors import EvalError
from eval.feedback_commands import feedback_app
from ingest.commands import ingest_command
from ingest.errors import IngestError
from retriever.errors import RetrieverError
from server.brief_commands import brief_command
from server.commands import ask_command, config_command, search_command, serve_command, terms_command
from server.errors import ServerError
from server.export_commands import export_command
from server.feedback_commands import gaps_command

app = typer.Typer(
    name="glossator",
    help="Ask a glossary a question, get a short answer in which every sentence carries a citation.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
app.command("ingest")(ingest_command)
app.command("ask")(ask_command)
app.command("brief")(brief_command)
app.command("search")(search_command)
app.command("terms")(terms_command)
app.command("serve")(serve_command)
app.command("export")(export_command)
app.add_typer(eval_app, name="eval")
app.add_typer(corpus_app, name="corpus")
app.command("gaps")(gaps_command)
app.add_typer(feedback_app, name="feedback")
app.command("bench")(bench_command)
app.command("config")(config_command)


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
