"""Cite articles: what an archive knows of issues in; RIS, BibTeX, CSL-JSON, Crossref's and OJS's XML out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pressroom.archive.markup import HEAD, element, texts
from pressroom.archive.works import Serial, Work
from pressroom.issue import first_day

_CROSSREF = "http://www.crossref.org/schema/5.3.1"
_OJS = "http://pkp.sfu.ca"
_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"


def write_ris(serials: Sequence[Serial]) -> str:
    """RIS, as reference managers read it: CRLF at the ends of lines."""
    return "".join("".join(f"{line}\r\n" for line in _ris(serial, work)) + "\r\n" for serial, work in _list(serials))


def _ris(serial: Serial, work: Work) -> Iterator[str]:
    values = [
        ("TY", "MGZN"),
        ("TI", work.title),
        *(("AU", name) for name in authors_of(work)),
        ("T2", serial.magazine),
        ("PY", serial.date[:4]),
        ("DA", first_day(serial.date).replace("-", "/")),
        ("VL", serial.volume),
        ("IS", serial.number),
        ("SP", work.pages[0] if work.pages else ""),
        ("EP", work.pages[-1] if work.pages else ""),
        ("SN", serial.issn),
        ("PB", serial.publisher),
        ("LA", work.language),
        ("AB", work.deck),
        *(("KW", word) for word in work.keywords),
        ("ID", key_of(serial, work)),
    ]
    yield from (f"{tag}  - {' '.join(value.split())}" for tag, value in values if value)
    yield "ER  - "


def write_bibtex(serials: Sequence[Serial]) -> str:
    """BibTeX, in UTF-8; titles keep their capitals."""
    return "\n".join(_bibtex(serial, work) for serial, work in _list(serials))


def _bibtex(serial: Serial, work: Work) -> str:
    values = [
        ("author", " and ".join(f"{{{_tex(name)}}}" for name in authors_of(work))),
        ("title", f"{{{_tex(work.title)}}}"),
        ("journal", _tex(serial.magazine)),
        ("year", serial.date[:4]),
        ("volume", _tex(serial.volume)),
        ("number", _tex(serial.number)),
        ("pages", _tex(pages_of(work, "--"))),
        ("issn", serial.issn),
        ("publisher", _tex(serial.publisher)),
        ("language", work.language),
        ("keywords", _tex(", ".join(work.keywords))),
    ]
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in values if value)
    return f"@article{{{key_of(serial, work)},\n{rows}}}\n"


def _tex(text: str) -> str:
    """A text without what TeX takes for commands."""
    replaced = {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
    return "".join(replaced.get(char, f"\\{char}" if char in "&%$#_" else char) for char in " ".join(text.split()))


def write_csl(serials: Sequence[Serial]) -> str:
    """CSL-JSON."""
    return json.dumps([_csl(serial, work) for serial, work in _list(serials)], ensure_ascii=False, indent=1) + "\n"


def _csl(serial: Serial, work: Work) -> dict[str, Any]:
    dated = [int(part) for part in first_day(serial.date).split("-")][: 1 + serial.date.count("-")]
    values: dict[str, Any] = {
        "id": key_of(serial, work),
        "type": "article-magazine",
        "title": work.title,
        "author": [{"literal": name} for name in authors_of(work)],
        "container-title": serial.magazine,
        "issued": {"date-parts": [dated]},
        "volume": serial.volume,
        "issue": serial.number,
        "page": pages_of(work, "-"),
        "ISSN": serial.issn,
        "publisher": serial.publisher,
        "language": work.language,
        "abstract": work.deck,
        "keyword": ", ".join(work.keywords),
    }
    return {name: value for name, value in values.items() if value}


def write_crossref(serials: Sequence[Serial], email: str) -> str:
    """A deposit for Crossref, 5.3.1, to be answered to an address; the publisher adds the DOIs that it gives."""
    issues = "".join(_crossref(serial) for serial in serials)
    first = serials[0]
    stamp = max(first_day(serial.date) for serial in serials).replace("-", "") + "000000"
    depositor = element("depositor_name", text=first.publisher or first.magazine)
    depositor += element("email_address", text=email)
    head = element("doi_batch_id", text=f"{first.slug}-{serials[-1].slug}") + element("timestamp", text=stamp)
    head += element("depositor", depositor) + element("registrant", text=first.publisher or first.magazine)
    spaces = {"xmlns": _CROSSREF}
    return HEAD + element("doi_batch", element("head", head), element("body", issues), **spaces, version="5.3.1")


def _crossref(serial: Serial) -> str:
    issn = element("issn", text=serial.issn, media_type="print") if serial.issn else ""
    about = element(
        "journal_metadata", element("full_title", text=serial.magazine), issn, language=_short(serial.language)
    )
    volume = element("journal_volume", element("volume", text=serial.volume)) if serial.volume else ""
    dated = _dated("publication_date", serial, media_type="print")
    number = element("journal_issue", dated, volume, element("issue", text=serial.number))
    return element("journal", about, number, *(_crossref_article(serial, work) for work in serial.works))


def _crossref_article(serial: Serial, work: Work) -> str:
    people = "".join(
        element(
            "person_name",
            element("surname", text=name),
            sequence="first" if not place else "additional",
            contributor_role="author",
        )
        for place, name in enumerate(authors_of(work))
    )
    pages = ""
    if work.pages:
        pages = element("pages", element("first_page", text=work.pages[0]), element("last_page", text=work.pages[-1]))
    return element(
        "journal_article",
        element("titles", element("title", text=work.title)),
        element("contributors", people) if people else "",
        _dated("publication_date", serial, media_type="print"),
        pages,
        element("publisher_item", element("item_number", text=key_of(serial, work))),
        publication_type="full_text",
        language=_short(work.language),
    )


def _dated(name: str, serial: Serial, **attributes: str) -> str:
    year, month, day = first_day(serial.date).split("-")
    return element(
        name, element("month", text=month), element("day", text=day), element("year", text=year), **attributes
    )


def write_ojs(serials: Sequence[Serial]) -> str:
    """Issues for the native import of Open Journal Systems 3.3."""
    issues = "".join(_ojs(serial) for serial in serials)
    spaces: dict[str, str] = {"xmlns": _OJS, "xmlns__xsi": _SCHEMA}
    return HEAD + element("issues", issues, **spaces)


def _ojs(serial: Serial) -> str:
    named = element(
        "issue_identification",
        texts("volume", [serial.volume]),
        texts("number", [serial.number]),
        element("year", text=serial.date[:4]),
    )
    dated = element("date_published", text=first_day(serial.date))
    departments = list(dict.fromkeys(work.department or serial.magazine for work in serial.works))
    sections = "".join(
        element(
            "section",
            element("abbrev", text=name, locale=_locale(serial.language)),
            element("title", text=name, locale=_locale(serial.language)),
            ref=name,
            seq=place,
        )
        for place, name in enumerate(departments)
    )
    articles = "".join(_ojs_article(serial, work, place) for place, work in enumerate(serial.works))
    return element(
        "issue", named, dated, element("sections", sections), element("articles", articles), published="1", current="0"
    )


def _ojs_article(serial: Serial, work: Work, place: int) -> str:
    locale = _locale(work.language)
    people = "".join(
        element(
            "author",
            element("givenname", text=name, locale=locale),
            user_group_ref="Author",
            seq=number,
            id=f"{place + 1}{number:02}",
        )
        for number, name in enumerate(authors_of(work))
    )
    words = "".join(element("keyword", text=word) for word in work.keywords)
    publication = element(
        "publication",
        element("title", text=work.title, locale=locale),
        element("abstract", text=work.deck, locale=locale) if work.deck else "",
        element("keywords", words, locale=locale) if words else "",
        element("authors", people) if people else "",
        element("pages", text=pages_of(work, "-")) if work.pages else "",
        locale=locale,
        version="1",
        status="3",
        seq=place,
        date_published=first_day(serial.date),
        section_ref=work.department or serial.magazine,
    )
    return element(
        "article", publication, locale=locale, status="3", stage="production", date_submitted=first_day(serial.date)
    )


#: The forms that need nothing but what is known, each with the ending of its file.
FORMS: dict[str, tuple[str, Callable[[Sequence[Serial]], str]]] = {
    "ris": ("ris", write_ris),
    "bibtex": ("bib", write_bibtex),
    "csl": ("json", write_csl),
    "ojs": ("ojs.xml", write_ojs),
}


def authors_of(work: Work) -> list[str]:
    """Who wrote an article: those whose role says so, else all that its byline names."""
    named = [one.name for one in work.people if one.marc == "aut"]
    return list(dict.fromkeys(named or [one.name for one in work.people]))


def pages_of(work: Work, dash: str) -> str:
    """The first and the last page of an article."""
    ends = dict.fromkeys([*work.pages[:1], *work.pages[-1:]])
    return dash.join(ends)


def key_of(serial: Serial, work: Work) -> str:
    """A key of an article that no other has."""
    return re.sub(r"[^\w.:-]", "-", f"{serial.slug}:{work.slug}")


def _list(serials: Sequence[Serial]) -> Iterator[tuple[Serial, Work]]:
    yield from ((serial, work) for serial in serials for work in serial.works)


def _short(tag: str) -> str:
    return tag.partition("-")[0]


def _locale(tag: str) -> str:
    """A language as OJS calls it."""
    known = {
        "zh-Hant": "zh_TW",
        "zh-TW": "zh_TW",
        "zh-HK": "zh_TW",
        "en": "en_US",
        "de": "de_DE",
        "fr": "fr_FR",
        "es": "es_ES",
        "ja": "ja_JP",
        "ko": "ko_KR",
    }
    return known.get(tag) or known.get(_short(tag)) or ("zh_CN" if _short(tag) == "zh" else tag.replace("-", "_"))
