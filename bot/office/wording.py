"""What residents hear from the office, in the language they chose: ours around the words of staff, which stay as written
(for readers of traditional script in their script)."""

from __future__ import annotations

from datetime import datetime

from bot.answers.blocks import Language
from bot.text.normalize import traditional

_WORDS: dict[str, tuple[str, str]] = {
    "answered": (
        "您的留言 {number} 有答复：\n{text}\n\n这是参考意见，不是法律意见书。回复本条可以补充。",
        "Your message {number} has an answer:\n{text}\n\nThis is for guidance, not a legal opinion. Reply to this to say more.",
    ),
    "closed": (
        "您的留言 {number} 已办结。还有问题，回复本条就会重新打开。",
        "Your message {number} has been closed. If anything is left, reply to this and it opens again.",
    ),
    "reopened": ("您的留言 {number} 已重新打开。", "Your message {number} has been opened again."),
    "added": ("已补充到留言 {number}。", "Added to message {number}."),
    "closed_by_resident": (
        "留言 {number} 已办结。以后还有事，可以再补充，会重新打开。",
        "Message {number} is closed. If something comes up later, say more and it opens again.",
    ),
    "answer_now": (
        "您之前问过、当时没能回答的问题，现在有答案了。请直接再问：“{title}”",
        "Something you asked earlier, and we could not answer, has an answer now. Just ask again: “{title}”",
    ),
    "banned": (
        "工作人员已停止接收来自这里的留言。请打 12348，或到社区公共法律服务室。",
        "Staff no longer take messages from here. Please call 12348, or go to the legal service room of your community.",
    ),
    "too_many": (
        "您的留言还有很多没有办结，请等答复，或打 12348。",
        "Many of your messages are still open. Please wait for an answer, or call 12348.",
    ),
    "locked": (
        "试错太多次，这条留言先锁住，一小时后再试。急事请打 12348。",
        "Too many wrong codes: this message is locked for an hour. If it is urgent, call 12348.",
    ),
    "wrong_code": ("编号或查询码不对，请看清楚再输一遍。", "The number or the code is wrong. Please check both and try again."),
    "gone": ("没有这条留言，可能已经过了保存期。", "There is no such message; it may be past the time it is kept."),
    "promise_none": (
        "工作人员看到后会答复。急事请打 12348，有危险先打 110。",
        "Staff will answer when they see it. If it is urgent call 12348; in danger call 110 first.",
    ),
    "promise_now": (
        "现在是办公时间，工作人员看到后会答复。急事请打 12348。",
        "These are office hours; staff will answer when they see it. If it is urgent call 12348.",
    ),
    "promise_then": (
        "现在是下班时间，工作人员 {when} 上班后看留言。急事请打 12348，有危险先打 110。",
        "The office is closed now; staff read messages from {when}. If it is urgent call 12348; in danger call 110 first.",
    ),
}  # fmt: skip
_WEEKDAYS = (
    ("星期一", "Monday"), ("星期二", "Tuesday"), ("星期三", "Wednesday"), ("星期四", "Thursday"), ("星期五", "Friday"), ("星期六", "Saturday"),
    ("星期日", "Sunday"),
)  # fmt: skip
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def language_named(stored: str) -> Language:
    """The language as a session keeps it; simplified Chinese for anything else."""
    return "en" if stored == "en" else "zh-Hant" if stored == "zh-Hant" else "zh-Hans"


def said(key: str, language: Language = "zh-Hans", **facts: object) -> str:
    """The sentence `key` with `facts` filled in."""
    chinese, english = _WORDS[key]
    if language == "en":
        return english.format(**facts)
    text = chinese.format(**facts)
    return traditional(text) if language == "zh-Hant" else text


def moment_words(moment: datetime, language: Language = "zh-Hans") -> str:
    """A day within the next weeks and its time, e.g. 11月23日（星期一）09:00; names of months don't hang on the system's locale."""
    chinese, english = _WEEKDAYS[moment.weekday()]
    if language == "en":
        return f"{english} {moment.day} {_MONTHS[moment.month - 1]}, {moment:%H:%M}"
    return f"{moment.month}月{moment.day}日（{chinese}）{moment:%H:%M}"
