from documents.models.papers import (
    Document,
    LegalBasis,
    NumberSeries,
    RegisteredNumber,
    SignedCopy,
    document_path,
    signed_copy_path,
)
from documents.models.wording import WORDS, OfficeWording, WordingVersion

__all__ = [
    "WORDS",
    "Document",
    "LegalBasis",
    "NumberSeries",
    "OfficeWording",
    "RegisteredNumber",
    "SignedCopy",
    "WordingVersion",
    "document_path",
    "signed_copy_path",
]
