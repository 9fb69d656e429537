from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0008_notices_of_press")]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("REPORT_DUE", "báo cáo đến hạn"),
                    ("TASK_DUE", "nhiệm vụ đến hạn"),
                    ("REPORT_RETURNED", "báo cáo bị trả lại"),
                    ("REPORT_ACCEPTED", "báo cáo được tiếp nhận"),
                    ("REPORT_SUBMITTED", "báo cáo mới gửi"),
                    ("CONTRIBUTION_ASKED", "được xin phối hợp"),
                    ("CONTRIBUTION_DUE", "trả lời phối hợp đến hạn"),
                    ("CONTRIBUTION_SENT", "trả lời phối hợp mới"),
                    ("HANDED_OVER", "nhận bàn giao"),
                    ("DOCUMENT_READY", "văn bản đã xuất xong"),
                    ("PLAN_MOVED", "kế hoạch chuyển bước"),
                    ("PLAN_ISSUED", "kế hoạch được ban hành"),
                    ("COMMENT_ASKED", "được lấy ý kiến"),
                    ("COMMENT_DUE", "góp ý đến hạn"),
                    ("COMMENT_SENT", "góp ý mới"),
                    ("COMMENT_ANSWERED", "góp ý được trả lời"),
                    ("MEETING_MOVED", "thông báo kết luận chuyển bước"),
                    ("DIRECTION_GIVEN", "ý kiến chỉ đạo mới"),
                    ("DIRECTION_ANSWERED", "ý kiến chỉ đạo được trả lời"),
                    ("PRESS_ASSIGNED", "được giao phản hồi báo chí"),
                    ("PRESS_DUE", "phản hồi báo chí đến hạn"),
                    ("PRESS_ANSWERED", "đã phản hồi báo chí"),
                ],
                max_length=20,
                verbose_name="loại",
            ),
        ),
    ]
