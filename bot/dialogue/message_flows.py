"""The questions of the message desk, in the resident's language: they are ours, not the knowledge base's."""

from __future__ import annotations

from bot.answers.blocks import Language
from bot.knowledge.model import Question, Wizard

_SHARED = {"service": "other", "reviewed": "2026-11-23", "source": "留言流程", "kind": "wizard"}
MESSAGE = Wizard.model_validate(_SHARED | {
    "id": "message", "title": "给工作人员留言", "asked_as": ("留言", "给工作人员留言"),
    "intro": "不用写身份证号、银行卡号。有生命危险请先打 110 或 120。",
    "questions": [
        {"name": "text", "ask": "请写下要说的事", "kind": "long_text", "help": "发生了什么，想知道什么。没写完也可以先发，以后再补充。"},
        {"name": "other", "ask": "是替别人问的吗？", "kind": "yes_no", "optional": True},
        {"name": "contact", "ask": "要工作人员联系您的话，请留电话", "kind": "text", "optional": True, "help": "不想留就跳过，凭编号和查询码也能看到答复。"},
        {"name": "safe", "ask": "打这个电话方便、安全吗？", "kind": "yes_no", "optional": True, "help": "怕旁边的人听到，就答“不是”，我们不会直接打过去。",
         "when": [{"question": "contact", "unknown": False}]},
        {"name": "slot", "ask": "什么时候打给您合适？", "kind": "choice", "optional": True, "when": [{"question": "contact", "unknown": False}, {"question": "safe", "is_not": ["no"]}],
         "choices": [{"value": "morning", "label": "上午"}, {"value": "afternoon", "label": "下午"}, {"value": "evening", "label": "晚上"}, {"value": "any", "label": "都可以"}]},
    ],
    "outcomes": [{"title": "请看一遍", "text": "确认后发送。"}],
})  # fmt: skip
PICK_UP = Wizard.model_validate(_SHARED | {
    "id": "pickup", "title": "查留言的答复", "intro": "编号和查询码在留言时给您的纸条或屏幕上。", "asked_as": ("查留言", "我的留言"),
    "questions": [
        {"name": "number", "ask": "请输入留言编号", "kind": "text"}, {"name": "code", "ask": "请输入八位查询码", "kind": "text"},
    ],
    "outcomes": [{"title": "查询", "text": "查询"}],
})  # fmt: skip
MORE = Wizard.model_validate(_SHARED | {
    "id": "more", "title": "补充留言", "intro": "写下要补充的，工作人员会接着看。", "asked_as": ("补充留言", "再说一句"),
    "questions": [{"name": "text", "ask": "请写下要补充的", "kind": "long_text"}], "outcomes": [{"title": "补充", "text": "补充"}],
})  # fmt: skip
_SHORT = {"text": "要说的事", "other": "替别人问", "contact": "联系电话", "safe": "方便打电话", "slot": "合适的时段"}
_SHORT_ENGLISH = {"text": "What it is about", "other": "For somebody else", "contact": "Phone", "safe": "Safe to call", "slot": "Time of day"}
_ENGLISH: dict[str, tuple[str, str]] = {  # flow or question → its title and intro, or what it asks and what helps
    "message": ("Leave a message for staff", "No ID or bank card numbers, please. If a life is in danger call 110 or 120 first."),
    "message:text": ("What would you like to say?", "What happened, and what you would like to know. You can send it now and add more later."),
    "message:other": ("Do you ask for somebody else?", ""),
    "message:contact": ("If staff should call you, please leave a phone number", "Skip it if you like: number and code show you the answer, too."),
    "message:safe": ("Is it safe to call this number?", "If somebody near you might overhear, answer “No”: then we do not call."),
    "message:slot": ("When is a good time to call?", ""),
    "pickup": ("The answer to your message", "Number and code are on the slip or screen you got with your message."),
    "pickup:number": ("The number of your message", ""),
    "pickup:code": ("The eight digits of its code", ""),
    "more": ("Say more", "Staff read on from here."),
    "more:text": ("What would you like to add?", ""),
}  # fmt: skip
_TIMES = {"morning": "Morning", "afternoon": "Afternoon", "evening": "Evening", "any": "Any time"}


def _in_english(flow: Wizard) -> Wizard:
    title, intro = _ENGLISH[flow.id]
    return flow.model_copy(update={"title": title, "intro": intro, "questions": tuple(_asked_in_english(flow, q) for q in flow.questions)})


def _asked_in_english(flow: Wizard, question: Question) -> Question:
    ask, help = _ENGLISH[f"{flow.id}:{question.name}"]
    choices = tuple(c.model_copy(update={"label": _TIMES[c.value]}) for c in question.choices)
    return question.model_copy(update={"ask": ask, "help": help, "choices": choices})


_FLOWS = {flow.id: flow for flow in (MESSAGE, PICK_UP, MORE)}
_FLOWS_ENGLISH = {id: _in_english(flow) for id, flow in _FLOWS.items()}


def flow_of(id: str, language: Language) -> Wizard | None:
    """Traditional script is made of the simplified at the very end, as for every reply."""
    return (_FLOWS_ENGLISH if language == "en" else _FLOWS).get(id)


def short(name: str, language: Language) -> str:
    """What an answer is about, in a review."""
    return (_SHORT_ENGLISH if language == "en" else _SHORT)[name]
