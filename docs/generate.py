"""Write docs/command-line.md and docs/settings.md from the code; with --check only say whether they are current."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from broadsheet.cli.lazy import Entry, load
from broadsheet.cli.main import COMMANDS, app
from broadsheet.settings import SETTINGS

DOCS = Path(__file__).resolve().parent
NOTICE = "<!-- Written by docs/generate.py out of the code; edit that. -->"

COMMON = """\
Every command reads its settings from the environment ([settings.md](settings.md)); the options that stand before the
command's name hold for all commands.

- Data goes to standard output; progress, notes and refusals go to standard error. Colour and bars appear on a terminal
  only, and never with `NO_COLOR` set.
- `--json` prints one JSON document.
- An error is one line on standard error that begins with `broadsheet:`.

| exit code | meaning |
| --- | --- |
| 0 | done; a search that finds nothing is done too, and so is output whose reader stopped reading |
| 1 | could not be done; standard error says why (also: `doctor` found a problem, `import --strict` a bad record) |
| 2 | wrong usage |
| 130 | interrupted; what was done until then is kept |
"""


def pages() -> dict[Path, str]:
    """Return the content of each generated page."""
    return {DOCS / "command-line.md": _command_line(), DOCS / "settings.md": _settings()}


def _command_line() -> str:
    lines = [NOTICE, "# The command line", "", COMMON]
    group = typer.main.get_command(app)
    lines += ["## broadsheet", "", "`broadsheet [OPTIONS] COMMAND [ARGS]...`", "", *_parameters(group), ""]
    lines += ["| command | |", "| --- | --- |"]
    lines += [f"| [{entry.name}](#broadsheet-{entry.name}) | {entry.summary} |" for entry in COMMANDS]
    for entry in COMMANDS:
        lines += ["", *_command(entry)]
    return "\n".join(lines) + "\n"


def _command(entry: Entry) -> Iterator[str]:
    command = load(entry)
    yield f"## broadsheet {entry.name}"
    yield ""
    yield f"`{' '.join(['broadsheet', entry.name, '[OPTIONS]', *_arguments(command)])}`"
    yield ""
    yield command.help.replace("\\[", "[")
    yield ""
    yield from _parameters(command)
    yield ""
    yield "```sh"
    yield from import_module(f"broadsheet.cli.commands.{entry.target.split(':')[0]}").EXAMPLES
    yield "```"


def _arguments(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            name = parameter.metavar + ("..." if parameter.nargs == -1 else "")
            yield name if parameter.required else f"[{name}]"


def _parameters(command: Any) -> Iterator[str]:
    yield "| | | default |"
    yield "| --- | --- | --- |"
    for parameter in command.params:
        if parameter.name != "help":
            yield f"| {_names(parameter)} | {parameter.help} | {_default(parameter)} |"


def _names(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar}`"
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    return names if parameter.is_flag else f"{names} {_values(parameter)}"


def _values(parameter: Any) -> str:
    choices = parameter.type_descriptor.choices
    if choices:
        return " \\| ".join(f"`{choice.value}`" for choice in choices)
    return f"*{parameter.type_descriptor.annotation.__name__.lower().replace('str', 'text')}*"


def _default(parameter: Any) -> str:
    if isinstance(parameter.show_default, str):
        return parameter.show_default
    if parameter.default in (None, False) or not parameter.show_default:
        return ""
    return "yes" if parameter.default is True else str(getattr(parameter.default, "value", parameter.default))


def _settings() -> str:
    lines = [
        NOTICE,
        "# Settings",
        "",
        "Settings come from the environment. A value that cannot be used stops the program with a line that names it,",
        "and so does an unknown name that begins with `BROADSHEET_`. Any setting `NAME` can instead be read from the",
        "file that `NAME_FILE` points to, which keeps a password out of the environment.",
        "",
        "| name | what it is | default |",
        "| --- | --- | --- |",
    ]
    lines += [f"| `{one.name}` | {one.help}{_secret(one.secret)} | {_code(one.default)} |" for one in SETTINGS]
    lines += ["", "`NO_COLOR`, set to anything, keeps colour out of the terminal (no-color.org)."]
    return "\n".join(lines) + "\n"


def _secret(secret: bool) -> str:
    return " Never shown." if secret else ""


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def main() -> int:
    """Write the pages that are not current, or with --check name them; the exit code is then 1."""
    stale = [file for file, text in pages().items() if not file.exists() or file.read_text(encoding="utf-8") != text]
    for file in stale:
        if "--check" in sys.argv[1:]:
            sys.stderr.write(f"{file.name} is not current: run python docs/generate.py\n")
        else:
            file.write_text(pages()[file], encoding="utf-8")
    return int("--check" in sys.argv[1:] and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
