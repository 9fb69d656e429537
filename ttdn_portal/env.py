"""Settings read from the environment.

A wrong or missing value stops start-up with one clear line, because a portal that
starts with a guessed setting is found out only when a report is lost.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


def stop(name: str, problem: str) -> NoReturn:
    """End the process with one line that names the setting and what is wrong."""
    raise SystemExit(f"Cấu hình sai: {name} {problem}")


def text(name: str, default: str = "") -> str:
    """Value of `name`, stripped; an empty value counts as not given."""
    return os.environ.get(name, "").strip() or default


def secret(name: str, default: str = "") -> str:
    """Value of `name`, or the content of the file that `NAME_FILE` points to."""
    path = text(f"{name}_FILE")
    if not path:
        return text(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        stop(f"{name}_FILE", f"trỏ tới tệp không đọc được: {path}")


def flag(name: str, default: bool) -> bool:
    word = text(name).lower()
    if not word:
        return default
    if word in TRUE_WORDS | FALSE_WORDS:
        return word in TRUE_WORDS
    stop(name, f"phải là 1 hoặc 0, không phải “{word}”")


def integer(name: str, default: int, *, minimum: int = 0, maximum: int = 10**9) -> int:
    word = text(name, str(default))
    try:
        value = int(word)
    except ValueError:
        stop(name, f"phải là số nguyên, không phải “{word}”")
    if not minimum <= value <= maximum:
        stop(name, f"phải từ {minimum} đến {maximum}, không phải {value}")
    return value


def choice(name: str, default: str, allowed: Sequence[str]) -> str:
    word = text(name, default)
    if word not in allowed:
        stop(name, f"phải là một trong: {', '.join(allowed)}; không phải “{word}”")
    return word


def words(name: str, default: str = "") -> list[str]:
    """Comma-separated values."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def readable_files(name: str) -> list[Path]:
    """Comma-separated paths of files that can be read; a folder stands for the files in it."""
    found: list[Path] = []
    for word in words(name):
        path = Path(word)
        files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
        if not files:
            stop(name, f"trỏ tới thư mục không có tệp nào: {word}")
        for file in files:
            try:
                with file.open("rb"):
                    found.append(file)
            except OSError:
                stop(name, f"trỏ tới tệp không đọc được: {file}")
    return found


def certificates(name: str) -> tuple[bytes, ...]:
    """Certificates (PEM or DER) in the files that `name` lists, each in DER; a file without one stops start-up."""
    found: list[bytes] = []
    for file in readable_files(name):
        from pyhanko.keys.pemder import (
            load_certs_from_pemder_data,  # only where there are roots: it is slow to load
        )

        try:
            read = list(load_certs_from_pemder_data(file.read_bytes()))
            found += [certificate.dump() for certificate in read if certificate.subject]
        except ValueError:
            read = []
        if not read:
            stop(name, f"trỏ tới tệp không phải chứng thư số: {file}")
    return tuple(found)


def kept_secret(path: Path, make: object) -> str:
    """Secret of an embedded installation: made once, kept beside its database."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    value = make()  # type: ignore[operator]
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(value)
    except FileExistsError:  # another process of the same start was faster
        return path.read_text(encoding="ascii").strip()
    return value
