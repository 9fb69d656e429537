"""Where a page is gone before its form came: the person is told, and gets back what was typed."""

from django.contrib import messages
from django.http import HttpRequest

# The long texts of forms that stand on pages of one moment; short values are typed again at once.
TEXTS = ("note", "text", "answer", "reason", "question")


def moved_on(request: HttpRequest, sentence: str) -> None:
    """Say that things moved on meanwhile; a text typed for what is no more is shown once, to be copied."""
    sent = {name.rpartition("-")[2]: str(value).strip() for name, value in request.POST.items()}
    typed = [sent[name] for name in TEXTS if len(sent.get(name, "").split()) > 1]
    kept = f" Nội dung anh/chị vừa gõ, để chép lại khi cần: “{'”; “'.join(typed)}”." if typed else ""
    messages.warning(request, sentence + kept)
