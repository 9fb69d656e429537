"""A text typed for a page that is gone comes back once, to be copied."""

from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from ttdn_portal.shared.typed import moved_on

MOVED = "Kế hoạch đã chuyển sang bước khác."


def told(**typed) -> list[str]:
    request = RequestFactory().post("/", typed)
    request.session, request._messages = {}, None
    request._messages = FallbackStorage(request)
    moved_on(request, MOVED)
    return [str(message) for message in messages.get_messages(request)]


def test_the_note_is_told_with_what_happened():
    assert told(note="Cần nêu rõ nguồn kinh phí.", version="3") == [
        f"{MOVED} Nội dung anh/chị vừa gõ, để chép lại khi cần: “Cần nêu rõ nguồn kinh phí.”."
    ]


def test_a_row_of_several_counts_by_its_own_name():
    assert "“Giữ nguyên vì luật quy định.”" in told(**{"p2-note": "Giữ nguyên vì luật quy định."})[0]


def test_nothing_typed_nothing_more_told():
    assert told(number="7", note=" ") == [MOVED]
