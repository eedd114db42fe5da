"""PDF to words with boxes, fonts and sizes, by pdfium; runs in the child process only.

Hidden text is found by looking: the page is drawn grey at 100 dpi and a word without ink under it is hidden, whatever trick
hides it (white on white, under a picture, clipped away). Words outside the page and words under 2 pt are hidden too.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from resumes.parsing.characters import INVISIBLE, invisible_runs, mend
from resumes.parsing.lines import PageSize, Word, boxes_of
from resumes.parsing.pdf_marks import mark_words, shapes
from resumes.parsing.refusal import ResumeRefused
from resumes.parsing.types import MAX_TEXT, Hidden

MAX_PAGES = 30
INK_DPI = 100
MIN_INK = 40  # of 255: the difference of the darkest and the lightest pixel under a visible word
MIN_SIZE = 2.0  # points
MAX_OBJECTS = 3000
SCAN_CHARACTERS = 25  # a page with a picture and fewer characters than this is a scan
WORD_GAP = 0.14  # of the font size, between advance widths: wider gaps separate words


@dataclass(slots=True)
class Link:
    """A link annotation: where it points and the words it covers are matched later by place (points, from the top left)."""

    uri: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Page:
    number: int
    size: PageSize
    words: list[Word] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: int = 0
    image_share: float = 0.0


@dataclass(slots=True)
class PdfContent:
    pages: list[Page]
    hidden: list[Hidden]


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """The opened document; raises ResumeRefused for damaged, protected or too long ones."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = "encrypted" if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD else "damaged"
        raise ResumeRefused(code) from error
    if len(document) > MAX_PAGES:
        raise ResumeRefused("too_many_pages")
    if len(document) == 0:
        raise ResumeRefused("damaged")
    return document


def read_pdf(data: bytes) -> PdfContent:
    """Visible words of every page and what is hidden; raises ResumeRefused."""
    document = open_pdf(data)
    pages: list[Page] = []
    hidden: list[Hidden] = []
    total = 0
    for index in range(len(document)):
        try:
            page = document[index]
        except pdfium.PdfiumError as error:
            raise ResumeRefused("damaged") from error
        content, concealed = _read_page(document, page, index + 1)
        total += sum(len(word.text) for word in content.words) + sum(len(item.text) for item in concealed)
        if total > MAX_TEXT:
            raise ResumeRefused("too_long")
        pages.append(content)
        hidden += concealed
    _refuse_scans(pages)
    return PdfContent(pages, hidden)


def _refuse_scans(pages: list[Page]) -> None:
    characters = sum(len(word.text) for page in pages for word in page.words)
    if characters >= SCAN_CHARACTERS * len(pages):
        return
    if any(page.image_share > 0.3 for page in pages):
        raise ResumeRefused("scanned")
    if characters < SCAN_CHARACTERS:
        raise ResumeRefused("no_text")


def _read_page(document: pdfium.PdfDocument, page: pdfium.PdfPage, number: int) -> tuple[Page, list[Hidden]]:
    width, height = page.get_size()
    if not (0 < width < 15_000 and 0 < height < 15_000):
        raise ResumeRefused("damaged")
    content = Page(number, PageSize(width, height))
    place = _Placer(page, width, height)
    words, codes = _words(page, number, place)
    ink = _Ink(page, width, height)
    concealed: list[tuple[Word, str]] = []
    for word in words:
        why = _why_hidden(word, content.size, ink)
        if why:
            concealed.append((word, why))
        else:
            content.words.append(word)
    content.words = mark_words(content.words, [place.box(*shape) for shape in shapes(page)])
    hidden = list(_grouped(concealed, content.size, number))
    hidden += [Hidden(run, number, "invisible characters") for run in invisible_runs(codes)]
    content.links = list(_links(document, page, number, place))
    content.images, content.image_share = _images(page, width * height)
    return content, hidden


class _Placer:
    """Page coordinates of the file (any rotation, any crop box) to points from the top left of the page as seen."""

    def __init__(self, page: pdfium.PdfPage, width: float, height: float) -> None:
        scale = 50
        origin = self._device(page, width * scale, height * scale, 0, 0)
        right = self._device(page, width * scale, height * scale, 100, 0)
        up = self._device(page, width * scale, height * scale, 0, 100)
        self.e, self.f = origin[0] / scale, origin[1] / scale
        self.a, self.b = (right[0] - origin[0]) / scale / 100, (right[1] - origin[1]) / scale / 100
        self.c, self.d = (up[0] - origin[0]) / scale / 100, (up[1] - origin[1]) / scale / 100

    @staticmethod
    def _device(page: pdfium.PdfPage, width: float, height: float, x: float, y: float) -> tuple[int, int]:
        at_x, at_y = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, int(width), int(height), 0, x, y, ctypes.byref(at_x), ctypes.byref(at_y))
        return at_x.value, at_y.value

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def turned(self, angle: float) -> bool:
        """True if text at this angle (radians clockwise in the file's coordinates) does not run left to right as seen."""
        right, up = math.cos(angle), -math.sin(angle)
        across, down = self.a * right + self.c * up, self.b * right + self.d * up
        return across <= abs(down)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _char_size(textpage: pdfium.PdfTextPage, index: int) -> float:
    """Font size in points as drawn: the nominal size times the scale of the text matrix."""
    matrix = raw.FS_MATRIX()
    size = float(raw.FPDFText_GetFontSize(textpage, index))
    if raw.FPDFText_GetMatrix(textpage, index, matrix):
        size *= math.hypot(matrix.c, matrix.d)
    return size


def _words(page: pdfium.PdfPage, number: int, place: _Placer) -> tuple[list[Word], str]:
    """Words in the order of the file, and all its characters (for the search for invisible ones)."""
    textpage = page.get_textpage()
    count = raw.FPDFText_CountChars(textpage)
    if count > 2 * MAX_TEXT:
        raise ResumeRefused("too_long")
    builder = _WordBuilder(textpage, number, place)
    codes: list[str] = []
    for index in range(count):
        code = raw.FPDFText_GetUnicode(textpage, index)
        codes.append(chr(code) if code in INVISIBLE else ".")
        builder.add(index, code)
    builder.close()
    return builder.words, "".join(codes)


class _WordBuilder:
    """Puts characters together to words by blanks and by geometry."""

    def __init__(self, textpage: pdfium.PdfTextPage, number: int, place: _Placer) -> None:
        self.textpage, self.number, self.place = textpage, number, place
        self.words: list[Word] = []
        self.word: Word | None = None
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._origin = [ctypes.c_double() for _ in range(2)]
        self._loose = raw.FS_RECTF()
        self._edge = 0.0
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._color = [ctypes.c_uint() for _ in range(4)]

    def add(self, index: int, code: int) -> None:
        if code in (0xFFFE, 0xAD) or (code == 2 and self.word):  # the hyphen of a broken word
            if self.word:
                self.word.soft_hyphen = True
                self.word.text += "-"
            self.close()
            return
        text = mend(code)
        if not text.strip():
            if code < 0x21 or text:
                self.close()
            return
        left, right, bottom, top = self._sides
        if not raw.FPDFText_GetCharBox(self.textpage, index, left, right, bottom, top):
            return
        x0, y0, x1, y1 = self.place.box(left.value, bottom.value, right.value, top.value)
        raw.FPDFText_GetCharOrigin(self.textpage, index, *self._origin)
        baseline = self.place.point(self._origin[0].value, self._origin[1].value)[1]
        angle = self.place.turned(raw.FPDFText_GetCharAngle(self.textpage, index))
        wide0, wide1 = x0, x1
        if raw.FPDFText_GetLooseCharBox(self.textpage, index, self._loose):
            loose = self._loose
            wide0, _, wide1, _ = self.place.box(loose.left, loose.bottom, loose.right, loose.top)
        if self.word and self._breaks(self.word, wide0, baseline, angle):
            self.close()
        self._edge = wide1
        if self.word is None:
            self.word = self._start(index, baseline, angle, x0, y0, x1, y1)
        word = self.word
        word.text += text
        word.x0, word.x1 = min(word.x0, x0), max(word.x1, x1)
        word.y0, word.y1 = min(word.y0, y0), max(word.y1, y1)

    def _breaks(self, word: Word, x0: float, baseline: float, rotated: bool) -> bool:
        if rotated or word.rotated:
            return rotated != word.rotated
        size = max(word.size, 1.0)
        if abs(baseline - word.baseline) > 0.4 * size:
            return True
        return x0 - self._edge > WORD_GAP * size or x0 < word.x0 - 0.3 * size

    def _start(self, index: int, baseline: float, rotated: bool, x0: float, y0: float, x1: float, y1: float) -> Word:
        raw.FPDFText_GetFontInfo(self.textpage, index, self._name, 128, self._flags)
        name = self._name.value.decode("utf-8", "replace").split("+")[-1][:60]
        lower = name.lower()
        weight = raw.FPDFText_GetFontWeight(self.textpage, index)
        bold = any(mark in lower for mark in ("bold", "black", "heavy", "semibd", "demi", "cmbx")) or bool(
            self._flags.value & 1 << 18
        )
        if not bold and not any(
            mark in lower for mark in ("regular", "light", "thin", "medium", "roman", "book", "italic", "oblique")
        ):
            bold = weight >= 650
        italic = "italic" in lower or "oblique" in lower or bool(self._flags.value & 1 << 6)
        red, green, blue, _ = self._color
        raw.FPDFText_GetFillColor(self.textpage, index, *self._color)
        color = (red.value & 255) << 16 | (green.value & 255) << 8 | blue.value & 255
        return Word(
            "", x0, y0, x1, y1, self.number, baseline, _char_size(self.textpage, index), name, bold, italic, color, rotated
        )  # fmt: skip

    def close(self) -> None:
        """End the current word."""
        if self.word and self.word.text.strip():
            self.words.append(self.word)
        self.word = None


class _Ink:
    """The page drawn in grey levels, to look under a word."""

    def __init__(self, page: pdfium.PdfPage, width: float, height: float) -> None:
        scale = min(INK_DPI / 72, 4000 / max(width, height))
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)
        self.scale, self.width, self.height, self.stride = scale, bitmap.width, bitmap.height, bitmap.stride
        self.pixels = bytes(bitmap.buffer)
        bitmap.close()

    def range_under(self, word: Word) -> int:
        x0 = min(max(int(word.x0 * self.scale), 0), self.width - 1)
        x1 = min(max(math.ceil(word.x1 * self.scale) + 1, x0 + 1), self.width)
        y0 = min(max(int(word.y0 * self.scale), 0), self.height - 1)
        y1 = min(max(math.ceil(word.y1 * self.scale) + 1, y0 + 1), self.height)
        low, high = 255, 0
        for row in range(y0, y1):
            line = self.pixels[row * self.stride + x0 : row * self.stride + x1]
            low, high = min(low, min(line)), max(high, max(line))
            if high - low >= MIN_INK:
                break
        return high - low


def _why_hidden(word: Word, size: PageSize, ink: _Ink) -> str | None:
    if word.x1 <= 1 or word.y1 <= 1 or word.x0 >= size.width - 1 or word.y0 >= size.height - 1:
        return "outside the page"
    if word.size < MIN_SIZE or word.y1 - word.y0 < 0.1 * MIN_SIZE and word.x1 - word.x0 < 0.5 * MIN_SIZE:
        return f"smaller than {MIN_SIZE:g} points"
    if any(char.isalnum() for char in word.text) and ink.range_under(word) < MIN_INK:
        return "no ink on the page"
    return None


def _grouped(concealed: list[tuple[Word, str]], size: PageSize, number: int) -> Iterator[Hidden]:
    """Neighbouring hidden words of one reason as one item."""
    start = 0
    sizes = [size] * number
    for index in range(1, len(concealed) + 1):
        if index < len(concealed) and concealed[index][1] == concealed[start][1]:
            continue
        if not concealed:
            break
        words = [word for word, _ in concealed[start:index]]
        yield Hidden(" ".join(word.text for word in words), number, concealed[start][1], boxes_of(words, sizes)[:200])
        start = index


def _links(document: pdfium.PdfDocument, page: pdfium.PdfPage, number: int, place: _Placer) -> Iterator[Link]:
    position, link, rect = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    for _ in range(300):
        if not raw.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
            break
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        buffer = ctypes.create_string_buffer(2000)
        length = raw.FPDFAction_GetURIPath(document, action, buffer, 2000)
        uri = buffer.value.decode("utf-8", "replace") if 0 < length <= 2000 else ""
        if uri and raw.FPDFLink_GetAnnotRect(link, ctypes.byref(rect)):
            yield Link(uri, number, *place.box(rect.left, rect.bottom, rect.right, rect.top))


def _images(page: pdfium.PdfPage, area: float) -> tuple[int, float]:
    """How many pictures a page holds and the share of the page that the largest covers."""
    count, largest = 0, 0.0
    for number, item in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)):
        if number > MAX_OBJECTS:
            break
        count += 1
        left, bottom, right, top = item.get_bounds()
        largest = max(largest, (right - left) * (top - bottom))
    return count, largest / area
