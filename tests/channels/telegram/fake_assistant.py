"""A small assistant that keeps the contract: sure answers, choices, a wizard, documents, discreet topics — and remembers what it did."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date

from bot.answers.blocks import (
    AnyBlock,
    Basis,
    BasisItem,
    ChoiceItem,
    Choices,
    Contact,
    Contacts,
    FileOffer,
    Hit,
    Listing,
    Notice,
    QuestionBlock,
    Reply,
    Text,
)
from bot.dialogue.session import Message, Running, Session
from bot.errors import NotFound

WAGES = "老板拖欠工资怎么办"
VIOLENCE = "老公打我"
LAW = "law:aaaaaaaaaa:1043"


@dataclass(frozen=True)
class File:
    name: str
    content: bytes


def wages(title: str = "被拖欠工资怎么办") -> Reply:
    basis = BasisItem(law="保障农民工工资支付条例", article="第三条", version=date(2019, 12, 30), choice="law:bbbbbbbbbb:3")
    blocks: tuple[AnyBlock, ...] = (
        Text(text=title, style="title"), Text(text="可以投诉、仲裁或起诉。", style="lead"),
        Listing(title="怎么办", items=("先保存 <证据> & 记录", "打 12333 投诉"), numbered=True), Basis(title="法律依据", items=(basis,)),
        Contacts(title="去哪里", items=(Contact(id="12333", name="劳动保障热线", phone="12333"),)),
        Choices(prompt="可以拿走的文书", items=(ChoiceItem(id="form:wages", label="投诉书"),), role="forms"),
        Notice(text="这是法律信息，不是法律意见。", role="disclaimer"),
        Choices(prompt="有帮助吗？", items=(ChoiceItem(id="helpful:yes:wages", label="有帮助"),), role="feedback"),
    )  # fmt: skip
    hit = Hit(id="wages", title=title, service="consultation", topic="劳动纠纷", score=1)
    return Reply(outcome="sure", blocks=blocks, answers=(hit,))


class FakeAssistant:
    def __init__(self) -> None:
        self.heard: list[Message] = []
        self.forgotten: list[str] = []
        self.sessions: dict[str, Session] = {}
        self.hold: asyncio.Event | None = None  # replies wait for it
        self.breaks: Exception | None = None  # the next reply raises it
        self._last: dict[str, tuple[str, Reply]] = {}

    def texts(self) -> list[str]:
        return [message.text or message.choice for message in self.heard]

    async def session(self, key: str) -> Session:
        return self.sessions.get(key) or Session(key=key)

    async def forget(self, session: str) -> None:
        self.forgotten.append(session)
        self.sessions.pop(session, None)

    async def document(self, session: str, id: str) -> File:
        if id == "gone":
            raise NotFound("没有这份文书")
        return File("投诉书.docx", b"PK" + id.encode() + session.encode())

    async def reply(self, message: Message) -> Reply:
        if self.hold is not None:
            await self.hold.wait()
        if self.breaks is not None:
            error, self.breaks = self.breaks, None
            raise error
        last = self._last.get(message.session)
        if last and message.id and last[0] == message.id:
            return last[1]
        self.heard.append(message)
        session = self.sessions.setdefault(message.session, Session(key=message.session, channel=message.channel))
        session.language = message.language or session.language
        reply = self._reply(message, session).model_copy(update={"language": session.language})
        self._last[message.session] = (message.id, reply)
        return reply

    def _reply(self, message: Message, session: Session) -> Reply:
        said = message.choice or message.text
        if said.startswith("wizard:") or session.running:
            return self._wizard(said, session)
        if said in ("answer:wages", WAGES):
            return wages()
        if said == VIOLENCE:
            return violence()
        if said == "保护令":
            return violence().model_copy(update={"outcome": "sure"})
        if said in (LAW, "民法典 1043"):
            hit = Hit(id="law:edeba2bd8d:1043", title="《民法典》第一千零四十三条", service="statutes", topic=None, score=1.0)
            return Reply(outcome="statute", blocks=(Text(text="民法典第一千零四十三条", style="title"), Text(text="家庭应当树立优良家风。")), answers=(hit,))
        if said in ("blank:wages", "form:wages"):
            return Reply(outcome="form", blocks=(Text(text="给您"), FileOffer(id="wages", name="投诉书.docx", label="投诉书")))
        if said == "没钱":
            items = (ChoiceItem(id="answer:wages", label="被拖欠工资", detail="老板不给钱"), ChoiceItem(id="unknown", label="都不是"))
            return Reply(outcome="maybe", blocks=(Choices(prompt="您问的是哪一件？", items=items),))
        if said.startswith("answer:"):
            raise NotFound("没有这条")
        if message.text:
            return Reply(outcome="none", blocks=(Text(text=f"答：{message.text}"),))
        return Reply(outcome="menu", blocks=(Choices(prompt=f"菜单（{session.language}）", items=(ChoiceItem(id="answer:wages", label="欠薪"),), role="menu"),))

    def _wizard(self, said: str, session: Session) -> Reply:
        if not session.running:
            session.running = Running(id=said)
        else:
            session.running.answers[str(len(session.running.answers))] = said
        if len(session.running.answers) == 2:
            answers = "、".join(str(a) for a in session.running.answers.values())
            session.running = None
            return Reply(outcome="wizard", blocks=(Text(text=f"结果：{answers}"),))
        step = len(session.running.answers) + 1
        items = (ChoiceItem(id="pick:poor:yes", label="是"), ChoiceItem(id="pick:poor:no", label="不是"))
        question = QuestionBlock(name="poor", text="家庭经济困难吗？", input="yes_no", step=step, of=2)
        return Reply(outcome="wizard", blocks=(question, Choices(prompt="", items=items, role="wizard")))


def violence() -> Reply:
    hotline = Contact(id="110", name="报警", phone="110", danger=True)
    blocks: tuple[AnyBlock, ...] = (
        Text(text="有危险请马上打 110。", style="danger"), Contacts(title="紧急", items=(hotline, Contact(id="h", name="社区公共法律服务室"))),
        Text(text="可以申请人身安全保护令。"),
    )  # fmt: skip
    hit = Hit(id="protection-order", title="人身安全保护令", service="consultation", topic="婚姻家庭", score=1)
    return Reply(outcome="urgent", blocks=blocks, answers=(hit,), discreet=True, title="咨询")
