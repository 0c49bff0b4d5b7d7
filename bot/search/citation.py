"""A statute cited in any form: 民法典第1043条, 民法典一千零四十三条, 《劳动合同法》38条, 刑法266."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.text.numerals import NUMERAL, parse_numeral, to_numeral

_ARTICLE = re.compile(rf"第?\s*([{NUMERAL}]+|\d{{1,4}})\s*(条|條)?(?:\s*之\s*([{NUMERAL}]+|\d))?(?:\s*第?\s*([{NUMERAL}]+|\d+)\s*[款项])?")


@dataclass(frozen=True)
class Cited:
    """A law by its full name and, where said, the article as written in Chinese (第一千零四十三条)."""

    law: str
    article: str | None


class CitationReader:
    """Knows laws by full name, by short names people use, and by former names."""

    def __init__(self, laws: Iterable[str], short: Mapping[str, str] | None = None) -> None:
        self._names: dict[str, str] = {}
        for law in laws:
            self._names.setdefault(_plain(law), law)
        for name, law in (short or {}).items():
            self._names.setdefault(_plain(name), law)
        longest = sorted(self._names, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest))) if longest else None

    def read(self, text: str) -> list[Cited]:
        """The citations in `text`, in order; an article only when its number follows the law's name."""
        plain = _plain(text)
        found = []
        for match in self._pattern.finditer(plain) if self._pattern else ():
            number = _ARTICLE.match(plain, match.end())
            found.append(Cited(self._names[match[0]], _article(number) if number else None))
        return list(dict.fromkeys(found))


def _plain(text: str) -> str:
    return re.sub(r"[《》〈〉\s的之规定中]|中华人民共和国", "", text) if "之" not in text else re.sub(r"[《》〈〉\s]|中华人民共和国", "", text)


def _article(match: re.Match[str]) -> str | None:
    number = int(match[1]) if match[1].isdigit() else parse_numeral(match[1])
    if number is None or not 0 < number < 2000:
        return None
    suffix = ""
    if match[3]:
        of = int(match[3]) if match[3].isdigit() else parse_numeral(match[3])
        suffix = f"之{to_numeral(of)}" if of else ""
    return f"第{to_numeral(number)}条{suffix}"
