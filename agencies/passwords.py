"""What a password must be, said in Vietnamese whatever the library's translation lacks."""

import re

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from agencies.models import User
from ttdn_portal.shared.text import fold

MAX_LENGTH = 128
SENTENCES = {
    "password_too_short": "Mật khẩu phải có ít nhất {min_length} ký tự.",
    "password_too_common": "Mật khẩu này quá phổ biến, dễ bị đoán.",
    "password_entirely_numeric": "Mật khẩu không được toàn chữ số.",
    "password_too_similar": "Mật khẩu quá giống tên đăng nhập, họ tên hoặc thư điện tử.",
}
# What is left of a password without figures and signs, where people in an office choose the nearest thing.
EVERYDAY_WORDS = frozenset(
    "matkhau matkhaumoi doimatkhau quantri quantrivien chuyenvien vanthu lanhdao thongtindoingoai ttdn congttdn vietnam "
    "xinchao anhyeuem emyeuanh password admin administrator qwerty qwertyuiop abcdef hochiminh tphcm thanhphohochiminh hanoi "
    "haiphong danang cantho hue sovanhoa sovanhoathethao sovanhoavathethao ubnd uybannhandan".split()
)


def check_password_choice(password: str, user: User) -> None:
    """Raise ValidationError with every reason why `user` should choose another password."""
    problems = []
    try:
        validate_password(password, user)
    except ValidationError as error:
        problems += [_sentence(each) for each in error.error_list]
    if _is_everyday(password, user) and SENTENCES["password_too_common"] not in problems:
        problems.append(SENTENCES["password_too_common"])
    if problems:
        raise ValidationError(problems)


def _sentence(error: ValidationError) -> str:
    return SENTENCES.get(error.code or "", str(error.message)).format(**(error.params or {}))


def _is_everyday(password: str, user: User) -> bool:
    letters = re.sub(r"[^a-z]", "", fold(password))
    own = [fold(user.locality.name), fold(user.locality.short_name)] if user.locality else []
    return letters in EVERYDAY_WORDS or letters in {name.replace(" ", "") for name in own}
