"""How the Bot API says no."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = {"ok": False, "error_code": self.code, "description": str(self)}
        return found | ({"parameters": self.parameters} if self.parameters else {})
