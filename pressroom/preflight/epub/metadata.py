"""Checks on what a book says of itself: what it is, who made it, which series it belongs to, who can read it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from pressroom.preflight.epub.registry import Found, check
from pressroom.preflight.epub.values import DC, HTML, OPF, SVG, OpenBook, is_mark
from pressroom.report import Severity

_BOOK_ERROR = "build again; if it stays, report it with the issue"
_COVER_WIDTH = 1600  # pixels
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ISSN = re.compile(r"(\d{4})-(\d{3})([\dX])")
_CLAIM = re.compile(r"EPUB Accessibility 1\.1 - WCAG 2\.[012] Level A{1,3}")
_MODES = frozenset({"auditory", "textual", "visual", "tactile"})
_NEEDED = ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard", "accessibilitySummary")


@check(Severity.STOP)
def book_described(book: OpenBook) -> Found:
    """The package has identifier, title, language, and dates to the second.

    Some systems read a day without a time as the day before or after.
    """
    ident = book.package.get("unique-identifier", "")
    if not any(line.get("id") == ident and line.text for line in book.package.iter(f"{DC}identifier")):
        yield "", "the book has no identifier", _BOOK_ERROR
    for name in ("title", "language"):
        if not all(book.core(name)) or not book.core(name):
            yield "", f"the book has no {name}", "see magazine.yaml and issue.yaml"
    for date in [*book.core("date"), *book.metas("dcterms:modified")]:
        if not _SECOND.fullmatch(date):
            yield "", f"the date {date!r} is not written as 2021-01-01T00:00:00Z", _BOOK_ERROR


@check(Severity.STOP)
def book_issn(book: OpenBook) -> Found:
    """Every ISSN has its right check digit.

    A wrong one puts the issue into another magazine's series.
    """
    lines = [(line.text or "").strip() for line in book.package.iter() if "urn:issn:" in (line.text or "")]
    for number in dict.fromkeys(line.rpartition("urn:issn:")[2] for line in lines):
        found = _ISSN.fullmatch(number)
        if not found:
            yield "", f"{number!r} is no ISSN", "mend `issn` in magazine.yaml"
        elif (digit := check_digit(found[1] + found[2])) != found[3]:
            yield "", f"the ISSN {number} would end in {digit}", "mend `issn` in magazine.yaml"


def check_digit(digits: str) -> str:
    """The last sign of an ISSN that begins with seven digits: ISO 3297, annex A."""
    rest = -sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True)) % 11
    return "X" if rest == 10 else str(rest)


@check(Severity.STOP)
def book_series(book: OpenBook) -> Found:
    """The book says which series it belongs to, with an identifier, and where it stands there."""
    series = [
        meta
        for meta in book.package.iter(f"{OPF}meta")
        if meta.get("property") == "belongs-to-collection" and meta.text
    ]
    if not series:
        yield "", "the book belongs to no series", _BOOK_ERROR
    for meta in series:
        for name in ("collection-type", "group-position", "dcterms:identifier"):
            if not all(book.refined(meta.get("id", ""), name)) or not book.refined(meta.get("id", ""), name):
                yield "", f"the series {meta.text!r} has no {name}", _BOOK_ERROR


@check(Severity.STOP)
def book_roles(book: OpenBook) -> Found:
    """What people did is said with MARC relators that exist."""
    for meta in book.package.iter(f"{OPF}meta"):
        if meta.get("property") == "role" and (meta.text or "").strip() not in RELATORS:
            yield "", f"{meta.text!r} is no MARC relator", "mend `marc` of that role in magazine.yaml"


@check(Severity.QUERY)
def book_filed(book: OpenBook) -> Found:
    """In a Chinese book every name in Han characters says how it is filed in Latin letters.

    Shelves sort by it; without it all Chinese names stand behind Z.
    """
    for line in book.package.iter() if "".join(book.core("language")[:1]).startswith("zh") else ():
        if line.tag in {f"{DC}creator", f"{DC}contributor"} and re.search(r"[㐀-鿿豈-﫿𠀀-𳍿]", line.text or ""):
            filed = book.refined(line.get("id", ""), "file-as")
            if len(filed) != 1 or not filed[0].isprintable() or not re.match(r"[A-ZÀ-Ž]", filed[0]):
                yield "", f"{line.text} is not filed in Latin letters", "shelves will put the name behind all others"


@check(Severity.STOP)
def book_cover(book: OpenBook) -> Found:
    """The cover is one JPEG or PNG, 1600 pixels wide or more.

    Shops and shelves show no drawings.
    """
    covers = [part for part in book.parts if "cover-image" in part.properties]
    if len(covers) != 1 or covers[0].media_type not in {"image/jpeg", "image/png"}:
        yield "", "there is no one JPEG or PNG for the cover", _BOOK_ERROR
        return
    try:
        width = Image.open(io.BytesIO(covers[0].data)).width
    except (UnidentifiedImageError, OSError):
        width = 0
    if width < _COVER_WIDTH:
        yield covers[0].name, f"the cover is {width} pixels wide, {_COVER_WIDTH} are wanted", _BOOK_ERROR


@check(Severity.STOP)
def book_access(book: OpenBook) -> Found:
    """What the package says about who can read the book is there, is in the vocabulary, and is true."""
    said = {name: book.metas(f"schema:{name}") for name in _NEEDED}
    for name, values in said.items():
        if not any(values):
            yield "", f"there is no {name}", _BOOK_ERROR
    modes = set(said["accessMode"])
    for mode in sorted({*modes, *",".join(said["accessModeSufficient"]).split(",")} - _MODES - {""}):
        yield "", f"{mode!r} is no mode of access", _BOOK_ERROR
    if _shows_pictures(book) != ("visual" in modes):
        yield "", "accessMode visual has to be there where pictures are, and nowhere else", _BOOK_ERROR
    yield from (("", message, _BOOK_ERROR) for message in _find_untruths(book, set(said["accessibilityFeature"])))


def _shows_pictures(book: OpenBook) -> bool:
    """Whether there is anything to see."""
    tags = {element.tag for _, tree in book.documents() for element in tree.iter()}
    return bool(tags & {f"{HTML}img", f"{SVG}svg"})


def _find_untruths(book: OpenBook, features: set[str]) -> Iterator[str]:
    """Find features that are named and not there, or there and not named."""
    elements = [element for _, tree in book.documents() for element in tree.iter()]
    true = {
        "tableOfContents": book.list_of("toc") is not None,
        "pageNavigation": book.list_of("page-list") is not None,
        "pageBreakMarkers": any(map(is_mark, elements)),
        "rubyAnnotations": any(element.tag == f"{HTML}ruby" for element in elements),
        "alternativeText": _shows_pictures(book),
    }
    for name, there in true.items():
        if there != (name in features):
            yield f"the feature {name} is {'there, and not named' if there else 'named, and not there'}"
    if book.fixed and "displayTransformability" in features:
        yield "pages that are fixed cannot claim displayTransformability"


@check(Severity.STOP)
def book_claim(book: OpenBook) -> Found:
    """A claim to conform is worded as the standard words it, and says who evaluated.

    A wrong claim is worse than none.
    """
    claims = book.metas("dcterms:conformsTo")
    for claim in claims:
        if not _CLAIM.fullmatch(claim):
            yield "", f"{claim!r} is no claim of EPUB Accessibility 1.1", _BOOK_ERROR
    if bool(claims) != bool(book.metas("a11y:certifiedBy")):
        yield "", "a claim to conform and a certifier belong together", "name who evaluated the book"


_CODES = """
abr acp act adi adp aft anc anl anm ann ant ape apl app aqt arc ard arr art asg asn ato att auc aud aue aui aup aus
aut bdd bjd bka bkd bkp blw bnd bpd brd brl bsl cad cas ccp chr cli cll clr clt cmm cmp cmt cnd cng cns coe col com
con cop cor cos cot cou cov cpc cpe cph cpl cpt cre crp crr crt csl csp cst ctb cte ctg ctr cts ctt cur cwt dbd dbp
dfd dfe dft dgc dgg dgs dis djo dln dnc dnr dpc dpt drm drt dsr dst dtc dte dtm dto dub edc edd edm edt egr elg elt
eng enj etr evp exp fac fds fld flm fmd fmk fmo fmp fnd fon fpy frg gdv gis grt his hnr hst ill ilu inm ins inv isb
itr ive ivr jud jug kad lbr lbt ldr led lee lel len let lgd lie lil lit lsa lse lso ltg ltr lyr mcp mdc med mfp mfr
mka mod mon mrb mrk msd mte mtk mup mus mxe nan nrt onp opn org orm osp oth own pad pan pat pbd pbl pdr pfr pht plt
pma pmn pnc pop ppm ppt pra prc prd pre prf prg prm prn pro prp prs prt prv pta pte ptf pth ptt pup rap rbr rcd rce
rcp rdd red ren res rev rpc rps rpt rpy rse rsg rsp rsr rst rth rtm rxa sad sce scl scr sde sds sec sfx sgd sgn sht
sll sng spk spn spy srv std stg stl stm stn str swd tad tau tcd tch ths tld tlg tlh tlp trc trl tyd tyg uvp vac vdg
vfx vie voc wac wal wam wat waw wdc wde wfs wft win wit wpr wst wts wfw
"""


RELATORS = frozenset(_CODES.split())
