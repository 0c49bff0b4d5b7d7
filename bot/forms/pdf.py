"""A .docx as PDF, by LibreOffice where it is installed. Without it only the .docx is offered."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
from functools import cache
from pathlib import Path

from bot.errors import BotError

TIMEOUT = 60  # seconds: the first start of LibreOffice on a small machine is slow
_one_at_a_time = threading.Lock()  # two of them at once would starve a small machine, and share one profile


class ConversionError(BotError):
    code = "conversion"


@cache
def converter() -> str | None:
    """The path of LibreOffice, or None."""
    return next((path for name in ("soffice", "libreoffice") if (path := shutil.which(name))), None)


@cache
def _profile() -> tempfile.TemporaryDirectory[str]:
    """A profile of our own, gone with the process: nothing of a document is left in the user's."""
    return tempfile.TemporaryDirectory(prefix="office-profile-")


def pdf(docx: bytes) -> bytes:
    """`docx` as PDF. Raises ConversionError when there is no converter or it fails."""
    program = converter()
    if program is None:
        raise ConversionError("这台机器没有装 PDF 转换程序，请用 Word 版本。")
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="to-pdf-") as folder:
        source = Path(folder) / "document.docx"
        source.write_bytes(docx)
        command = [program, f"-env:UserInstallation=file://{_profile().name}", "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)  # noqa: S603 - our own file, no shell
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.SubprocessError):
            raise ConversionError("PDF 没有转换成功，请用 Word 版本。") from None
