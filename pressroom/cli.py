"""The command line."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pressroom import __version__
from pressroom.editions import EDITIONS
from pressroom.fonts import check_fonts, prepare_fonts
from pressroom.new import new_issue
from pressroom.normaliser import apply_changes, find_changes
from pressroom.pipeline import Progress as Steps
from pressroom.pipeline import Shop, check_issue, publish_issue, set_file
from pressroom.preflight import CHECKS
from pressroom.read import newest_issue
from pressroom.read.schema import json_schemas
from pressroom.read.sheet import read_text, replace_text
from pressroom.report import PressroomError, Report

_CLEAR, _STOPPED, _WRONG = 0, 1, 2
_PACKAGE = Path(__file__).resolve().parent


class _Press(click.Group):
    """A group that shows what is wrong with sources as a list, never as a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a broken source or a disk that refuses exits with 2."""
        try:
            return super().invoke(ctx)
        except PressroomError as error:
            _show(error.report)
        except OSError as error:
            click.echo(f"{error.filename or 'a file'}: cannot be read or written: {error.strerror or error}", err=True)
        ctx.exit(_WRONG)


@click.group(cls=_Press, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Make magazines: YAML, Markdown and pictures in, a PDF and an EPUB out."""


def _home() -> Path:
    """The folder that holds layouts and fonts: here, or where Pressroom itself lies."""
    here = Path.cwd()
    return here if (here / "layouts").is_dir() else _PACKAGE.parent


def _shop() -> Shop:
    """Where the press finds its things."""
    home = _home()
    cache = Path(os.environ.get("PRESSROOM_CACHE", home / ".pressroom"))
    fonts = home / "fonts" if (home / "fonts" / "fonts.yaml").is_file() else _PACKAGE.parent / "fonts"
    return Shop(home / "layouts", fonts, cache)


def _issues(names: Sequence[str]) -> list[Path]:
    """Find issues by slug or by folder; the newest where none is named."""
    root = _home() / "issues"
    if not names:
        return [newest_issue(root)]
    folders = []
    for name in names:
        folder = next((path for path in (root / name, Path(name)) if (path / "issue.yaml").is_file()), None)
        if folder is None:
            known = ", ".join(sorted(path.parent.name for path in root.glob("*/issue.yaml"))) or "none"
            raise click.UsageError(f"there is no issue {name!r} (known issues: {known})")
        folders.append(folder)
    return folders


def _editions(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
    """Read ``screen,epub``."""
    names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
    unknown = [name for name in names if name not in EDITIONS]
    if unknown or not names:
        raise click.BadParameter(f"unknown edition {', '.join(unknown)!r}; known: {', '.join(EDITIONS)}")
    return names


_edition_option = click.option(
    "--edition", "editions", default=",".join(EDITIONS), show_default=True, callback=_editions, help="Which editions."
)
_jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, show_default="all cores", help="Slots at once."
)


@main.command()
@click.argument("issues", nargs=-1)
@_edition_option
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"), show_default=True)
@_jobs_option
def build(issues: tuple[str, ...], editions: tuple[str, ...], out: Path, jobs: int) -> None:
    """Build issues (slugs or folders; the newest if none is named) into --out."""
    clear = True
    for folder in _issues(issues):
        with _progress(folder.name) as progress:
            report, files = publish_issue(folder, _shop(), out, editions, jobs, progress)
        _show(report)
        for file in files:
            click.echo(f"{file} ({file.stat().st_size / 1e6:.2f} MB)")
        if not report.clear:
            click.echo(f"{folder.name}: stopped, nothing written", err=True)
        clear = clear and report.clear
    raise SystemExit(_CLEAR if clear else _STOPPED)


@main.command()
@click.argument("issues", nargs=-1)
@_jobs_option
@click.option("--list", "listing", is_flag=True, help="List the checks and leave.")
def check(issues: tuple[str, ...], jobs: int, listing: bool) -> None:
    """Look at issues as a build would, and write nothing."""
    if listing:
        for rule in CHECKS.values():
            click.echo(f"{rule.id:18} {rule.severity.name.lower():6} {rule.summary}")
        return
    reports = []
    for folder in _issues(issues):
        with _progress(folder.name) as progress:
            reports.append(check_issue(folder, _shop(), jobs, progress))
        _show(reports[-1])
        click.echo(f"{folder.name}: {'clear' if reports[-1].clear else 'stopped'}")
    raise SystemExit(_CLEAR if all(report.clear for report in reports) else _STOPPED)


@main.command("set")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def set_(source: Path, out: Path) -> None:
    """Set any HTML file as a PDF with the Chinese composer, without an issue."""
    _show(set_file(source, out, _shop()))
    click.echo(f"{out} ({out.stat().st_size / 1e6:.2f} MB)")


@main.command()
@click.argument("target")
@_jobs_option
def lint(target: str, jobs: int) -> None:
    """Measure the typesetting of an issue or of any finished PDF, rule by rule."""
    from pressroom.lint import find_line, index_copy, lint_pdf, render_report

    file = Path(target)
    if file.is_file():
        report = lint_pdf(file)
    else:
        (folder,) = _issues([target])
        with tempfile.TemporaryDirectory() as desk, _progress(folder.name) as progress:
            _, files = publish_issue(folder, _shop(), Path(desk), ("screen",), jobs, progress)
            if not files:
                raise click.UsageError(f"{target} does not build: look at it with `pressroom check`")
            report = lint_pdf(next(path for path in files if path.suffix == ".pdf"))
        index = index_copy({path: path.read_text(encoding="utf-8") for path in sorted(folder.glob("copy/*.md"))})
        for result in report.results:
            for violation in () if result.passed else result.violations:
                place = find_line(violation.text, index)
                click.echo(f"{place or folder}: {result.rule} on {violation.label}: {violation.text}", err=True)
    click.echo(render_report(report))
    raise SystemExit(_CLEAR if report.passed else _STOPPED)


@main.group("import")
def import_() -> None:
    """Turn old material into an issue folder."""


@import_.command()
@click.argument("scan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The issue folder to make."
)
@click.option("--layout", default="base", show_default=True, help="The layout that issue.yaml asks for.")
def ocr(scan: Path, out: Path, layout: str) -> None:
    """Read the text of a scanned issue into an issue folder, with a report of every doubt."""
    from pressroom.importers.ocr import import_scan  # slow to load, and no other command needs it

    with _progress(scan.name) as progress:
        result = import_scan(scan, out, layout=layout, progress=progress)
    click.echo(result.summary)
    click.echo(f"{out}; every doubt is in {out / 'import-report.md'}")


@main.command()
@click.argument("issues", nargs=-1)
@click.option("--write", is_flag=True, help="Write the lines, instead of showing them.")
def normalise(issues: tuple[str, ...], write: bool) -> None:
    """Show what the rules of GB/T 15834 would change in the copy of issues."""
    for folder in _issues(issues):
        for file in sorted(folder.glob("copy/*.md")):
            text = read_text(file)
            changes = find_changes(text)
            for change in changes:
                click.echo(f"{file}:{change.line}:{change.column}:\n  - {change.before}\n  + {change.after}")
            if write and changes:
                replace_text(file, apply_changes(text, changes))


@main.command()
@click.argument("slug")
def new(slug: str) -> None:
    """Make the folder of a new issue under issues/."""
    for file in new_issue(Path("issues"), slug):
        click.echo(str(file))


@main.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("schemas"), show_default=True)
def schema(out: Path) -> None:
    """Write the JSON Schemas of magazine.yaml, issue.yaml, front matter and layout.yaml."""
    out.mkdir(parents=True, exist_ok=True)
    for name, values in json_schemas().items():
        file = out / name
        file.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        click.echo(str(file))


@main.group()
def fonts() -> None:
    """Prepare and prove the faces of the press."""


@fonts.command()
def prepare() -> None:
    """Fetch the source packages named in fonts.yaml and derive the faces anew (needs npm)."""
    prepare_fonts(_shop().fonts, _shop().cache / "font-sources", click.echo)


@fonts.command("check")
def check_() -> None:
    """Prove digests, coverage and embedding rights of the faces."""
    report = check_fonts(_shop().fonts)
    _show(report)
    click.echo("fonts: clear" if report.clear else "fonts: stopped")
    raise SystemExit(_CLEAR if report.clear else _STOPPED)


def _show(report: Report) -> None:
    """Print what was found, the worst first."""
    for finding in report.findings:
        click.echo(str(finding), err=True)


@contextmanager
def _progress(name: str) -> Iterator[Steps]:
    """A progress bar on a terminal, and silence elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=None)

        def step(what: str, done: int, count: int) -> None:
            bar.update(task, description=f"{name}  {what}", completed=done, total=count)

        yield step


if __name__ == "__main__":
    main()
