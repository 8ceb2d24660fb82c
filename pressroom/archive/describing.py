"""Describe an issue for libraries: what is known of it in; MODS, Dublin Core and METS out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from pressroom import __version__
from pressroom.archive.markup import HEAD, element, texts
from pressroom.archive.works import Serial, Work

_MODS = "http://www.loc.gov/mods/v3"
_METS = "http://www.loc.gov/METS/v2"
_TYPES = {
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".json": "application/json",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
    ".md": "text/markdown",
    ".html": "text/html",
    ".css": "text/css",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".txt": "text/plain",
}


def write_mods(serial: Serial) -> str:
    """MODS 3.8: the issue, the magazine that it belongs to, and its articles."""
    host = element(
        "relatedItem",
        element("titleInfo", element("title", text=serial.magazine)),
        element("identifier", text=serial.issn, type="issn") if serial.issn else "",
        element("identifier", text=serial.cn, type="cn") if serial.cn else "",
        _part(serial),
        type="host",
    )
    origin = texts("publisher", [serial.publisher]) + element("dateIssued", text=serial.date)
    origin += texts("edition", [f"printing {serial.printing}" if serial.printing > 1 else ""])
    origin += element("issuance", text="serial")
    inside = (
        element("titleInfo", element("title", text=serial.title)),
        element("typeOfResource", text="text"),
        element("genre", text="periodical", authority="marcgt"),
        element("originInfo", origin),
        element("language", element("languageTerm", text=serial.language, type="code", authority="rfc5646")),
        element("physicalDescription", element("extent", text=f"{len(serial.labels)} pages")),
        texts("note", [f"{date}: {what}" for date, what, _ in serial.corrections]),
        texts("accessCondition", [serial.rights]),
        host,
        *(_constituent(work) for work in serial.works),
        element("recordInfo", element("recordIdentifier", text=serial.slug)),
    )
    return HEAD + element("mods", *inside, xmlns=_MODS, version="3.8")


def _part(serial: Serial) -> str:
    """Which number of the magazine it is."""
    numbers = (("volume", serial.volume), ("issue", serial.number), ("whole", serial.whole_number))
    details = (element("detail", element("number", text=value), type=kind) for kind, value in numbers if value)
    return element("part", *details, element("date", text=serial.date))


def _constituent(work: Work) -> str:
    """An article."""
    people = (
        element(
            "name",
            element("namePart", text=one.name),
            element("role", element("roleTerm", text=one.marc or one.role, **_role_of(one.marc))),
            type="personal",
        )
        for one in work.people
    )
    extent = ""
    if work.pages:
        ends = element("start", text=work.pages[0]) + element("end", text=work.pages[-1])
        extent = element("part", element("extent", ends + element("total", text=str(len(work.pages))), unit="pages"))
    subjects = "".join(element("subject", element("topic", text=word)) for word in work.keywords)
    return element(
        "relatedItem",
        element("titleInfo", element("title", text=work.title), texts("subTitle", [work.kicker])),
        *people,
        texts("abstract", [work.deck]),
        subjects,
        element("language", element("languageTerm", text=work.language, type="code", authority="rfc5646")),
        extent,
        element("identifier", text=work.slug, type="local"),
        type="constituent",
    )


def _role_of(marc: str) -> dict[str, str | float]:
    return {"type": "code", "authority": "marcrelator"} if marc else {"type": "text"}


def write_dublin_core(serial: Serial) -> str:
    """Dublin Core in the form of OAI."""
    authors = dict.fromkeys(one.name for work in serial.works for one in work.people)
    subjects = dict.fromkeys(word for work in serial.works for word in (work.department, *work.keywords) if word)
    inside = (
        texts("dc:title", [serial.title]),
        texts("dc:creator", authors),
        texts("dc:subject", subjects),
        texts("dc:publisher", [serial.publisher]),
        texts("dc:date", [serial.date]),
        texts("dc:type", ["Text"]),
        texts("dc:identifier", [f"urn:issn:{serial.issn}" if serial.issn else "", serial.slug]),
        texts("dc:language", [serial.language]),
        texts("dc:relation", [serial.magazine]),
        texts("dc:rights", [serial.rights]),
    )
    spaces: dict[str, str | float] = {
        "xmlns__oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
        "xmlns__dc": "http://purl.org/dc/elements/1.1/",
    }
    return HEAD + element("oai_dc:dc", *inside, **spaces)


def write_mets(serial: Serial, files: Mapping[str, tuple[str, int]]) -> str:
    """METS 2: the description, the files by their use, the pages in order, and the articles with their pages.

    ``files`` are names as seen from the METS file, with digest and size.
    """
    groups: dict[str, list[str]] = {}
    ids = {name: f"f{number}" for number, name in enumerate(sorted(files), 1)}
    for name in sorted(files):
        groups.setdefault(_use(name), []).append(name)
    sections = element(
        "fileSec",
        *(
            element("fileGrp", *(_file(ids[name], name, *files[name]) for name in names), USE=use)
            for use, names in groups.items()
        ),
    )
    altos = {PurePosixPath(name).stem: ids[name] for name in groups.get("FULLTEXT", ())}
    header = element("agent", element("name", text=f"Pressroom {__version__}"), ROLE="CREATOR", TYPE="SOFTWARE")
    description = element("mdRef", LOCTYPE="URL", LOCREF="mods.xml", MDTYPE="MODS", MIMETYPE="application/xml")
    inside = (
        element("metsHdr", header),
        element("mdSec", element("md", description, ID="mods", USE="DESCRIPTIVE")),
        sections,
        element("structSec", _pages(serial, altos), _articles(serial, altos)),
    )
    spaces: dict[str, str | float] = {"xmlns": _METS}
    return HEAD + element("mets", *inside, **spaces, OBJID=serial.slug, LABEL=serial.title, TYPE="issue")


def _use(name: str) -> str:
    """What a file is for."""
    folder = PurePosixPath(name).parts[1] if name.startswith("../") else "metadata"
    return {"alto": "FULLTEXT", "editions": "EDITION", "sources": "SOURCE"}.get(folder, "METADATA")


def _file(ident: str, name: str, digest: str, size: int) -> str:
    kind = _TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
    place = element("FLocat", LOCTYPE="URL", LOCREF=quote(name))
    return element("file", place, ID=ident, MIMETYPE=kind, SIZE=size, CHECKSUM=digest, CHECKSUMTYPE="SHA-256")


def _pages(serial: Serial, altos: Mapping[str, str]) -> str:
    """The pages as they follow each other."""
    pages = (
        element(
            "div",
            element("fptr", FILEID=altos[f"{number:04}"]) if f"{number:04}" in altos else "",
            ID=f"p{number}",
            TYPE="page",
            ORDER=number,
            ORDERLABEL=label,
        )
        for number, label in enumerate(serial.labels, 1)
    )
    return element("structMap", element("div", *pages, TYPE="issue", LABEL=serial.title), TYPE="PHYSICAL")


def _articles(serial: Serial, altos: Mapping[str, str]) -> str:
    """The articles, each with its pages."""
    numbers = {label: number for number, label in enumerate(serial.labels, 1)}
    articles = []
    for order, work in enumerate(serial.works, 1):
        names = (f"{numbers[label]:04}" for label in work.pages)
        found = (element("fptr", FILEID=altos[name]) for name in names if name in altos)
        articles.append(element("div", *found, ID=f"a.{work.slug}", TYPE="article", LABEL=work.title, ORDER=order))
    return element("structMap", element("div", *articles, TYPE="issue"), TYPE="LOGICAL")
