"""How a page looks to this visitor: language, text size, theme, layout. Travels in forms and addresses, never in a cookie."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.answers.blocks import Language

Theme = Literal["plain", "eye", "contrast"]
_LANGUAGES: dict[str, Language] = {"zh-Hans": "zh-Hans", "zh-Hant": "zh-Hant", "en": "en"}
_THEMES: dict[str, Theme] = {"plain": "plain", "eye": "eye", "contrast": "contrast"}
_SIZES = ("1", "2", "3")


class Look(BaseModel):
    """Elder mode is the default: size 1 is already large. Written as dotted words, e.g. `en.2.eye.low`; the default is empty."""

    model_config = ConfigDict(frozen=True)

    language: Language = "zh-Hans"
    size: int = 1
    theme: Theme = "plain"
    low: bool = False  # content in the lower half, for wheelchairs
    helper: bool = False  # a clerk or a child stands beside: folds are open
    frame: bool = False  # shown inside another page

    @classmethod
    def parse(cls, written: str) -> Look:
        """Words nobody knows are passed over: an address typed by hand never fails."""
        found: dict[str, object] = {}
        for word in written[:80].split("."):
            if word in _LANGUAGES:
                found["language"] = word
            elif word in _SIZES:
                found["size"] = int(word)
            elif word in _THEMES:
                found["theme"] = word
            elif word in ("low", "helper", "frame"):
                found[word] = True
        return cls.model_validate(found)

    def __str__(self) -> str:
        words = [self.language if self.language != "zh-Hans" else "", str(self.size) if self.size != 1 else ""]
        words.append(self.theme if self.theme != "plain" else "")
        return ".".join(filter(None, (*words, *(name for name in ("low", "helper", "frame") if getattr(self, name)))))

    def but(self, **changes: object) -> Look:
        """This look with something changed."""
        return self.model_copy(update=changes)

    @property
    def fresh(self) -> Look:
        """What the next person gets: nothing of this one's wishes but that the page is framed."""
        return Look(frame=self.frame)

    @property
    def html_language(self) -> str:
        return {"zh-Hans": "zh-CN", "zh-Hant": "zh-HK", "en": "en"}[self.language]
