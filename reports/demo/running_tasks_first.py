"""Illustrative tasks below items 1 to 7 of the running year."""

from reports.demo.running_rows import (
    HALF_YEARLY,
    MIXED,
    MONTHLY,
    PRIVATE,
    QUARTERLY,
    REGULAR,
    Row,
)

GROUPS: tuple[tuple[Row, ...], ...] = (
    # 1. Văn bản
    (
        Row("Ban hành văn bản hướng dẫn sở, ngành, phường, xã, đặc khu thực hiện công tác thông tin đối ngoại trong năm", "so-vhtt", "done", -200, -60, "01 văn bản hướng dẫn", ("Văn bản hướng dẫn", "văn bản", 1), ("vp-ubnd",)),
        Row("Rà soát, đề xuất sửa đổi quy chế quản lý hoạt động thông tin đối ngoại trên địa bàn Thành phố", "so-tu-phap", "overdue", -180, -12, "Dự thảo quy chế sửa đổi", ("Dự thảo quy chế", "dự thảo", 1), ("so-vhtt", "vp-ubnd", "so-ngoai-vu")),
        Row("Phổ biến chiến lược truyền thông quảng bá hình ảnh Việt Nam ra nước ngoài đến các cơ quan báo chí Thành phố", "btgdv", "done_late", -150, -45, "02 hội nghị phổ biến", ("Hội nghị phổ biến", "hội nghị", 2), ("so-vhtt", "hoi-nha-bao"), 60),
        Row("Kiểm tra việc thực hiện công tác thông tin đối ngoại tại sở, ngành và địa phương", "so-vhtt", "going", -120, 35, "06 cuộc kiểm tra", ("Cuộc kiểm tra", "cuộc", 6), ("vp-ubnd", "cong-an"), 45),
    ),
    # 2. Tập huấn
    (
        Row("Tập huấn kỹ năng thông tin đối ngoại cho cán bộ văn hóa phường, xã, đặc khu", "so-vhtt", "done", -160, -30, "04 lớp tập huấn", ("Lớp tập huấn", "lớp", 4), ("so-ngoai-vu", "phuong-sai-gon", "xa-can-gio"), 220),
        Row("Bồi dưỡng nghiệp vụ phát ngôn và cung cấp thông tin cho người phát ngôn của các sở, ngành", "so-ngoai-vu", "queue", -100, 20, "02 lớp bồi dưỡng", ("Học viên", "người", 120), ("so-vhtt", "hoi-nha-bao"), 150),
        Row("Tập huấn viết tin, bài tiếng Anh cho phóng viên báo, đài Thành phố", "hoi-nha-bao", "going_sent", -90, 25, "02 lớp tập huấn", ("Phóng viên được tập huấn", "người", 60), ("so-ngoai-vu", "bao-sggp", "dai-truyen-hinh"), 90, MIXED),
        Row("Tổ chức đoàn công tác học tập kinh nghiệm quảng bá hình ảnh địa phương", "so-ngoai-vu", "idle", 12, 38, "01 báo cáo kết quả đoàn", ("Đoàn công tác", "đoàn", 1), ("so-vhtt", "so-du-lich"), 300),
        Row("Xây dựng bộ tài liệu hỏi đáp về thông tin đối ngoại cho cán bộ cơ sở", "so-vhtt", "no_change", -80, 30, "01 bộ tài liệu", ("Bộ tài liệu", "bộ", 1), ("so-tu-phap",), 70),
    ),
    # 3. Truyền thông, quảng bá
    (
        Row("Sản xuất phóng sự song ngữ giới thiệu điểm đến của Thành phố sau sắp xếp đơn vị hành chính", "so-du-lich", "overdue", -170, -9, "12 phóng sự song ngữ Việt – Anh", ("Phóng sự song ngữ", "phóng sự", 12), ("dai-truyen-hinh", "so-cong-thuong", "dac-khu-con-dao"), 960, MIXED),
        Row("Xây dựng bộ nhận diện và ấn phẩm số quảng bá du lịch Thành phố bằng 5 thứ tiếng", "so-du-lich", "returned", -140, 15, "01 bộ ấn phẩm số", ("Phiên bản ngôn ngữ", "phiên bản", 5), ("so-ngoai-vu", "so-khcn"), 480),
        Row("Tổ chức gian hàng quảng bá Thành phố tại hội chợ du lịch quốc tế", "so-du-lich", "done", -130, -20, "01 gian hàng", ("Lượt khách tham quan gian hàng", "lượt", 5_000), ("so-cong-thuong", "itpc"), 700, MIXED),
        Row("Đón đoàn báo chí, lữ hành nước ngoài khảo sát tuyến du lịch đường sông và biển đảo", "so-du-lich", "late_report", -95, 6, "04 đoàn khảo sát", ("Đoàn khảo sát", "đoàn", 4), ("so-ngoai-vu", "so-cong-thuong", "xa-can-gio", "dac-khu-con-dao"), 350),
        Row("Vận hành cổng thông tin du lịch đa ngữ của Thành phố", "ttxt-du-lich", "review", -300, 40, "Cổng thông tin hoạt động ổn định", ("Lượt truy cập từ nước ngoài", "lượt", 600_000), ("so-khcn", "so-du-lich"), 260, rhythm=REGULAR),
        Row("Lắp đặt pa nô, màn hình giới thiệu Thành phố tại cửa khẩu hàng không và bến cảng", "ttxt-du-lich", "going", -110, 30, "10 cụm pa nô, màn hình", ("Cụm pa nô, màn hình", "cụm", 10), ("bien-phong", "so-du-lich"), 820, MIXED),
    ),
    # 4. Sự kiện hội nhập quốc tế
    (
        Row("Thông tin về các hội nghị, diễn đàn quốc tế tổ chức tại Thành phố", "so-ngoai-vu", "going_sent", -300, 40, "Tin, bài theo từng sự kiện", ("Tin, bài", "tin, bài", 160), ("bao-sggp", "dai-truyen-hinh", "hoi-nha-bao"), rhythm=QUARTERLY),
        Row("Tuyên truyền về các hiệp định thương mại tự do tới doanh nghiệp có vốn đầu tư nước ngoài", "itpc", "again", -120, 18, "06 hội thảo, 06 bản tin song ngữ", ("Hội thảo", "cuộc", 6), ("so-cong-thuong", "so-tai-chinh"), 200, MIXED),
        Row("Tổ chức tuần giao lưu văn hóa với các địa phương nước ngoài kết nghĩa", "lien-hiep-huu-nghi", "done", -140, -35, "01 tuần giao lưu", ("Đoàn nghệ thuật, giao lưu", "đoàn", 8), ("so-vhtt", "so-du-lich", "so-ngoai-vu"), 640, PRIVATE),
        Row("Thông tin về Thành phố tại các sự kiện kỷ niệm quan hệ ngoại giao trong năm", "so-ngoai-vu", "late_report", -100, 28, "05 hoạt động thông tin", ("Hoạt động", "hoạt động", 5), ("lien-hiep-huu-nghi", "so-cong-thuong"), 120),
        Row("Giới thiệu lễ hội, sự kiện của Thành phố tới khách quốc tế", "so-du-lich", "queue", -90, 22, "Lịch sự kiện song ngữ hằng tháng", ("Lịch sự kiện", "số", 12), ("so-vhtt", "phuong-ben-thanh"), rhythm=MONTHLY),
    ),
    # 5. Quyền con người
    (
        Row("Tập huấn kiến thức truyền thông về quyền con người cho báo cáo viên, tuyên truyền viên", "so-tu-phap", "done", -150, -40, "02 lớp tập huấn", ("Báo cáo viên được tập huấn", "người", 150), ("btgdv", "so-vhtt"), 110),
        Row("Xây dựng chuyên mục về thành tựu bảo đảm quyền con người trên báo điện tử tiếng Anh", "bao-sggp", "going_sent", -120, 40, "24 bài chuyên mục", ("Bài chuyên mục", "bài", 24), ("so-tu-phap", "so-ngoai-vu"), 96, rhythm=MONTHLY),
        Row("Tổ chức cuộc thi tìm hiểu về quyền con người trong thanh niên, công nhân", "so-tu-phap", "accepted_note", -110, 14, "01 cuộc thi", ("Người dự thi", "người", 3_000), ("so-gddt", "so-cong-thuong"), 180),
        Row("Biên soạn tài liệu hỏi đáp về quyền con người bằng tiếng Việt và tiếng Anh", "so-tu-phap", "idle", 8, 36, "01 tài liệu song ngữ", ("Bản in", "bản", 1_500), ("so-ngoai-vu",), 75),
    ),
    # 6. Biển đảo, biên giới
    (
        Row("Tổ chức triển lãm số về chủ quyền biển, đảo tại trường học và cảng hành khách", "so-vhtt", "done_late", -150, -25, "06 cuộc triển lãm", ("Cuộc triển lãm", "cuộc", 6), ("bien-phong", "so-gddt", "dac-khu-con-dao"), 240),
        Row("Tuyên truyền về biển, đảo, chống khai thác hải sản bất hợp pháp cho ngư dân", "bien-phong", "going_sent", -130, 30, "20 buổi tuyên truyền", ("Buổi tuyên truyền", "buổi", 20), ("xa-can-gio", "dac-khu-con-dao"), 85, rhythm=QUARTERLY),
        Row("Đưa đoàn phóng viên, kiều bào thăm các đảo của Thành phố", "bien-phong", "overdue", -100, -5, "02 đoàn", ("Đoàn", "đoàn", 2), ("hoi-nha-bao", "hoi-nvnonn", "so-du-lich"), 400, MIXED),
        Row("Duy trì điểm thông tin đối ngoại tại đặc khu Côn Đảo", "dac-khu-con-dao", "late_report", -200, 40, "01 điểm thông tin hoạt động", ("Lượt khách nước ngoài được cung cấp thông tin", "lượt", 20_000), ("so-vhtt", "so-du-lich"), 60, rhythm=REGULAR),
        Row("Thiết kế bộ tài liệu số về di tích, sinh thái biển phục vụ thông tin đối ngoại", "xa-can-gio", "going_sent", -72, 33, "01 bộ tài liệu số", ("Tài liệu số", "tài liệu", 10), ("so-du-lich", "so-khcn"), 95),
    ),
    # 7. Ấn phẩm
    (
        Row("Biên soạn sách ảnh song ngữ giới thiệu Thành phố", "so-vhtt", "queue", -150, 12, "01 sách ảnh song ngữ", ("Bản in", "bản", 3_000), ("so-ngoai-vu", "bao-sggp"), 720),
        Row("Xuất bản bản tin đối ngoại song ngữ hằng quý", "so-ngoai-vu", "going", -300, 40, "04 số bản tin", ("Số bản tin", "số", 4), ("so-vhtt", "itpc"), 160, rhythm=QUARTERLY),
        Row("In bản đồ du lịch và cẩm nang dành cho khách quốc tế", "so-du-lich", "draft_deleted", -85, 26, "Bản đồ, cẩm nang bằng 4 thứ tiếng", ("Bản in", "bản", 50_000), ("so-ngoai-vu", "phuong-ben-thanh"), 380, PRIVATE),
        Row("Biên soạn tài liệu giới thiệu môi trường đầu tư bằng tiếng Anh, Nhật, Hàn, Trung", "itpc", "done", -140, -18, "Tài liệu bằng 4 thứ tiếng", ("Phiên bản ngôn ngữ", "phiên bản", 4), ("so-tai-chinh", "so-cong-thuong"), 210, rhythm=HALF_YEARLY),
    ),
)  # fmt: skip
