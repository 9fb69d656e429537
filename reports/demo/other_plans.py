"""Hải Phòng 2023, Hậu Giang 2021 and the plans of Hà Nội, as public news of their time state them."""

from datetime import date

from documents.choices import Layout
from plans.choices import IssueForm, PlanKind
from reports.demo.facts import GroupFact, PlanFact, SupportFact, TaskFact

HAIPHONG_SECRET = TaskFact("", "so-ngoai-vu", due_on=date(2023, 12, 31), is_secret=True)
HAIPHONG = PlanFact(
    locality="haiphong", slug="2023", year_from=2023, year_to=2023, issuer="ubnd", standing="so-vhttdl", place_name="Hải Phòng",
    title="Kế hoạch công tác thông tin đối ngoại thành phố Hải Phòng năm 2023",
    purposes="""\
Phát huy sức mạnh tổng hợp của cả hệ thống chính trị trong công tác thông tin đối ngoại.
Bám sát chủ trương, chính sách và kế hoạch phát triển kinh tế - xã hội của thành phố.
Quảng bá vùng đất, con người, lịch sử, văn hóa và tiềm năng của Hải Phòng.
Mở rộng, đa dạng hóa các hoạt động và quan hệ hợp tác.""",
    requirements="""\
Các sở, ban, ngành, đoàn thể, quận, huyện chấp hành nghiêm quy định về bảo vệ bí mật nhà nước.
Định hướng dư luận, phản bác thông tin có hại.""",
    signing_authority="TM. ỦY BAN NHÂN DÂN", is_incomplete=True,
    groups=(
        GroupFact("Tập huấn, bồi dưỡng nghiệp vụ cho cán bộ phụ trách công tác TTĐN"),
        GroupFact("Thông tin, tuyên truyền đường lối, chủ trương, chính sách của Đảng, Nhà nước, các văn bản chỉ đạo của thành phố"),
        GroupFact("Tuyên truyền các thành tựu trên mọi lĩnh vực kinh tế - xã hội, thu hút đầu tư, bảo đảm an sinh xã hội, bảo vệ và thúc đẩy quyền con người trên địa bàn thành phố"),
        GroupFact("Tăng cường hợp tác với kênh truyền hình đối ngoại xây dựng và thực hiện chương trình thông tin, tuyên truyền, quảng bá về thành phố Hải Phòng"),
        GroupFact("Tuyên truyền, quảng bá về ASEAN năm 2023"),
        GroupFact("Cung cấp thông tin về các vấn đề của thành phố được dư luận nước ngoài quan tâm"),
        GroupFact("Đấu tranh với các thông tin sai lệch ảnh hưởng đến uy tín, hình ảnh của thành phố", (HAIPHONG_SECRET,)),
        GroupFact("Đẩy mạnh quảng bá hình ảnh Việt Nam và thành phố trên mạng xã hội"),
    ),
    source_note="Tin trên cổng thông tin của thành phố ngày 08/02/2023. Nguồn không nêu số, ngày ban hành, người ký, căn cứ, phân công; danh mục nội dung trong nguồn kết thúc bằng “…” nên chưa đầy đủ. Cơ quan thường trực và nhiệm vụ quản lý theo chế độ mật dưới nội dung 7 là minh họa.",
)  # fmt: skip

HAUGIANG_TITLES = (
    "Quán triệt văn bản chỉ đạo, hướng dẫn của Trung ương; cụ thể hóa nội dung quản lý hoạt động TTĐN phù hợp địa phương",
    "Hợp tác tuyên truyền với cơ quan báo chí Trung ương; tổng hợp thông tin báo chí; họp báo cung cấp thông tin",
    "Triển khai Đề án Tạo dựng hình ảnh tỉnh Hậu Giang giai đoạn 2020 - 2025, tầm nhìn đến năm 2030",
    "Tuyên truyền sự kiện hội nhập quốc tế nổi bật, bảo vệ quyền con người, chủ quyền biển đảo, phân giới cắm mốc và quản lý biên giới",
    "Tổ chức và tham gia sự kiện xúc tiến đầu tư, thương mại, du lịch, giới thiệu sản phẩm của tỉnh ra nước ngoài",
    "Cung cấp thông tin cho báo chí, người Việt Nam ở nước ngoài, nhà đầu tư về kinh tế - xã hội và hoạt động đối ngoại của lãnh đạo tỉnh",
    "Thông tin tuyên truyền biển đảo thông qua Triển lãm số “Hoàng Sa, Trường Sa của Việt Nam - những bằng chứng lịch sử và pháp lý”",
    "Tổng kết đánh giá hoạt động TTĐN tỉnh Hậu Giang năm 2021",
)


def _haugiang_task(title: str) -> TaskFact:
    """The item itself as a task, with the leads and supports that the source states for the whole plan."""
    supports = (SupportFact("so-ban-nganh", "Phối hợp thực hiện."),)
    return TaskFact(
        title,
        "ban-tuyen-giao",
        starts_on=date(2021, 1, 1),
        due_on=date(2021, 12, 31),
        joint_lead="so-tttt",
        supports=supports,
    )


HAUGIANG = PlanFact(
    locality="haugiang", slug="2021", year_from=2021, year_to=2021, issuer="bcd", standing="ban-tuyen-giao", place_name="Hậu Giang",
    title="Kế hoạch hoạt động thông tin đối ngoại tỉnh Hậu Giang năm 2021",
    layout=Layout.PARTY, issue_form=IssueForm.COMMITTEE_PLAN, symbol="KH/BCĐ", allows_joint_lead=True, is_incomplete=True,
    purposes="""\
Nâng cao chất lượng, hiệu quả công tác thông tin đối ngoại.
Giới thiệu hình ảnh, tiềm năng, thương hiệu và năng lực cạnh tranh của tỉnh.
Hạn chế những thông tin xuyên tạc về biển đảo, dân chủ, nhân quyền, tôn giáo.
Góp phần giữ vững an ninh, trật tự trên địa bàn.""",
    requirements="""\
Triển khai có trọng tâm, trọng điểm.
Phát huy sức mạnh tổng hợp của hệ thống chính trị.
Bám sát chủ trương, chính sách và kế hoạch phát triển kinh tế - xã hội.""",
    organisation="Ban Tuyên giáo Tỉnh ủy và Sở Thông tin và Truyền thông đồng chủ trì; các sở, ban, ngành và địa phương phối hợp thực hiện.",
    groups=tuple(GroupFact(title, (_haugiang_task(title),)) for title in HAUGIANG_TITLES),
    source_note="Tin ngày 04/5/2021. Nguồn nêu cơ quan ban hành là Ban Chỉ đạo, hai cơ quan đồng chủ trì và các cơ quan phối hợp; không nêu số, ngày ban hành, người ký, thể thức (ở đây chọn thể thức của Đảng); danh mục nội dung trong nguồn kết thúc bằng “…” nên chưa đầy đủ. Mốc thời gian của từng nhiệm vụ là minh họa.",
)  # fmt: skip

HANOI_2024 = PlanFact(
    locality="hanoi", slug="2024", year_from=2024, year_to=2024, issuer="ubnd", standing="so-vhtt", number=47, place_name="Hà Nội",
    title="Kế hoạch về tổ chức hoạt động thông tin đối ngoại năm 2024",
    purposes="""\
Bảo đảm sự thống nhất, hiệu quả của công tác thông tin đối ngoại từ Thành phố đến các sở, ngành và địa phương.
Quảng bá hình ảnh, tiềm năng của đất nước và của Thủ đô.
Xây dựng thương hiệu Hà Nội.
Sử dụng các kênh truyền thông, tranh thủ sự ủng hộ của bạn bè trong nước và quốc tế.""",
    requirements="""\
Bám sát chủ trương, chính sách và kế hoạch phát triển kinh tế - xã hội.
Triển khai chủ động, kịp thời, đồng bộ, sáng tạo, hiệu quả.
Phối hợp giữa cơ quan Trung ương, Thành phố, các sở, ngành và tổ chức.
Thông tin kịp thời, đầy đủ, thường xuyên, đúng đối tượng.
Đổi mới nội dung, tài liệu, ấn phẩm.""",
    signing_authority="TM. ỦY BAN NHÂN DÂN", is_incomplete=True,
    source_note="Tin ngày 08/02/2024: Kế hoạch số 47/KH-UBND của Ủy ban nhân dân Thành phố. Nguồn không nêu ngày ban hành, người ký, căn cứ và không liệt kê nội dung; kế hoạch chưa có nhóm nhiệm vụ cho đến khi bổ sung. Cơ quan thường trực là minh họa.",
)  # fmt: skip

HANOI_2017 = PlanFact(
    locality="hanoi", slug="2017", year_from=2017, year_to=2017, issuer="ubnd", number=49, place_name="Hà Nội",
    title="Kế hoạch công tác thông tin đối ngoại trên địa bàn thành phố năm 2017", signing_authority="TM. ỦY BAN NHÂN DÂN", is_incomplete=True,
    source_note="Tin về cuộc họp ngày 28/7/2017 của Ban Chỉ đạo chỉ nhắc đến Kế hoạch số 49 của Thành phố; tên đầy đủ, ký hiệu, ngày, người ký và nội dung không được nêu. Trích yếu và ký hiệu ở đây ghi theo cách thông thường.",
)  # fmt: skip

HANOI_2017_FINDINGS = """\
Cuộc họp ngày 28/7/2017 của Ban Chỉ đạo công tác thông tin đối ngoại Thành ủy sơ kết 6 tháng đầu năm và triển khai công tác 6 tháng cuối năm 2017. Đánh giá theo nguồn công khai:
- Công tác thông tin đối ngoại được triển khai theo tinh thần của Ban Chỉ đạo Trung ương và theo kế hoạch.
- Hoạt động chủ động, sáng tạo, linh hoạt hơn.
- Sự phối hợp giữa các cấp, các ngành rõ hơn.
- Góp phần định hướng dư luận, ổn định chính trị và thu hút đầu tư.
Sự kiện trong kỳ: hội nghị Hà Nội 2017 hợp tác đầu tư và phát triển."""

HANOI_2018_2020 = PlanFact(
    locality="hanoi", slug="2018-2020", kind=PlanKind.MULTI_YEAR, year_from=2018, year_to=2020, issuer="bcd", place_name="Hà Nội",
    title="Kế hoạch công tác thông tin đối ngoại trên địa bàn thành phố giai đoạn 2018-2020",
    layout=Layout.PARTY, issue_form=IssueForm.COMMITTEE_PLAN, symbol="KH/BCĐ",
    consulted=("so-du-lich", "so-cong-thuong", "so-ngoai-vu", "so-vhtt", "btgdv", "bao-dai"),
    groups=(
        GroupFact("Thông tin tuyên truyền về quan điểm, chủ trương, chính sách của Đảng, Nhà nước về công tác đối ngoại"),
        GroupFact("Các hoạt động về công tác thông tin đối ngoại, giới thiệu quảng bá hình ảnh của Hà Nội đến người Việt Nam ở nước ngoài và bạn bè quốc tế"),
        GroupFact("Đấu tranh phản bác những thông tin sai trái"),
        GroupFact("Định hướng thông tin đối ngoại cho báo chí"),
        GroupFact("Nâng cao hiệu quả hoạt động thông tin đối ngoại"),
    ),
    source_note="Dự thảo được Ban Chỉ đạo thảo luận ngày 28/7/2017. Nguồn ghi “thông qua” nhưng các thành viên còn góp nhiều ý kiến cụ thể, nên ở đây dự thảo đang lấy ý kiến. Danh sách cơ quan được lấy ý kiến là minh họa.",
)  # fmt: skip
