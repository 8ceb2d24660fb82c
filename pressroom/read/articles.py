"""Read copy: a Markdown file with front matter in, an :class:`Article` out."""

from __future__ import annotations

import re
from pathlib import Path

from pressroom.issue import Article, Credit, Picture, Role
from pressroom.pictures import Art, check_words
from pressroom.read.schema import ArticleSheet, LeadSheet
from pressroom.read.sheet import Sheet, fill, prove_text, read_sheet, read_text
from pressroom.report import Finding, Place, SourceError, nearest, stop

_FENCE = "---\n"
#: What parts of an article are called after its slug.
_PART = re.compile(r"fn-(.+)-\d+|(.+)-(?:headline|notes|b\d+|call\d+(?:-\d+)?|table-\d+)")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")


def read_articles(art: Art, roles: tuple[Role, ...]) -> tuple[dict[str, Article], list[Finding]]:
    """Read every copy of an issue folder; give the articles by slug, and all that is wrong."""
    articles: dict[str, Article] = {}
    findings: list[Finding] = []
    for file in sorted((art.folder / "copy").glob("*.md")):
        if not _SLUG.fullmatch(file.stem):
            hint = "use small Latin letters, digits and hyphens"
            findings.append(stop("bad-slug", f"{file.name} is no name for copy", Place(file), hint))
            continue
        if clash := _find_clash(file.stem, list_slugs(art.folder)):
            hint = "give the file another name, and the slot that names it"
            findings.append(stop("bad-slug", f"{file.name} is no name for copy: {clash}", Place(file), hint))
        art.workshop.note(file)
        try:
            articles[file.stem], wrong = read_article(file, art, roles)
            findings += wrong
        except SourceError as error:
            findings += error.report.findings
    return articles, findings


def _find_clash(slug: str, slugs: list[str]) -> str:
    """Say what a slug is taken for in finished files, whose parts are named after articles; empty if for nothing."""
    if slug.startswith("page-"):
        return "page-… are the names of pages"
    part = _PART.fullmatch(slug)
    owner = (part[1] or part[2]) if part else ""
    return f"so a part of {owner}.md is called" if owner in slugs else ""


def list_slugs(folder: Path) -> list[str]:
    """The slugs of all copy in an issue folder, whether it can be read or not."""
    return sorted(file.stem for file in (folder / "copy").glob("*.md"))


def read_article(
    file: Path, art: Art, roles: tuple[Role, ...], draft: str | None = None
) -> tuple[Article, list[Finding]]:
    """Read one article; give it with what is wrong with its roles and its lead picture.

    A ``draft`` is what its file would hold if it had been saved.

    :raises SourceError: with everything that is wrong with its file and its front matter.
    """
    if file.is_symlink() or file.parent.is_symlink():
        message = "is a link: only files of the issue folder are read"
        raise SourceError([stop("path-leaves-folder", message, Place(file), "put the file itself there")])
    text = read_text(file, art.workshop.roots) if draft is None else prove_text(draft, file)
    head, fence, copy = text.removeprefix(_FENCE).partition(f"\n{_FENCE}")
    if not fence and text.rstrip().endswith("\n---"):
        head, fence, copy = text.rstrip().removeprefix(_FENCE).removesuffix("\n---"), _FENCE, ""
    if not text.startswith(_FENCE) or not fence:
        hint = "begin the file with ---, `headline: …`, ---"
        raise SourceError([stop("no-front-matter", "there is no front matter", Place(file, 1, 1), hint)])
    sheet = read_sheet(head, file, first_line=2, cache=art.workshop.cache)
    values = fill(ArticleSheet, sheet)
    findings = _check_roles(values, sheet, roles)
    lead = None
    if values.lead:
        lead, wrong = _read_lead(values.lead, sheet, art)
        findings += wrong
    article = Article(
        slug=file.stem,
        headline=values.headline,
        copy=copy,
        place=Place(file, 1, 1),
        copy_line=head.count("\n") + 4,
        short_headline=values.short_headline,
        kicker=values.kicker,
        tag=values.tag,
        deck=values.deck,
        bylines=tuple(Credit(line.role, line.names) for line in values.bylines),
        keywords=values.keywords,
        lead=lead,
        language=values.lang,
        head=head,
    )
    return article, findings


def _read_lead(values: LeadSheet, sheet: Sheet, art: Art) -> tuple[Picture | None, list[Finding]]:
    """Find the picture that an article opens with."""
    place = sheet.place(("lead", "src"))
    file, findings = art.find(values.src, place)
    if file is None:
        return None, findings
    if wrong := check_words(values.src, values.alt, sheet.place(("lead", "alt"))):
        return None, wrong
    return Picture(file, values.alt, place, values.caption, values.credit, values.crop), []


def _check_roles(values: ArticleSheet, sheet: Sheet, roles: tuple[Role, ...]) -> list[Finding]:
    """Every byline names a role that the magazine knows; where its roles are not known, any may stand."""
    known = [role.name for role in roles]
    return [
        stop(
            "unknown-role",
            f"unknown role {line.role!r}",
            sheet.place(("bylines", index, "role")),
            f"did you mean {nearest(line.role, known)!r}?"
            if nearest(line.role, known)
            else f"known roles: {', '.join(known)}",
        )
        for index, line in enumerate(values.bylines)
        if known and line.role not in known
    ]
