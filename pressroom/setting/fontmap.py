"""The fonts that the engine may use: those of an issue in, a configuration that knows them and no others out.

WeasyPrint's own takes in all that Fontconfig is set up for on the machine. Ours begins empty: what is installed, and
how, does not show on any page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cffi
from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration

from pressroom.fonts.catalogue import Range
from pressroom.fonts.matching import FaceFile, Faces
from pressroom.report import FontError, Place, stop

_ffi = cffi.FFI()
#: What of Fontconfig is needed and not declared by WeasyPrint.
_ffi.cdef("""
    typedef int FcBool;
    typedef unsigned char FcChar8;
    typedef uint32_t FcChar32;
    typedef ... FcCharSet;
    typedef ... FcConfig;
    typedef ... FcPattern;
    typedef struct { int nfont; int sfont; FcPattern **fonts; } FcFontSet;

    FcConfig * FcConfigCreate (void);
    FcConfig * FcConfigReference (FcConfig *config);
    void FcConfigDestroy (FcConfig *config);
    FcBool FcConfigSetCurrent (FcConfig *config);
    FcBool FcConfigAppFontAddFile (FcConfig *config, const FcChar8 *file);
    FcFontSet * FcConfigGetFonts (FcConfig *config, int set);

    FcBool FcPatternDel (FcPattern *pattern, const char *object);
    FcBool FcPatternAddString (FcPattern *pattern, const char *object, const FcChar8 *value);
    FcBool FcPatternAddCharSet (FcPattern *pattern, const char *object, const FcCharSet *value);
    int FcPatternGetCharSet (const FcPattern *pattern, const char *object, int id, FcCharSet **value);

    FcCharSet * FcCharSetCreate (void);
    void FcCharSetDestroy (FcCharSet *set);
    FcBool FcCharSetAddChar (FcCharSet *set, FcChar32 character);
    FcCharSet * FcCharSetIntersect (const FcCharSet *one, const FcCharSet *other);
""")
_NAMES = ("libfontconfig-1", "fontconfig-1", "fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib")
_APPLICATION = 1  # the set of fonts that a program adds


def _open_library() -> Any:
    """Open Fontconfig, under the names that WeasyPrint tries; it is there, or WeasyPrint would not have loaded."""
    for name in _NAMES:
        try:
            return _ffi.dlopen(name)
        except OSError:
            continue
    return _ffi.dlopen("libfontconfig-1.dll")


_library = _open_library()


class PrivateFonts(FontConfiguration):  # type: ignore[misc]
    """The faces of an issue, as the engine finds them.

    Where ``declares`` is true, the ``@font-face`` rules of style sheets are added as they are read; else what they
    declare is among the faces already.
    """

    def __init__(self, faces: Faces, declares: bool = False) -> None:
        # What the class above does here is left out: it would take in the fonts of the machine.
        self._own = _ffi.gc(_library.FcConfigCreate(), _library.FcConfigDestroy)
        self._config = ffi.cast("FcConfig *", int(_ffi.cast("uintptr_t", self._own)))
        self._folder = None
        self._declares = declares
        self.strut_layouts: dict[Any, Any] = {}
        self.font_features: dict[Any, Any] = {}
        fontconfig.FcConfigParseAndLoadFromMemory(self._config, faces.rules.encode(), True)
        for file in faces.files:
            _add_file(self._own, file)
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)

    @contextmanager
    def in_charge(self) -> Iterator[None]:
        """Have Fontconfig go by these rules for a while: Pango asks the configuration of the process for its own.

        Only who is alone in the engine may do so.
        """
        before = _library.FcConfigReference(_ffi.NULL)
        _library.FcConfigSetCurrent(self._own)
        try:
            yield
        finally:
            _library.FcConfigSetCurrent(before)
            _library.FcConfigDestroy(before)

    def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
        """Add the face of a rule, unless it is among the faces of the issue."""
        if self._declares:
            super().add_font_face(rule_descriptors, url_fetcher)


def _add_file(config: Any, file: FaceFile) -> None:
    """Add a font file under the families that it answers to, whatever it calls itself.

    :raises FontError: if Fontconfig cannot read it.
    """
    if not _library.FcConfigAppFontAddFile(config, file.path.encode()):
        hint = "make it again, or take another source"
        raise FontError([stop("font-format", "not a font that pages can be set in", Place(Path(file.path)), hint)])
    fonts = _library.FcConfigGetFonts(config, _APPLICATION)
    font = fonts.fonts[fonts.nfont - 1]
    _library.FcPatternDel(font, b"family")
    for family in file.families:
        _library.FcPatternAddString(font, b"family", family.encode())
    if file.bounds:
        _bound(font, file.bounds)


def _bound(font: Any, bounds: tuple[Range, ...]) -> None:
    """Have a font asked for some ranges of characters only."""
    asked, held = _library.FcCharSetCreate(), _ffi.new("FcCharSet **")
    for first, last in bounds:
        for code in range(first, last + 1):
            _library.FcCharSetAddChar(asked, code)
    _library.FcPatternGetCharSet(font, b"charset", 0, held)
    both = _library.FcCharSetIntersect(held[0], asked)
    _library.FcPatternDel(font, b"charset")
    _library.FcPatternAddCharSet(font, b"charset", both)
    _library.FcCharSetDestroy(both)
    _library.FcCharSetDestroy(asked)
