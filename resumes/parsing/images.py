"""Pictures of a PDF's pages, for the page beside the parsed text; runs in the child process only."""

from __future__ import annotations

import io

from resumes.parsing.pdf import open_pdf
from resumes.parsing.refusal import ResumeRefused

MAX_SIDE = 2400  # pixels


def page_pictures(data: bytes, *, dpi: int) -> list[bytes]:
    """One WebP image per page; raises ResumeRefused."""
    from pypdfium2 import PdfiumError

    pictures: list[bytes] = []
    document = open_pdf(data)
    try:
        for page in document:
            width, height = page.get_size()
            scale = min(dpi / 72, MAX_SIDE / max(width, height, 1.0))
            buffer = io.BytesIO()
            page.render(scale=scale).to_pil().save(buffer, "WEBP", quality=80, method=2)
            pictures.append(buffer.getvalue())
    except PdfiumError as error:
        raise ResumeRefused("damaged") from error
    return pictures
