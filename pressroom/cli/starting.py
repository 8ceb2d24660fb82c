"""The commands that start something: a magazine, an issue, an article."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import click

from pressroom.cli.options import as_seen, find_issues, magazine_option, stand_in_magazine

# What takes long to load is loaded by the commands that need it.


@click.group()
def new() -> None:
    """Start a magazine, an issue or an article."""


@new.command()
@click.argument("name")
@click.option("--language", default="en", show_default=True, help="Its language (BCP 47): en-GB, zh-CN, de …")
@click.option(
    "--page", default="magazine", show_default="210x285mm", help="The size of its page: A5, 170x240mm, 8.5x11in …"
)
@click.option("--title", default="", help="Its title, where that is not the name of the folder.")
def magazine(name: str, language: str, page: str, title: str) -> None:
    """Make the folder of a new magazine, with a layout and an issue of sixteen pages."""
    from pressroom.language.check import check_tag
    from pressroom.report import Place, Severity
    from pressroom.starting.magazine import new_magazine
    from pressroom.starting.sizes import read_size

    folder = Path(name)
    wrong = check_tag(language, Place(folder))
    if wrong and wrong.severity is Severity.STOP:
        raise click.BadParameter(f"{wrong.message}: {wrong.hint}", param_hint="--language")
    try:
        size = read_size(page)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--page") from None
    files = new_magazine(folder, title or folder.resolve().name, language, size, f"{date.today():%Y-%m}")
    made = as_seen(folder.resolve())
    click.echo(f"{made}: {len(files)} files; to build it: cd {shlex.quote(str(made))} && pressroom build")


@new.command()
@click.argument("slug")
@magazine_option
def issue(slug: str, magazine: Path | None) -> None:
    """Make the folder of a new issue, in the layout of the last one."""
    from pressroom.starting.issue import new_issue

    for file in new_issue(stand_in_magazine(magazine), slug, f"{date.today():%Y-%m}"):
        click.echo(str(as_seen(file)))


@new.command()
@click.argument("slug")
@click.option(
    "--issue", "issue_name", default="", help="The issue.  [default: the one that you stand in, or the newest]"
)
@click.option("--kind", default="feature", show_default=True, help="The kind of its slot.")
@click.option("--department", default="", help="Its department.  [default: that of the last slot that has one]")
@magazine_option
def article(slug: str, issue_name: str, kind: str, department: str, magazine: Path | None) -> None:
    """Write a new article, and give it a page of the flatplan behind the last one."""
    from pressroom.starting.article import new_article

    (found,) = find_issues([issue_name] if issue_name else [], magazine)
    for file in new_article(found.folder, slug, kind, department):
        click.echo(str(as_seen(file)))
