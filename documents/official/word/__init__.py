"""An official document as an editable Word file: the same data and the same rules as the PDF."""

from documents.official.word.render import render_docx

__all__ = ["render_docx"]
