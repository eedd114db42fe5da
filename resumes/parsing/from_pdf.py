"""A PDF's words as a source of lines; runs in the child process only."""

from __future__ import annotations

from resumes.parsing.build import Source
from resumes.parsing.contact import EMAIL
from resumes.parsing.lines import Line
from resumes.parsing.order import naive_differs, page_lines
from resumes.parsing.pdf import Page, PdfContent, read_pdf
from resumes.parsing.types import Box, PageInfo, Signal

HEADER_SHARE = 0.05  # of the page height: where word processors put headers and footers


def pdf_source(data: bytes) -> Source:
    """Lines in reading order, hidden text, links and layout signals; raises ResumeRefused."""
    content = read_pdf(data)
    lines: list[Line] = []
    pages: list[PageInfo] = []
    torn: list[tuple[float, int]] = []
    for page in content.pages:
        read, columns = page_lines(page.words, page.number)
        torn.append((naive_differs(read), len(page.words)))
        lines += read
        image_only = not page.words and page.image_share > 0.3
        pages.append(PageInfo(page.number, round(page.size.width, 2), round(page.size.height, 2), columns, image_only))
    source = Source(
        "pdf", lines, styled=True, sizes=[page.size for page in content.pages], pages=pages, hidden=content.hidden
    )
    source.links = [
        (link.uri, (_link_box(page, link.x0, link.y0, link.x1, link.y1),))
        for page in content.pages
        for link in page.links
    ]
    source.layout = _signals(content, pages, lines, torn)
    if source.layout["two_column"] and (source.layout["naive_order_differs"] or 0) > 0.02:  # type: ignore[operator]
        source.warnings.append("This layout has columns that simple readers mix up line by line.")
    if any(page.image_only for page in pages):
        source.warnings.append("At least one page holds only a picture, and its text was not read.")
    return source


def _link_box(page: Page, x0: float, y0: float, x1: float, y1: float) -> Box:
    def share(value: float, whole: float) -> float:
        return round(min(max(value / whole, 0.0), 1.0), 4)

    width, height = page.size.width, page.size.height
    return Box(page.number, share(x0, width), share(y0, height), share(x1, width), share(y1, height))


def _signals(
    content: PdfContent, pages: list[PageInfo], lines: list[Line], torn: list[tuple[float, int]]
) -> dict[str, Signal]:
    words = [word for page in content.pages for word in page.words]
    total = sum(count for _, count in torn) or 1
    edge = [
        line.text
        for line in lines
        if line.y1 < HEADER_SHARE * content.pages[line.page - 1].size.height
        or line.y0 > (1 - HEADER_SHARE) * content.pages[line.page - 1].size.height
    ]
    return {
        "two_column": any(page.columns > 1 for page in pages),
        "naive_order_differs": round(sum(share * count for share, count in torn) / total, 4),
        "tables": 0,
        "images": sum(page.images for page in content.pages),
        "fonts": len({word.font for word in words}),
        "smallest_font": round(min((word.size for word in words if len(word.text) > 1), default=0.0), 1),
        "text_boxes": 0,
        "header_footer_contact": any(EMAIL.search(text) for text in edge),
        "page_count": len(pages),
        "words": len(words),
        "rotated_text": any(word.rotated for word in words),
    }
