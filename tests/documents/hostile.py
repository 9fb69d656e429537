"""Texts that mean harm, and a document that bears one in every field."""

from dataclasses import replace

from documents.official.model import (
    Annex,
    Block,
    Column,
    Letterhead,
    Level,
    Marks,
    Metadata,
    RowGroup,
    Section,
    Signature,
    Table,
)
from tests.documents.official_samples import NUMBERED

HOSTILE = (
    '<img src="file:///etc/passwd">',
    "<link rel=attachment href=file:///etc/hostname>",
    "<script>alert(1)</script>",
    "</td></tr></table><h1>Giả</h1>",
    '<td colspan="100000">x</td>',
    "<style>@import url(http://127.0.0.1:9/x.css); * { display: none }</style>",
    "<svg><image href='http://127.0.0.1:9/x.png'/></svg>",
    "<object data=file:///etc/passwd></object><iframe src=http://127.0.0.1:9/></iframe>",
    "url(file:///etc/passwd) } @page { size: 1mm }",
    "{{ settings.SECRET_KEY }}{% include 'base.html' %}",
    "A & B &lt;b&gt; &#60;i&#62; \" ' ` \\A \\",
    "]]> --> <!-- <?xml ?>",
)


def hostile_document(words):
    table = Table(
        (Column(words, 1), Column("Cột", 3)), (RowGroup(((words, words),), heading=words, number=words[:3]),)
    )
    return replace(
        NUMBERED,
        letterhead=Letterhead(words, words, words),
        symbol=words,
        number=words,
        place=words,
        type_name=words,
        subject=words,
        addressed_to=(words, words),
        bases=(words,),
        enacting_authority=words,
        enacting_line=words,
        opening=(Block(0, words), Block(1, words)),
        sections=(Section(Level.SECTION, words, blocks=(Block(2, words),), table=table, number=words),),
        closing=(Block(0, words),),
        signature=Signature((words,), words),
        recipients=(words,),
        drafter_code=words,
        contact_line=words,
        annexes=(Annex(words, table=table, reference=words, label=words, opening=(Block(0, words),)),),
        marks=Marks(incomplete_note=words),
        metadata=Metadata(words, words, words),
    )
