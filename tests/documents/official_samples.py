"""Official documents to print in tests: the plans known from public news, and some built to hurt."""

from dataclasses import replace
from datetime import date
from functools import cache

from documents.official.html import render_pdf
from documents.official.model import (
    Align,
    Annex,
    Block,
    Column,
    Letterhead,
    Level,
    Marks,
    OfficialDocument,
    Orientation,
    RowGroup,
    Section,
    Signature,
    StyleFamily,
    Table,
    Urgency,
)
from tests.documents.pdf_measure import Measured


@cache
def printed(document: OfficialDocument) -> Measured:
    """The document as PDF, measured; each only once in a run."""
    return Measured(render_pdf(document))


COLUMNS = (
    Column("STT", 5, Align.CENTER),
    Column("Nội dung nhiệm vụ", 27),
    Column("Cơ quan chủ trì", 13),
    Column("Cơ quan phối hợp", 15),
    Column("Thời gian", 10, Align.CENTER),
    Column("Sản phẩm, kết quả", 14),
    Column("Kinh phí", 8, Align.RIGHT),
    Column("Ghi chú", 8),
)
HCM_ITEMS = (
    "Triển khai thực hiện văn bản quy phạm pháp luật, văn bản quản lý, chỉ đạo, hướng dẫn về thông tin đối ngoại",
    "Tập huấn, đào tạo bồi dưỡng nghiệp vụ về thông tin đối ngoại",
    "Công tác truyền thông, giới thiệu, quảng bá hình ảnh Thành phố",
    "Tuyên truyền các sự kiện hội nhập quốc tế nổi bật",
    "Triển khai Đề án truyền thông về quyền con người",
    "Công tác tuyên truyền biển đảo; phân giới, cắm mốc và quản lý biên giới",
    "Tổ chức biên soạn và xuất bản các ấn phẩm phục vụ công tác thông tin đối ngoại",
    "Đẩy mạnh ứng dụng các nền tảng mạng xã hội trong công tác truyền thông về hoạt động thông tin đối ngoại của Thành phố",
    "Cung cấp thông tin báo chí về tình hình phát triển kinh tế - xã hội của Thành phố",
    "Tổng hợp thông tin báo chí phản ánh và tổ chức họp báo cung cấp thông tin cho báo chí",
    "“Xây dựng chuyên mục thông tin các hoạt động đối ngoại nổi bật của Thành phố” trên Đài Truyền hình và Phát thanh TPHCM",
    "Chương trình “Đối thoại quốc tế cùng chuyên gia”",
    "Tổ chức cuộc thi ảnh và bài viết với chủ đề “Thành phố Hồ Chí Minh với hành trình 50 năm hội "
    "nhập quốc tế” dành cho cộng đồng người nước ngoài đang sinh sống, học tập, làm việc tại Thành phố",
)


def text(*words: str) -> tuple[Block, ...]:
    return tuple(Block(0, word) for word in words)


def items(*words: str) -> tuple[Block, ...]:
    return tuple(Block(1, word) for word in words)


def task_row(number: int, title: str) -> tuple[str, ...]:
    return (
        str(number),
        title,
        "Sở Thông tin và Truyền thông",
        "Sở Ngoại vụ; Sở Văn hóa và Thể thao; Sở Du lịch; các cơ quan báo chí Thành phố",
        "Quý II/2024",
        "01 lớp tập huấn, 120 lượt người",
        "150",
        "",
    )


def annex_table(rows: int, per_group: int = 1) -> Table:
    titles = HCM_ITEMS * (rows // len(HCM_ITEMS) + 1)
    groups = tuple(
        RowGroup(
            heading=titles[start // per_group % len(HCM_ITEMS)],
            number=str(start // per_group + 1),
            rows=tuple(
                task_row(n + 1, f"Nhiệm vụ minh họa {n + 1}: {titles[n]}")
                for n in range(start, min(start + per_group, rows))
            ),
        )
        for start in range(0, rows, per_group)
    )
    return Table(COLUMNS, groups)


HCM = OfficialDocument(
    letterhead=Letterhead(
        "Ủy ban nhân dân\nThành phố Hồ Chí Minh", name_in_text="Ủy ban nhân dân Thành phố Hồ Chí Minh"
    ),
    symbol="KH-UBND",
    place="Thành phố Hồ Chí Minh",
    year=2024,
    type_name="Kế hoạch",
    subject="Hoạt động thông tin đối ngoại trên địa bàn Thành phố năm 2024",
    bases=(
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
        "Căn cứ Nghị định số 72/2015/NĐ-CP ngày 07 tháng 9 năm 2015 của Chính phủ về quản lý hoạt động thông tin đối ngoại;",
        "Thực hiện Kết luận số 57-KL/TW ngày 15 tháng 6 năm 2023 của Bộ Chính trị về tiếp "
        "tục nâng cao chất lượng, hiệu quả công tác thông tin đối ngoại trong tình hình mới",
    ),
    opening=text(
        "Ủy ban nhân dân Thành phố ban hành Kế hoạch hoạt động thông tin đối ngoại trên địa bàn Thành phố năm 2024 với các nội dung như sau:"
    ),
    sections=(
        Section(
            Level.SECTION,
            "Mục đích, yêu cầu",
            children=(
                Section(
                    Level.CLAUSE,
                    "Mục đích",
                    blocks=items(
                        "Triển khai có hiệu quả Kết luận số 57-KL/TW; thông tin đến người dân Thành phố về tình hình thế giới và trong nước;",
                        "Đa dạng hóa hình thức thông tin trên báo chí, du lịch, văn hóa, thể thao "
                        "để hình ảnh Thành phố, đất nước và con người Việt Nam được lan tỏa rộng rãi.",
                    ),
                ),
                Section(
                    Level.CLAUSE,
                    "Yêu cầu",
                    blocks=items(
                        "Bảo đảm quy định về bảo mật và chế độ báo cáo; thông tin kịp thời, định hướng dư luận;",
                        "Chủ động, toàn diện, thường xuyên, có trọng tâm, đổi mới, sáng tạo, chính xác, kịp thời, hiệu quả, góp phần xây dựng đô thị thông minh.",
                    ),
                ),
            ),
        ),
        Section(
            Level.SECTION,
            "Nội dung",
            children=tuple(
                Section(
                    Level.CLAUSE,
                    title,
                    blocks=text(
                        f"Nhiệm vụ minh họa: thực hiện nội dung số {n} theo phân công tại Phụ lục kèm theo Kế hoạch này."
                    ),
                )
                for n, title in enumerate(HCM_ITEMS, start=1)
            ),
        ),
        Section(
            Level.SECTION,
            "Kinh phí",
            blocks=text(
                "Kinh phí thực hiện do ngân sách Thành phố bảo đảm theo phân cấp ngân sách hiện hành và các nguồn hợp pháp khác theo quy định của pháp luật."
            ),
        ),
        Section(
            Level.SECTION,
            "Tổ chức thực hiện",
            children=(
                Section(
                    Level.CLAUSE,
                    "Sở Thông tin và Truyền thông",
                    children=(
                        Section(
                            Level.POINT,
                            blocks=text(
                                "Chủ trì, phối hợp với các cơ quan liên quan triển khai thực hiện Kế hoạch này;"
                            ),
                        ),
                        Section(Level.POINT, blocks=text("Theo dõi, đôn đốc, tổng hợp kết quả thực hiện;")),
                        Section(Level.POINT, blocks=text("Báo cáo Ủy ban nhân dân Thành phố theo quy định.")),
                    ),
                ),
                Section(
                    Level.CLAUSE,
                    blocks=text(
                        "Các sở, ban, ngành căn cứ nhiệm vụ được giao tại Phụ lục kèm theo để tổ chức thực hiện."
                    ),
                ),
            ),
        ),
    ),
    closing=text(
        "Trên đây là Kế hoạch hoạt động thông tin đối ngoại trên địa bàn Thành phố năm 2024. Trong quá trình "
        "thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị kịp thời phản ánh để được xem xét, giải quyết."
    ),
    signature=Signature(("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch")),
    recipients=(
        "Bộ Thông tin và Truyền thông",
        "Thường trực Thành ủy",
        "Thường trực HĐND Thành phố",
        "Chủ tịch, các Phó Chủ tịch UBND Thành phố",
        "Các sở, ban, ngành Thành phố",
        "Lưu: VT, (VX)",
    ),
    annexes=(Annex("Phân công nhiệm vụ thông tin đối ngoại năm 2024", table=annex_table(13)),),
    marks=Marks(has_illustration=True),
)

NUMBERED = replace(
    HCM,
    number="5",
    issued_on=date(2024, 2, 5),
    year=None,
    signature=replace(HCM.signature, name="Nguyễn Văn Đường"),
    marks=Marks(),
)

HAU_GIANG = OfficialDocument(
    style=StyleFamily.PARTY,
    letterhead=Letterhead(
        "Ban Chỉ đạo công tác thông tin đối ngoại tỉnh",
        "Tỉnh ủy Hậu Giang",
        "Ban Chỉ đạo công tác thông tin đối ngoại tỉnh",
    ),
    symbol="KH/BCĐ",
    place="Hậu Giang",
    year=2021,
    type_name="Kế hoạch",
    subject="hoạt động thông tin đối ngoại tỉnh Hậu Giang năm 2021",
    bases=(
        "Căn cứ Quyết định số 1079/QĐ-TTg, ngày 14/7/2022 của Thủ tướng Chính phủ",
        "Thực hiện chỉ đạo của Ban Thường vụ Tỉnh ủy về công tác thông tin đối ngoại",
    ),
    opening=text(
        "Ban Chỉ đạo công tác thông tin đối ngoại tỉnh xây dựng Kế hoạch hoạt động thông tin đối ngoại năm 2021 như sau:"
    ),
    sections=(
        Section(
            Level.SECTION,
            "Mục đích, yêu cầu",
            children=(
                Section(
                    Level.CLAUSE,
                    "Mục đích",
                    blocks=text(
                        "Nâng cao hiệu quả công tác thông tin đối ngoại; quảng bá hình ảnh, tiềm năng, thương hiệu và năng lực cạnh tranh của tỉnh."
                    ),
                ),
                Section(
                    Level.CLAUSE,
                    "Yêu cầu",
                    blocks=text(
                        "Phát huy sức mạnh tổng hợp của hệ thống chính trị, bám sát chủ trương và kế hoạch phát triển kinh tế - xã hội."
                    ),
                ),
            ),
        ),
        Section(
            Level.SECTION,
            "Nội dung",
            children=(
                Section(Level.CLAUSE, blocks=text("Quán triệt văn bản chỉ đạo, hướng dẫn của Trung ương.")),
                Section(
                    Level.CLAUSE,
                    blocks=text("Tổng kết đánh giá hoạt động thông tin đối ngoại tỉnh Hậu Giang năm 2021."),
                ),
            ),
        ),
    ),
    signature=Signature(("TM. Ban Chỉ đạo", "KT. Trưởng ban", "Phó Trưởng ban")),
    recipients=("Thường trực Tỉnh ủy", "Thành viên Ban Chỉ đạo", "Lưu Ban Tuyên giáo Tỉnh ủy"),
    marks=Marks(incomplete_note="(Danh mục nội dung được chép lại từ nguồn công khai và chưa đầy đủ.)"),
)

HA_NOI_DRAFT = replace(
    HAU_GIANG,
    letterhead=Letterhead("Ban Chỉ đạo công tác thông tin đối ngoại", "Thành ủy Hà Nội", "Ban Chỉ đạo"),
    place="Hà Nội",
    year=None,
    subject="công tác thông tin đối ngoại trên địa bàn thành phố giai đoạn 2018 - 2020",
    marks=Marks(is_draft=True, has_illustration=True),
    annexes=(
        Annex("Phân công nhiệm vụ", table=annex_table(5)),
        Annex("Biểu tổng hợp chỉ tiêu", table=annex_table(30, 6)),
    ),
)

LETTER = replace(
    NUMBERED,
    letterhead=Letterhead("Ủy ban nhân dân\nThành phố Hồ Chí Minh"),
    symbol="UBND-VX",
    type_name="",
    subject="đôn đốc thực hiện nhiệm vụ của Kế hoạch hoạt động thông tin đối ngoại năm 2024",
    addressed_to=("Sở Thông tin và Truyền thông", "Sở Ngoại vụ", "Sở Du lịch"),
    bases=(),
    opening=text("Ủy ban nhân dân Thành phố đề nghị các cơ quan khẩn trương thực hiện các nhiệm vụ sau:"),
    sections=(
        Section(
            Level.PLAIN,
            table=Table(
                (Column("STT", 1, Align.CENTER), Column("Nhiệm vụ", 6), Column("Hạn", 2, Align.CENTER)),
                (
                    RowGroup(
                        (("1", "Tập huấn nghiệp vụ", "30/06/2024"), ("2", "Họp báo quý II", "15/06/2024"))
                    ),
                ),
            ),
        ),
    ),
    closing=text("Đề nghị các cơ quan báo cáo kết quả trước ngày 15 tháng 7 năm 2024."),
    signature=Signature(("TL. Chủ tịch", "Chánh Văn phòng"), "Trần Thị Ơn"),
    recipients=("Như trên", "Lưu: VT, VX"),
    annexes=(),
    marks=Marks(urgency=Urgency.VERY_URGENT),
)

DECISION = replace(
    NUMBERED,
    symbol="QĐ-UBND",
    type_name="Quyết định",
    subject="Về việc ban hành Kế hoạch hoạt động thông tin đối ngoại trên địa bàn Thành phố năm 2024",
    enacting_authority="Ủy ban nhân dân Thành phố Hồ Chí Minh",
    enacting_line="Quyết định:",
    opening=(),
    sections=(
        Section(
            Level.ARTICLE,
            blocks=text(
                "Ban hành kèm theo Quyết định này Kế hoạch hoạt động thông tin đối ngoại trên địa bàn Thành phố năm 2024."
            ),
        ),
        Section(Level.ARTICLE, blocks=text("Quyết định này có hiệu lực kể từ ngày ký.")),
        Section(
            Level.ARTICLE,
            blocks=text(
                "Chánh Văn phòng Ủy ban nhân dân Thành phố và Thủ trưởng các cơ quan chịu trách nhiệm thi hành Quyết định này."
            ),
        ),
    ),
    closing=(),
    recipients=("Như Điều 3", "Lưu: VT, VX"),
    annexes=(
        Annex(
            "Hoạt động thông tin đối ngoại trên địa bàn Thành phố năm 2024",
            sections=HCM.sections,
            label="Kế hoạch",
            orientation=Orientation.PORTRAIT,
        ),
        Annex("Phân công nhiệm vụ", table=annex_table(13, 5)),
    ),
)

LONG_WORD = "Đối" * 1667
LONG = replace(
    HCM,
    letterhead=Letterhead(
        "Ban Chỉ đạo công tác thông tin đối ngoại và hội nhập quốc tế trên các lĩnh vực kinh tế - xã hội của Thành phố Hồ Chí Minh giai đoạn 2024 - 2030",
        "Ủy ban nhân dân Thành phố trực thuộc Trung ương mang tên Chủ tịch Hồ Chí Minh vĩ đại",
    ),
    place="Thành phố mang một cái tên rất dài",
    subject=" ".join(HCM_ITEMS[7:10]),
    sections=tuple(
        Section(
            Level.SECTION,
            item * 3,
            children=(Section(Level.CLAUSE, item * 4, blocks=text(f"{item}. " * 10)),),
        )
        for item in HCM_ITEMS
    ),
    signature=Signature(
        (
            "TM. Ban Chỉ đạo công tác thông tin đối ngoại và hội nhập quốc tế",
            "KT. Trưởng ban",
            "Phó Trưởng ban kiêm Chánh Văn phòng Ủy ban nhân dân Thành phố",
        ),
        "Nguyễn Hoàng Phương Uyên Thảo Nguyên",
    ),
    recipients=tuple(
        f"Thành viên thứ {n} của Ban Chỉ đạo công tác thông tin đối ngoại và hội nhập quốc tế"
        for n in range(40)
    ),
    annexes=(
        Annex(
            HCM_ITEMS[-1] * 3,
            table=Table(
                COLUMNS, (RowGroup((task_row(1, LONG_WORD), task_row(2, "Dòng cao hơn một trang. " * 300))),)
            ),
        ),
    ),
    marks=Marks(is_draft=True, has_illustration=True, urgency=Urgency.IMMEDIATE),
)
