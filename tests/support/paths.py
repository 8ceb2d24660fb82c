"""Where things lie: the repository, the issues of the tests, and the material beside the repository."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FONTS = ROOT / "fonts"
LAYOUTS = ROOT / "layouts"
PROFILES = ROOT / "profiles"
#: The sample issue: a whole magazine of 108 pages.
SAMPLE = ROOT / "issues" / "2021-01"
TESTS = ROOT / "tests"
#: The good little issue, with its layout: most tests build it, or break a copy of it.
GOOD = TESTS / "issues" / "good"
#: A small issue with all that a book has; its layout goes on from that of the good one.
RIVER = TESTS / "issues" / "river"
#: A folder a case, to be laid over the good issue.
BROKEN = TESTS / "issues" / "broken"
#: Material for acceptance; it may be absent.
SHARED = ROOT.parent / "shared"
#: The profiles that the house prints and shows by.
PRINT_PROFILE = ROOT / "pressroom" / "editions" / "print" / "FOGRA39L_coated.icc"
SCREEN_PROFILE = ROOT / "pressroom" / "editions" / "pdf" / "sRGB2014.icc"
