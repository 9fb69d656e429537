"""The parts of the Word file put together; python-docx keeps the package."""

import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import docx

from documents.official import flow, parts, wording
from documents.official.model import OfficialDocument
from documents.official.styles import LayoutStyle
from documents.official.word import page
from documents.official.word.body import TABLE_GAP, annex_elements, body_elements, ends_of
from documents.official.word.head import (
    head_elements,
    opening_elements,
    signing_elements,
)
from documents.official.word.numbering import Numbering
from documents.official.word.styles import style_elements
from documents.official.word.xml import Element, apart, el, nothing
from ttdn_portal.shared.text import squeeze

Progress = Callable[[str, int], None]
# What the package of python-docx brings and a paper does not need: pictures, another house's fonts and colours.
_UNWANTED = (
    "thumbnail",
    "theme",
    "stylesWithEffects",
    "customXml",
    "webSettings",
    "fontTable",
    "extended-properties",
)
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the same document gives the same bytes


def render_docx(document: OfficialDocument, *, progress: Progress | None = None) -> bytes:
    """The document as Word file; `progress` hears each step, and what it raises stops the work."""
    tell = progress or (lambda step, percent: None)
    tell("Soạn nội dung", 10)
    document = wording.mapped(document, wording.clean)
    style = wording.style_of(document)
    numbering = Numbering(style)
    package = _package()
    references = _headers(package, document)
    has_foot = bool(wording.contact_line(document)) and bool(document.annexes)
    content = _content(document, style, numbering, references, _no_footer(package) if has_foot else ())
    tell("Ghi tệp", 60)
    _replace(package.element.body, content)
    _replace(package.styles.element, style_elements(style))
    _replace(package.part.numbering_part.element, numbering.elements())
    _settings(package)
    _properties(package, document)
    target = BytesIO()
    package.save(target)
    tell("Xong", 100)
    return _same_bytes(target.getvalue())


def _content(
    document: OfficialDocument,
    style: LayoutStyle,
    numbering: Numbering,
    references: tuple[Element, ...],
    no_foot: tuple[Element, ...] = (),
) -> list[Element]:
    """Every paragraph and table in order; a section ends before each annex and at the end. `no_foot` begins the annexes."""
    found, properties = [], None
    if not document.is_annex_alone:
        found = _body(document, style, numbering)
        properties = page.section(style, references=references)
    for annex in parts.annexes(document, style):
        first, no_foot = (references if properties is None else no_foot), ()
        if properties is not None:
            found.append(page.closing_paragraph(properties))
        found += annex_elements(annex, style, numbering)
        properties = page.section(
            style,
            is_landscape=annex.is_landscape,
            is_annex=True,
            is_compact=annex.is_compact,
            references=first,
        )
    return [
        *apart(found, TABLE_GAP),
        nothing(),
        page.section(style, references=references) if properties is None else properties,
    ]


def _body(document: OfficialDocument, style: LayoutStyle, numbering: Numbering) -> list[Element]:
    note = squeeze(document.marks.incomplete_note)
    text = flow.body(document)
    return [
        *head_elements(document, style),
        *opening_elements(document, style),
        *body_elements(text, numbering, width=style.text_width, ends=ends_of(text, style)),
        *signing_elements(document, style, is_last=not note),
        *([page.note_under_line(note)] if note else []),
    ]


def _package() -> Any:
    package = docx.Document()
    for rels in (package.part.package.rels, package.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.rsplit("/", 1)[1] in _UNWANTED]:
            del rels[key]
    return package


def _headers(package: Any, document: OfficialDocument) -> tuple[Element, ...]:
    """The two headers, of which every section has its own by inheriting them."""
    marks = wording.watermarks(document)
    section = package.sections[0]
    section.different_first_page_header_footer = True
    for header, content in (
        (section.header, page.number_header(marks)),
        (section.first_page_header, page.first_header(marks)),
    ):
        header.is_linked_to_previous = False
        _replace(header._element, [content])
    if contact := wording.contact_line(document):
        section.first_page_footer.is_linked_to_previous = False
        _replace(section.first_page_footer._element, [page.contact_footer(contact)])
    return tuple(
        child for child in section._sectPr if child.tag.endswith(("}headerReference", "}footerReference"))
    )


def _no_footer(package: Any) -> tuple[Element, ...]:
    """An empty foot for the first page of what follows a first page with one: sections inherit theirs."""
    footer, rel_id = package.part.add_footer_part()
    _replace(footer.element, [nothing()])
    reference = el("footerReference", type="first")
    reference.set(_REL_ID, rel_id)
    return (reference,)


def _replace(element: Any, children: list[Element]) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(children)


def _settings(package: Any) -> None:
    """Today's Word, Vietnamese, and nothing else."""
    mode = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": 15}
    _replace(
        package.settings.element,
        [
            el("zoom", percent=100),
            el("defaultTabStop", val=720),
            el("characterSpacingControl", val="doNotCompress"),
            el("compat", el("compatSetting", **mode)),
            el("themeFontLang", val="vi-VN"),
            el("decimalSymbol", val=","),
            el("listSeparator", val=";"),
        ],
    )


def _properties(package: Any, document: OfficialDocument) -> None:
    """Title, author and subject as in the PDF; dated by the document, not by the clock."""
    meta, core = wording.metadata(document), package.core_properties
    day = document.issued_on or date(document.year or 2000, 1, 1)
    made = datetime.combine(day, time(), tzinfo=UTC)
    core.title, core.subject, core.author = meta.title[:255], meta.subject[:255], meta.author[:255]
    core.last_modified_by, core.comments, core.keywords = meta.author[:255], "", ""
    core.language, core.revision = "vi-VN", 1
    core.created = core.modified = made


def _same_bytes(content: bytes) -> bytes:
    """The package with the hours of its parts taken off."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, source.read(name))
    return target.getvalue()
