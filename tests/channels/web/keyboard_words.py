"""Makes the screen keyboard's word list from what residents and answers say: `python -m tests.channels.web.keyboard_words`.

Needs jieba (the `benchmark` extra) once; the kiosk only serves the result, static/pinyin-words.js."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
TARGET = ROOT / "bot/channels/web/static/pinyin-words.js"
OFTEN = 5  # a word said fewer times is left to its characters
EACH = 6  # words a spelling
_SAID = ("phrases", "title", "short", "lead", "answer", "steps", "text", "label", "question")
_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}")
EVERYDAY = ["老公", "老婆", "打我", "打人", "骗", "我想", "我的", "不给", "不发", "帮我", "请问", "昨天", "去年", "工厂", "噪音", "退货", "卖房", "买房", "租房", "父母", "儿子", "女儿", "兄弟", "姐妹", "摔倒", "葵涌", "大鹏"]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in _SAID or isinstance(item, dict | list):
                yield from texts(item)


def main() -> None:
    import jieba
    from pypinyin import lazy_pinyin

    counted: Counter[str] = Counter()
    for file in sorted((ROOT / "knowledge").rglob("*.yaml")):
        if "statutes" not in file.parts:
            for text in texts(yaml.safe_load(file.read_text("utf-8"))):
                counted.update(word for word in jieba.cut(text) if _WORD.fullmatch(word))
    counted.update({word: OFTEN for word in EVERYDAY if _WORD.fullmatch(word)})
    found: dict[str, list[str]] = defaultdict(list)
    for word, times in counted.most_common():
        if times >= OFTEN:
            found["".join(lazy_pinyin(word))].append(word)
    words = {spelling: " ".join(same[:EACH]) for spelling, same in found.items()}
    body = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(f"// Words by pinyin, most frequent first: made by tests/channels/web/keyboard_words.py.\nwindow.PINYIN_WORDS = {body};\n", "utf-8")
    print(f"{len(words):,} spellings, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
