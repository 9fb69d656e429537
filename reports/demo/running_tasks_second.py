"""Illustrative tasks below items 8 to 13 of the running year."""

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
    # 8. Mạng xã hội
    (
        Row("Vận hành các trang mạng xã hội tiếng Anh chính thức của Thành phố", "so-vhtt", "going_sent", -300, 40, "Bài đăng hằng ngày", ("Bài đăng", "bài", 700), ("so-khcn", "bao-sggp"), 180, rhythm=REGULAR),
        Row("Tổ chức chiến dịch quảng bá điểm đến trên nền tảng mạng xã hội", "so-du-lich", "draft", -75, 24, "02 chiến dịch", ("Lượt tiếp cận", "lượt", 4_000_000), ("dai-truyen-hinh", "so-cong-thuong"), 520, MIXED),
        Row("Hợp tác với người sáng tạo nội dung trong và ngoài nước giới thiệu Thành phố", "so-du-lich", "idle", 7, 34, "20 sản phẩm số", ("Sản phẩm số", "sản phẩm", 20), ("so-vhtt", "hoi-nvnonn"), 260, PRIVATE),
        Row("Xây dựng kho ảnh, phim dùng chung phục vụ thông tin đối ngoại", "so-khcn", "returned", -120, 20, "01 kho dữ liệu dùng chung", ("Ảnh, phim được đưa vào kho", "tệp", 5_000), ("so-vhtt", "so-du-lich", "dai-truyen-hinh"), 340),
        Row("Đo lường hiệu quả truyền thông đối ngoại trên không gian mạng", "so-khcn", "going", -90, 38, "02 báo cáo đo lường", ("Báo cáo đo lường", "báo cáo", 2), ("so-vhtt",), 130, rhythm=HALF_YEARLY),
    ),
    # 9. Thông tin kinh tế - xã hội
    (
        Row("Cung cấp thông tin kinh tế - xã hội định kỳ cho báo chí trong và ngoài nước", "vp-ubnd", "going_sent", -300, 40, "Thông cáo báo chí hằng tháng", ("Thông cáo báo chí", "thông cáo", 12), ("so-tai-chinh", "so-cong-thuong", "so-vhtt"), rhythm=MONTHLY),
        Row("Xây dựng hồ sơ số liệu kinh tế - xã hội song ngữ phục vụ phóng viên nước ngoài", "so-tai-chinh", "overdue", -110, -14, "01 hồ sơ số liệu song ngữ", ("Hồ sơ số liệu", "bộ", 1), ("so-ngoai-vu", "so-cong-thuong"), 55),
        Row("Trả lời phỏng vấn của báo chí nước ngoài về tình hình phát triển của Thành phố", "vp-ubnd", "no_change", -280, 40, "Trả lời theo yêu cầu", ("Cuộc trả lời phỏng vấn", "cuộc", 15), ("so-ngoai-vu",), rhythm=REGULAR),
        Row("Tổ chức chương trình gặp gỡ doanh nghiệp nước ngoài giữa kỳ", "itpc", "done", -130, -28, "01 chương trình gặp gỡ", ("Doanh nghiệp tham dự", "doanh nghiệp", 200), ("so-tai-chinh", "so-cong-thuong"), 300, PRIVATE),
    ),
    # 10. Điểm báo, họp báo
    (
        Row("Tổng hợp thông tin báo chí nước ngoài phản ánh về Thành phố", "so-vhtt", "going_sent", -300, 40, "Bản điểm báo hằng tuần", ("Bản điểm báo", "bản", 50), ("so-ngoai-vu", "btgdv"), 120, rhythm=MONTHLY),
        Row("Tổ chức họp báo định kỳ về tình hình kinh tế - xã hội", "so-vhtt", "again", -300, 40, "Họp báo hằng quý", ("Cuộc họp báo", "cuộc", 4), ("vp-ubnd", "hoi-nha-bao"), 80, rhythm=QUARTERLY),
        Row("Tổ chức gặp mặt phóng viên thường trú và báo chí nước ngoài", "so-ngoai-vu", "accepted_note", -100, 16, "02 buổi gặp mặt", ("Phóng viên nước ngoài tham dự", "người", 40), ("hoi-nha-bao", "so-vhtt"), 95),
        Row("Hướng dẫn, hỗ trợ đoàn phóng viên nước ngoài tác nghiệp tại Thành phố", "so-ngoai-vu", "queue", -280, 40, "Hỗ trợ theo yêu cầu", ("Đoàn phóng viên", "đoàn", 30), ("cong-an", "so-vhtt"), rhythm=REGULAR),
        Row("Xử lý, làm rõ thông tin báo chí nêu về môi trường du lịch, đầu tư", "so-vhtt", "late_report", -150, 30, "Báo cáo kết quả làm rõ", ("Vụ việc được làm rõ", "vụ việc", 10), ("so-du-lich", "itpc", "so-cong-thuong"), rhythm=QUARTERLY),
    ),
    # 11. Chuyên mục truyền hình
    (
        Row("Sản xuất chuyên mục các hoạt động đối ngoại nổi bật của Thành phố", "dai-truyen-hinh", "going_sent", -300, 40, "Chuyên mục hằng tuần", ("Số chuyên mục", "số", 48), ("so-ngoai-vu", "so-vhtt"), 640, rhythm=MONTHLY),
        Row("Phụ đề tiếng Anh cho các chương trình giới thiệu Thành phố", "dai-truyen-hinh", "queue", -120, 27, "40 chương trình có phụ đề", ("Chương trình có phụ đề", "chương trình", 40), ("so-ngoai-vu",), 200),
        Row("Hợp tác với đài truyền hình nước ngoài trao đổi chương trình", "dai-truyen-hinh", "done", -150, -50, "02 thỏa thuận trao đổi", ("Thỏa thuận", "thỏa thuận", 2), ("so-ngoai-vu", "lien-hiep-huu-nghi"), 150),
        Row("Phát lại chuyên mục trên nền tảng số và mạng xã hội của Đài", "dai-truyen-hinh", "overdue_silent", -90, -3, "Chuyên mục trên nền tảng số", ("Lượt xem", "lượt", 1_000_000), ("so-khcn",), 70),
    ),
    # 12. Đối thoại quốc tế cùng chuyên gia
    (
        Row("Tổ chức các buổi đối thoại quốc tế cùng chuyên gia", "lien-hiep-huu-nghi", "going_sent", -140, 32, "04 buổi đối thoại", ("Buổi đối thoại", "buổi", 4), ("so-ngoai-vu", "so-vhtt"), 320, PRIVATE),
        Row("Ghi hình, biên tập và phát sóng chương trình đối thoại", "dai-truyen-hinh", "going_sent", -130, 36, "04 chương trình phát sóng", ("Chương trình", "chương trình", 4), ("lien-hiep-huu-nghi",), 280, MIXED),
        Row("Lập mạng lưới chuyên gia, trí thức người Việt Nam ở nước ngoài tham gia đối thoại", "hoi-nvnonn", "done", -120, -22, "01 danh sách mạng lưới", ("Chuyên gia tham gia", "người", 30), ("so-ngoai-vu", "so-khcn"), 60),
    ),
    # 13. Cuộc thi ảnh và bài viết
    (
        Row("Phát động cuộc thi ảnh và bài viết dành cho cộng đồng người nước ngoài tại Thành phố", "hoi-nha-bao", "done", -170, -70, "Thể lệ, lễ phát động", ("Tác phẩm dự thi", "tác phẩm", 600), ("so-du-lich", "so-ngoai-vu", "phuong-sai-gon"), 140, MIXED),
        Row("Chấm, trao giải và triển lãm tác phẩm đoạt giải", "hoi-nha-bao", "late_report", -60, 9, "01 lễ trao giải, 01 triển lãm", ("Tác phẩm trưng bày", "tác phẩm", 80), ("so-vhtt", "so-du-lich", "phuong-ben-thanh"), 260, MIXED),
        Row("Quảng bá tác phẩm đoạt giải tới bạn bè quốc tế và doanh nghiệp lữ hành", "so-du-lich", "going", -45, 37, "Bộ ảnh số và bài viết song ngữ", ("Kênh đăng tải", "kênh", 6), ("bao-sggp", "so-cong-thuong"), 90, PRIVATE),
        Row("Xuất bản tập sách tác phẩm chọn lọc của cuộc thi", "hoi-nha-bao", "idle", 10, 39, "01 tập sách", ("Bản in", "bản", 1_000), ("so-vhtt",), 150, PRIVATE),
    ),
)  # fmt: skip
