"""Vietnamese words for the acts in the log.

An app that stands above adds its own in its AppConfig.ready(): `register_actions({"submit": "trình"})`. A key may name
the kind of row too, as "progressreport.submit", where one act has different words for different things.
"""

from collections.abc import Mapping

from django.apps import apps

ACTION_LABELS: dict[str, str] = {
    "add_calendar_day": "Thêm ngày vào lịch",
    "remove_calendar_day": "Xóa ngày khỏi lịch",
    "create_administrator": "Tạo người quản trị đầu tiên",
    "create_person": "Tạo tài khoản",
    "update_person": "Sửa thông tin tài khoản",
    "update_profile": "Sửa hồ sơ của mình",
    "invite_person": "Cấp liên kết đặt mật khẩu",
    "ask_password_reset": "Gửi thư đặt lại mật khẩu",
    "set_password": "Đặt mật khẩu bằng liên kết",
    "change_password": "Đổi mật khẩu",
    "add_membership": "Giao vai trò",
    "end_membership": "Kết thúc vai trò",
    "remove_membership": "Thu hồi vai trò trước khi có hiệu lực",
    "block_person": "Khóa tài khoản",
    "unblock_person": "Mở lại tài khoản",
    "deactivate_person": "Ngừng sử dụng tài khoản",
    "login_locked": "Tự khóa đăng nhập vì sai mật khẩu nhiều lần",
    "login_unlocked": "Mở khóa đăng nhập",
    "update_agency": "Sửa thông tin cơ quan",
    "reorganise": "Sắp xếp cơ quan",
    "move_membership": "Vai trò sang cơ quan kế thừa",
    "hand_over": "Bàn giao công việc",
    "take_over": "Nhận bàn giao công việc",
    "retry_mailing": "Gửi lại thư",
    "create": "Tạo",
    "add": "Thêm",
    "update": "Sửa",
    "change": "Sửa",
    "delete": "Xóa",
    "import": "Nhập từ tệp",
    "export": "Xuất tệp",
}


def register_actions(labels: Mapping[str, str]) -> None:
    """Add the words of another app."""
    ACTION_LABELS.update(labels)


def action_label(action: str, object_type: str = "") -> str:
    """The words for an act, those for this kind of row first."""
    return (
        ACTION_LABELS.get(f"{object_type}.{action}")
        or ACTION_LABELS.get(action)
        or action.replace("_", " ").capitalize()
    )


def object_types() -> dict[str, str]:
    """Kinds of rows an entry may be about, in the words of their models."""
    models = [model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")]
    return {str(model._meta.model_name): str(model._meta.verbose_name) for model in models}
