"""What did not reach its chat, in words that say what to do about it: for the staff page and /healthz."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.store.outbox import Outbox, Undelivered

NO_STAFF_CHAT = "没有设工作群：新留言只在工作页上看得到。要在 Telegram 群里也收到，建群、把机器人加进去，把群的编号写进 BOT_STAFF_CHAT_ID 再重启。"
STAFF_CHAT_LOST = (
    "工作群已解散，或机器人被移出了群。请把机器人加进新群，程序的运行窗口（日志）会说出新群的编号；"
    "把编号写进 BOT_STAFF_CHAT_ID 再重启，没送到的会自动补发。只是请回原来的群，就不用改设置，在工作页“知识库体检”点“再发一次”。"
)
_RESIDENT = {
    "blocked": "居民屏蔽了机器人。留了电话的请打电话（先看能不能打），没留的只能等居民凭编号和查询码来看。",
    "gone": "居民的聊天已经不在了。留了电话的请打电话（先看能不能打），没留的只能等居民凭编号和查询码来看。",
    "refused": "Telegram 不接受这段文字。请换个说法再答复一次。",
}
_UNASKED = {
    "blocked": "居民屏蔽了机器人，不用再发。", "gone": "居民的聊天已经不在了，不用再发。", "refused": "Telegram 不接受这段文字，请告诉管理员。",
}  # fmt: skip


@dataclass(frozen=True)
class Lost:
    """One that did not arrive. `ticket` is its number, empty for what belongs to none."""

    id: int
    what: str
    ticket: str
    remedy: str
    at: datetime


@dataclass(frozen=True)
class LostMessages:
    """`staff_chat`: what to do about the staff chat, empty when it is well; `to_staff`: how many messages wait for it to be back."""

    waiting: int
    residents: tuple[Lost, ...]
    to_staff: int
    staff_chat: str

    @property
    def any(self) -> bool:
        return bool(self.residents or self.to_staff)


class Deliveries:
    def __init__(self, outbox: Outbox, has_staff_chat: bool) -> None:
        self._outbox = outbox
        self._has_staff_chat = has_staff_chat

    async def lost(self) -> LostMessages:
        found, state = await self._outbox.undelivered(), await self._outbox.state()
        residents = tuple(_lost(u) for u in found if not u.to_staff)
        return LostMessages(state.waiting, residents, sum(u.to_staff for u in found), self._remedy(state.staff_lost))

    def _remedy(self, lost: bool) -> str:
        return NO_STAFF_CHAT if not self._has_staff_chat else STAFF_CHAT_LOST if lost else ""

    async def state(self) -> dict[str, Any]:
        """For /healthz: figures and the remedy, nothing about anybody."""
        state = await self._outbox.state()
        chat = "none" if not self._has_staff_chat else "lost" if state.staff_lost else "ok"
        return {"waiting": state.waiting, "undelivered": state.undelivered, "staff_chat": chat, "remedy": self._remedy(state.staff_lost)}

    async def again(self) -> int:
        """Send the staff chat what did not reach it; how much that is."""
        return await self._outbox.staff_again()

    async def seen(self, ids: Sequence[int]) -> int:
        """Staff have dealt with these; they are listed no more."""
        return await self._outbox.seen(ids)


def _lost(found: Undelivered) -> Lost:
    if found.ticket is None:
        return Lost(found.id, "给居民的通知或提醒", "", _UNASKED.get(found.why, found.why), found.at)
    return Lost(found.id, "给居民的答复或办结通知", f"{found.ticket:05d}", _RESIDENT.get(found.why, found.why), found.at)
