"""Describe a PDF: an issue in, its XMP packet and its Info dictionary out.

Dublin Core says what it is, PRISM 3.0 which issue of which magazine, and the identifiers of PDF/A, PDF/UA and PDF/X
what the file claims to keep. What PDF/A does not know is declared in an extension schema (ISO 19005-2, 6.6.2.3).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from pikepdf import Name, String

from pressroom.issue import Issue, Magazine
from pressroom.workshop.markup import escape

PRODUCER = "Pressroom"
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "prism": "http://prismstandard.org/namespaces/basic/3.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
#: What PDF/A has no schema for: its name, and its properties with what they hold.
_EXTENSIONS = {
    "pdf": ("Adobe PDF", {"Trapped": "whether the pages are trapped"}),
    "pdfuaid": ("PDF/UA identification", {"part": "part of ISO 14289"}),
    "pdfxid": ("PDF/X identification", {"GTS_PDFXVersion": "version of PDF/X"}),
    "prism": (
        "PRISM 3.0 basic metadata",
        {
            "aggregationType": "kind of publication",
            "publicationName": "title of the magazine",
            "issn": "ISSN of the magazine",
            "volume": "volume of the issue",
            "number": "number of the issue",
            "publishingFrequency": "how often the magazine comes out",
            "issueName": "theme of the issue",
            "issueIdentifier": "identifier of the issue",
            "coverDate": "date of the issue",
            "coverDisplayDate": "date of the issue in words",
            "publicationDate": "date of publication",
            "versionIdentifier": "edition of the issue",
        },
    ),
}
#: Properties of PDF/A's schemas that share a prefix with an extension need no declaration.
_KNOWN = frozenset({"pdf:Producer", "pdf:Keywords"})
_NUMBERS = frozenset({"pdfuaid:part"})


@dataclass(frozen=True)
class Claims:
    """What a file says it keeps: PDF/A as ``2A``, PDF/UA as ``1``, PDF/X as ``PDF/X-4``; nothing where empty."""

    pdfa: str = ""
    pdfua: str = ""
    pdfx: str = ""


@dataclass(frozen=True)
class _Entry:
    """A property: one value, or a list of the kind ``Alt``, ``Bag`` or ``Seq``."""

    name: str
    values: tuple[str, ...]
    kind: str = ""


def write_metadata(target: pikepdf.Pdf, issue: Issue, edition: str, claims: Claims | None = None) -> None:
    """Write what a file is into its XMP packet and its Info dictionary; both say the same."""
    claims = claims or Claims()
    packet = target.make_stream(write_packet(issue, edition, claims))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    target.Root.Metadata = packet
    made, changed = (_stamp(moment) for moment in (issue.timestamp, issue.modified))
    info = target.docinfo
    info["/Title"] = String(issue.title)
    info["/Author"] = String(_issuing_body(issue))
    if subjects := list_subjects(issue):
        info["/Keywords"] = String(", ".join(subjects))
    info["/Producer"] = String(PRODUCER)
    info["/CreationDate"] = String(made)
    info["/ModDate"] = String(changed)
    if claims.pdfx:
        info["/Trapped"] = Name("/False")


def _stamp(moment: str) -> str:
    """A moment as PDF writes it (ISO 32000-1, 7.9.4)."""
    return datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").strftime("D:%Y%m%d%H%M%SZ")


def write_packet(issue: Issue, edition: str, claims: Claims) -> bytes:
    """Write the XMP packet of an edition of an issue."""
    entries = [*_claim(claims), *_describe_file(issue, edition, claims), *_describe_issue(issue, edition)]
    groups: dict[str, list[_Entry]] = {}
    for entry in entries:
        if any(entry.values):
            groups.setdefault(entry.name.partition(":")[0], []).append(entry)
    parts = [_describe(prefix, "".join(map(_write_entry, group))) for prefix, group in groups.items()]
    parts += _declare(groups)
    body = "\n".join(parts)
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_NAMESPACES["rdf"]}">\n'
        f"{body}\n</rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    )
    return packet.encode()


def _claim(claims: Claims) -> Iterator[_Entry]:
    """What the file says it keeps."""
    if claims.pdfa:
        yield _Entry("pdfaid:part", (claims.pdfa[0],))
        yield _Entry("pdfaid:conformance", (claims.pdfa[1:],))
    yield _Entry("pdfuaid:part", (claims.pdfua,))
    yield _Entry("pdfxid:GTS_PDFXVersion", (claims.pdfx,))


def _describe_file(issue: Issue, edition: str, claims: Claims) -> Iterator[_Entry]:
    """The file itself: who made it, when, and what it is known by."""
    yield _Entry("pdf:Producer", (PRODUCER,))
    if claims.pdfx:
        yield _Entry("pdf:Trapped", ("False",))
    yield _Entry("xmp:CreateDate", (issue.timestamp,))
    for name in ("ModifyDate", "MetadataDate"):
        yield _Entry(f"xmp:{name}", (issue.modified,))
    yield _Entry("xmpMM:DocumentID", (identify_file(issue, edition),))
    if issue.revision.number > 1:
        yield _Entry("xmpMM:InstanceID", (identify_file(issue, f"{edition}/{issue.revision.number}"),))
    yield _Entry("xmpMM:VersionID", (str(issue.revision.number),))
    yield _Entry("xmpMM:RenditionClass", ("default",))


def _describe_issue(issue: Issue, edition: str) -> Iterator[_Entry]:
    """The issue, in the terms of Dublin Core and PRISM."""
    from pressroom.language.locales import write_issue_date  # slow to load, and books do without

    magazine = issue.magazine
    yield _Entry("dc:format", ("application/pdf",))
    yield _Entry("dc:identifier", (identify_issue(issue),))
    yield _Entry("dc:title", (issue.title,), "Alt")
    yield _Entry("dc:description", (" · ".join(issue.cover_lines),), "Alt")
    yield _Entry("dc:creator", (_issuing_body(issue),), "Seq")
    yield _Entry("dc:contributor", _contributors(issue), "Bag")
    yield _Entry("dc:publisher", (magazine.publisher,), "Bag")
    yield _Entry("dc:rights", (magazine.rights,), "Alt")
    yield _Entry("dc:subject", list_subjects(issue), "Bag")
    yield _Entry("pdf:Keywords", (", ".join(list_subjects(issue)),))
    yield _Entry("dc:language", issue.languages, "Bag")
    yield _Entry("dc:date", (issue.timestamp,), "Seq")
    yield _Entry("prism:aggregationType", ("magazine",))
    yield _Entry("prism:publicationName", (magazine.title,))
    yield _Entry("prism:issn", (magazine.issn,))
    yield _Entry("prism:volume", (issue.volume,))
    yield _Entry("prism:number", (issue.number,))
    yield _Entry("prism:issueName", (issue.theme,))
    yield _Entry("prism:issueIdentifier", (identify_issue(issue),))
    yield _Entry("prism:publishingFrequency", (magazine.frequency,))
    yield _Entry("prism:coverDate", (issue.date,))
    yield _Entry("prism:coverDisplayDate", (write_issue_date(issue.date, magazine.language, dict(issue.words)),))
    yield _Entry("prism:publicationDate", (issue.timestamp,))
    yield _Entry("prism:versionIdentifier", (edition,))


def _issuing_body(issue: Issue) -> str:
    """Who makes the magazine: its publisher, or the magazine itself where none is named."""
    return issue.magazine.publisher or issue.magazine.title


def _contributors(issue: Issue) -> tuple[str, ...]:
    """Those who are named in bylines, each once, in the order of the pages."""
    return tuple(dict.fromkeys(name for a in issue.articles for credit in a.bylines for name in credit.names))


def list_subjects(issue: Issue) -> tuple[str, ...]:
    """What an issue is about: its departments, and the keywords of its articles, each once."""
    departments = (slot.department for slot in issue.flatplan if slot.department)
    keywords = (word for article in issue.articles for word in article.keywords)
    return tuple(dict.fromkeys([*departments, *keywords]))


def _describe(prefix: str, body: str) -> str:
    """A description in one namespace."""
    return f'<rdf:Description rdf:about="" xmlns:{prefix}="{_NAMESPACES[prefix]}">{body}</rdf:Description>'


def _write_entry(entry: _Entry) -> str:
    """A property in XML."""
    if not entry.kind:
        return f"<{entry.name}>{escape(entry.values[0])}</{entry.name}>"
    language = ' xml:lang="x-default"' if entry.kind == "Alt" else ""
    items = "".join(f"<rdf:li{language}>{escape(value)}</rdf:li>" for value in entry.values if value)
    return f"<{entry.name}><rdf:{entry.kind}>{items}</rdf:{entry.kind}></{entry.name}>"


def _declare(groups: dict[str, list[_Entry]]) -> Iterator[str]:
    """Declare the properties that PDF/A does not know."""
    schemas = []
    for prefix, (title, known) in _EXTENSIONS.items():
        used = [entry.name for entry in groups.get(prefix, ()) if entry.name not in _KNOWN]
        if used:
            properties = "".join(_declare_property(name, known[name.partition(":")[2]]) for name in used)
            fields = {"schema": title, "namespaceURI": _NAMESPACES[prefix], "prefix": prefix}
            said = "".join(f"<pdfaSchema:{key}>{value}</pdfaSchema:{key}>" for key, value in fields.items())
            listed = f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>"
            schemas.append(f'<rdf:li rdf:parseType="Resource">{said}{listed}</rdf:li>')
    if schemas:
        spaces = " ".join(
            f'xmlns:{prefix}="{_NAMESPACES[prefix]}"' for prefix in ("pdfaExtension", "pdfaSchema", "pdfaProperty")
        )
        bag = f"<pdfaExtension:schemas><rdf:Bag>{''.join(schemas)}</rdf:Bag></pdfaExtension:schemas>"
        yield f'<rdf:Description rdf:about="" {spaces}>{bag}</rdf:Description>'


def _declare_property(name: str, meaning: str) -> str:
    """Declare one property: those that say what the file is are internal, those about the issue external."""
    fields = {
        "name": name.partition(":")[2],
        "valueType": "Integer" if name in _NUMBERS else "Text",
        "category": "external" if name.startswith("prism:") else "internal",
        "description": meaning,
    }
    said = "".join(f"<pdfaProperty:{key}>{value}</pdfaProperty:{key}>" for key, value in fields.items())
    return f'<rdf:li rdf:parseType="Resource">{said}</rdf:li>'


def identify_issue(issue: Issue) -> str:
    """Give an issue its identifier: the same as long as its magazine, number and date are."""
    return f"urn:{_uuid(_name(issue))}"


def identify_file(issue: Issue, edition: str) -> str:
    """Give the file of an edition its own identifier, as XMP writes it: ``uuid:…``."""
    return _uuid(f"{_name(issue)}/{edition}")


def identify_magazine(magazine: Magazine) -> str:
    """Give a magazine its identifier as a series: its ISSN where it has one."""
    return f"urn:issn:{magazine.issn}" if magazine.issn else f"urn:{_uuid(f'pressroom:{magazine.title}')}"


def _name(issue: Issue) -> str:
    """What an issue is known by."""
    magazine = issue.magazine
    return f"pressroom:{magazine.issn or magazine.title}/{issue.number}/{issue.date}"


def _uuid(name: str) -> str:
    """The UUID of a name: the same wherever and whenever (RFC 9562, 5.5)."""
    return f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"
