"""The one error a caller of the parser has to know."""

from __future__ import annotations

MESSAGES = {
    "empty": "This file is empty. Please choose the file again, or paste your resume as text.",
    "too_large": "This file is larger than 5 MB. Please export a smaller one, for instance without photos.",
    "too_many_pages": "This document has more than 30 pages. Please upload the resume alone.",
    "too_long": "This file holds more than 200,000 characters. Please upload the resume alone.",
    "unknown_type": "This is not a PDF, DOCX, TXT, Markdown, JSON Resume or LinkedIn export file. Please save it as one of these.",
    "mismatch": "The content of this file does not fit its name. Please export it again as PDF or DOCX.",
    "old_word": "This is an old Word (.doc) or RTF file. Please open it and save it as DOCX or PDF.",
    "damaged": "This file is damaged and can not be opened. Please export it again, or paste your resume as text.",
    "encrypted": "This file is protected by a password. Please save a copy without a password and upload that.",
    "scanned": "This file holds pictures of text only, so it can not be read. Please upload the original document, or paste the text.",
    "no_text": "No text was found in this file. Please upload another file, or paste your resume as text.",
    "bomb": "This file unpacks to far more than a resume needs, so it was not opened. Please export it again.",
    "not_json_resume": "This JSON file does not follow the JSON Resume schema. Please export a JSON Resume, or paste your resume as text.",
    "not_linkedin": "This zip file is not a LinkedIn data export. Please upload the zip as LinkedIn sent it, or a PDF or DOCX.",
    "not_text": "This file is not readable as text. Please save it as UTF-8 text, PDF or DOCX.",
    "too_hard": "This file took too long or too much memory to read. Please export it again as a simpler PDF or DOCX, or paste the text.",
    "busy": "The reader is busy with other files. Please try again in a minute.",
    "not_pdf": "Page images exist for PDF files only.",
}


class ResumeRefused(Exception):
    """The file was not read. `str(error)` is one sentence for people that says what to do; `code` is stable."""

    def __init__(self, code: str) -> None:
        self.code = code if code in MESSAGES else "damaged"
        super().__init__(MESSAGES[self.code])
