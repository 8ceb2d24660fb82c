"""Pages of codes in a book: back matter, and no chapter."""

from __future__ import annotations

from pressroom.editions.epub.articles import holds_codes_alone
from tests.support.furniture import galley

CODE = '::: qr {{data="https://example.org" label="看"}}\n{words}\n:::\n'


def test_an_article_of_codes_alone_is_known():
    assert holds_codes_alone(galley(CODE.format(words="时刻表")))
    assert not holds_codes_alone(galley(f"先读这一段。\n\n{CODE.format(words='时刻表')}"))
    assert not holds_codes_alone(galley("一段。\n"))
    assert not holds_codes_alone(galley(""))
