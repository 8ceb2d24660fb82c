"""The report of a check as a page: what sources say stays text, and the page needs nothing else."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pikepdf

from pressroom.preflight.pdf.inspecting import inspect_file
from pressroom.preflight.report.page import Account, render_report
from pressroom.read.profile import read_profile
from pressroom.report import Place, Report, query, stop
from tests.support.paths import PROFILES


def render(*findings, folder: Path = Path("/issues"), inspections=(), allowed=()) -> str:
    return render_report(Account("<b>江</b> & 潮", Report.of(findings), inspections, folder, allowed), ".html").decode()


def test_what_sources_say_stays_text() -> None:
    place = Place(Path("/issues/copy/<i>.md"), 3, 4)
    page = render(
        stop("wrong-issn", 'a "<script>" there', place, "<u>mend</u>"), allowed=(("low-<i>", "<s>agreed</s>"),)
    )
    assert not [tag for tag in ("<b>江", "<script", "<i>", "<u>", "<s>") if tag in page]
    assert "&lt;b&gt;江&lt;/b&gt; &amp; 潮" in page
    assert "copy/&lt;i&gt;.md:3:4" in page
    assert "<b>low-&lt;i&gt;</b>: &lt;s&gt;agreed&lt;/s&gt;" in page


def test_many_findings_of_a_rule_are_shown_by_the_dozen() -> None:
    page = render(*(query("cache", f"finding {number}", Place(Path("/issues/x"))) for number in range(15)))
    assert page.count("<tr><td>") == 12
    assert "+3 more" in page
    assert '<h3 id="cache"><span class="query">query</span> cache <small>15</small></h3>' in page


def test_pages_with_findings_are_drawn_with_frames(tmp_path: Path) -> None:
    file = tmp_path / "odd.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 300)).obj
        page.Contents = pdf.make_stream(b"0.1 w 10 20 m 150 20 l S")
        pdf.save(file)
    inspection = inspect_file(file, "print", read_profile((PROFILES,), "sheet-coated"))
    page = render(*inspection.findings, folder=tmp_path, inspections=(inspection,))
    figure = page[page.index("<figure") : page.index("</figure>") + len("</figure>")]
    drawing = ElementTree.fromstring(figure)[0]
    assert drawing.attrib["viewBox"] == "0 0 200 300"
    assert drawing[0].attrib["href"].startswith("data:image/jpeg;base64,")
    frames = [frame for frame in drawing if frame.tag == "rect"]
    assert {frame.attrib["class"] for frame in frames} >= {"trim", "stop"}
    assert all(frame[0].text for frame in frames)
