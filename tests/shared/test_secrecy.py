"""What counts as a secrecy marking, and what is everyday Vietnamese."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from ttdn_portal.shared.secrecy import marked_places, markings, refuse_marked

MARKED = {
    "MẬT": "MẬT",
    "Mật": "Mật",
    "mật": "mật",
    "(Mật)": "Mật",
    "[MẬT]": "MẬT",
    "“Mật”": "Mật",
    "*** TỐI MẬT ***": "TỐI MẬT",
    "- Tuyệt mật -": "Tuyệt mật",
    "tối mật": "tối mật",
    "TUYỆT MẬT": "TUYỆT MẬT",
    "Độ mật": "Độ mật",
    "ĐỘ MẬT": "ĐỘ MẬT",
    "Độ mật: ……": "Độ mật",
    "Độ mật: A": "Độ mật",
    "M Ậ T": "MẬT",
    "T Ố I  M Ậ T": "TỐI MẬT",
    "T Ố I M Ậ T": "TỐI MẬT",
    "T U Y Ệ T   M Ậ T": "TUYỆT MẬT",
    "M.Ậ.T": "MẬT",
    "M\u00a0Ậ\u00a0T": "MẬT",
    "M\u200bẬT": "MẬT",
    "ＭẬＴ": "MẬT",
    "Số: 12/BC-UBND\nMẬT\nBáo cáo tình hình quý II": "MẬT",
    "Số: 12/BC-UBND\tMẬT": "MẬT",
    "| Số: 12/BC-UBND | Mật |": "Mật",
    "Báo cáo số 12 (Mật) về tình hình dư luận": "Mật",
    "Kèm theo tài liệu (mật) của Công an tỉnh": "mật",
    "Văn bản đóng dấu Mật của Sở Ngoại vụ": "Mật",
    "Dấu Mật": "Mật",
    "Báo cáo MẬT của Công an tỉnh": "MẬT",
    "Theo văn bản Tối mật số 15": "Tối mật",
    "Tài liệu thuộc độ Mật, do Công an tỉnh soạn": "độ Mật",
    "Tài liệu độ Tuyệt mật": "Tuyệt mật",
    "ỦY BAN NHÂN DÂN TỈNH MẬT CỘNG HÒA XÃ HỘI": "MẬT",
    "Mật – Báo cáo tình hình dư luận": "Mật",
    "MẬT: tình hình dư luận": "MẬT",
    "Đã gửi báo cáo. MẬT. Không sao chụp.": "MẬT",
    "mËt": "mật",
    "TèI MËT": "TốI MậT",
    "TuyÖt mËt": "Tuyệt mật",
    "MAÄT": "MẬT",
    "Tuyeät maät": "Tuyệt mật",
}

EVERYDAY = [
    "Bảo vệ bí mật Nhà nước theo quy định.",
    "BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "III. CÔNG TÁC BẢO MẬT THÔNG TIN",
    "Thực hiện nghiêm chế độ bảo mật.",
    "Nhiệm vụ quản lý theo chế độ mật",
    "NHIỆM VỤ QUẢN LÝ THEO CHẾ ĐỘ MẬT",
    "(nhiệm vụ quản lý theo chế độ mật)",
    "Quản lý theo chế độ Mật",
    "Mật độ tin, bài về biển đảo tăng.",
    "MẬT ĐỘ DÂN CƯ",
    "Quan hệ mật thiết với các địa phương của Lào.",
    "Mật thiết gắn bó với Nhân dân",
    "bí mật kinh doanh của doanh nghiệp",
    "Đổi mật khẩu tài khoản trang thông tin",
    "Mật khẩu phải có 12 ký tự",
    "MẬT KHẨU",
    "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15",
    "Các tài liệu mật, tối mật gửi theo đường văn thư riêng.",
    "Không đưa tài liệu mật, tuyệt mật lên mạng.",
    "Xác định độ mật của tài liệu theo thẩm quyền.",
    "XÁC ĐỊNH ĐỘ MẬT CỦA TÀI LIỆU",
    "QUẢN LÝ TÀI LIỆU MẬT",
    "Độ mật: không",
    "Độ mật: Thường",
    "Giữ tuyệt đối bí mật nội dung làm việc.",
    "Đồng chí Nguyễn Văn Mật, Phó Giám đốc Sở",
    "Bà Trần Thị Mật",
    "chùa Mật Đa",
    "Giới thiệu Mật tông trong văn hóa Tây Tạng",
    "Quảng bá mật ong bạc hà Mèo Vạc",
    "Mật ong rừng U Minh đạt OCOP 4 sao",
    "MẬT ONG BẠC HÀ",
    "Lễ hội Đường Mật",
    "Cơ quan mật vụ, mật thám trước năm 1945",
    "Thực hiện nghiêm chế độ bảo\nmật.",
    "Nhiệm vụ này quản lý theo chế độ\nmật;",
    "NHIỆM VỤ QUẢN LÝ THEO CHẾ ĐỘ\nMẬT",
    "các địa phương có quan hệ mật\nthiết",
    "bÝ mËt Nhµ n­íc, chÕ ®é mËt",
    "baûo maät",
    "Đã gặp gỡ thân mật đoàn phóng viên",
    "GẶP MẶT THÂN MẬT",
    "ngày mật",
    "",
    "Mặt trận Tổ quốc, mặt bằng, mất an toàn",
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "words"), MARKED.items())
def test_a_marking_is_found(text, words, form):
    found = markings(unicodedata.normalize(form, text))

    assert [marking.words for marking in found] == [words]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_words_pass(text, form):
    assert markings(unicodedata.normalize(form, text)) == []


def test_the_line_is_told():
    assert markings("Báo cáo quý II\nSố liệu\nTỐI MẬT\n")[0].line == 3


def test_several_markings_are_all_found():
    assert [m.words for m in markings("ĐỘ MẬT: TỐI MẬT")] == ["ĐỘ MẬT", "TỐI MẬT"]
    assert [m.words for m in markings("MẬT\nMẬT\nTuyệt mật")] == ["MẬT", "MẬT", "Tuyệt mật"]


def test_a_refusal_names_what_was_found_and_the_neutral_way():
    with pytest.raises(ValidationError) as refusal:
        refuse_marked("Tình hình dư luận\n(MẬT)")

    sentence = refusal.value.messages[0]
    assert sentence.startswith("Có chữ chỉ độ mật “MẬT” (dòng 2).")
    assert "quản lý theo chế độ mật" in sentence


def test_stored_texts_are_named_by_their_place():
    found = marked_places([("mục đích", "Giữ bí mật."), ("yêu cầu", "TỐI MẬT"), ("kinh phí", "")])

    assert len(found) == 1
    assert found[0].startswith("Có chữ chỉ độ mật “TỐI MẬT” (yêu cầu).")


def test_the_explanation_may_be_pasted_back():
    with pytest.raises(ValidationError) as refusal:
        refuse_marked("MẬT")

    assert markings(refusal.value.messages[0].replace("“MẬT”", "")) == []
