"""People in Telegram: they write, tap, edit, send pictures, block the bot — and hear what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.telegram_emulator.markup import typed_entities
from tests.telegram_emulator.world import BOT, INACCESSIBLE, Chat, Json, Query, World

_FILE: Json = {"file_id": "f", "file_unique_id": "u", "file_size": 10}
_MEDIA: dict[str, Any] = {
    "voice": {**_FILE, "duration": 3}, "photo": [{**_FILE, "width": 90, "height": 90}], "video": {**_FILE, "width": 1, "height": 1, "duration": 3},
    "sticker": {**_FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False},
    "location": {"latitude": 22.6, "longitude": 114.4}, "contact": {"phone_number": "13800000000", "first_name": "x"},
    "document": {**_FILE, "file_name": "合同.pdf"}, "video_note": {**_FILE, "length": 1, "duration": 3},
    "unheard_of": {}, "dice": {"emoji": "🎲", "value": 3},
    "poll": {
        "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
        "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A message of the bot as it is seen."""

    json: Json

    @property
    def id(self) -> int:
        return int(self.json["message_id"])

    @property
    def text(self) -> str:
        return str(self.json.get("text") or self.json.get("caption") or "")

    @property
    def buttons(self) -> list[str]:
        return [b["text"] for b in self._buttons()]

    def button(self, label: str) -> Json:
        """The button whose label holds these words."""
        found = [b for b in self._buttons() if label in b["text"]]
        assert found, f"no button {label!r} among {self.buttons}"
        return found[0]

    @property
    def quotes(self) -> int:
        """The number of the message it replies to; 0 for none."""
        return int(self.json.get("reply_to_message", {}).get("message_id", 0))

    @property
    def styles(self) -> list[str]:
        return [e["type"] for e in self.json.get("entities") or []]

    def _buttons(self) -> list[Json]:
        rows = (self.json.get("reply_markup") or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]


class Group:
    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @classmethod
    def new(cls, world: World, title: str, members: Sequence[Person], topics: tuple[int, ...]) -> Group:
        chat = Chat(-100_000_000_000 - world.next_id(), "supergroup", title, topics=set(topics))
        world.chats[chat.id] = chat
        return cls(world, chat)

    @property
    def id(self) -> int:
        return self.chat.id

    async def adds_bot(self, by: Person) -> Json:
        return await self._membership(by, "left", "member")

    async def throws_bot_out(self, by: Person) -> Json:
        self.chat.shut = "Forbidden: bot was kicked from the supergroup chat"
        return await self._membership(by, "member", "kicked")

    def is_deleted(self) -> None:
        self.chat.shut = "Forbidden: the group chat was deleted"

    def becomes_supergroup(self) -> Group:
        new = Group.new(self.world, self.chat.title, (), ())
        self.chat.moved_to = new.id
        return new

    async def hears(self, seconds: float = 20) -> Shown:
        return await _next(self.world, self.chat, seconds)

    async def _membership(self, by: Person, old: str, new: str) -> Json:
        change = {"chat": self.chat.json, "from": by.user, "date": int(self.world.now())}
        change |= {"old_chat_member": _member(old), "new_chat_member": _member(new)}
        return await self.world.offer("my_chat_member", change)


class Person:
    def __init__(self, world: World, user: Json, chat: Chat) -> None:
        self.world = world
        self.user = user
        self.chat = chat

    @classmethod
    def new(cls, world: World, name: str, language_code: str, *, started: bool) -> Person:
        number = world.next_id() + 5_000_000
        user = {"id": number, "is_bot": False, "first_name": name, "language_code": language_code}
        chat = Chat(number, "private", user=user, started=started)
        world.people[number], world.chats[number] = user, chat
        return cls(world, user, chat)

    @property
    def id(self) -> int:
        return self.chat.id

    async def says(self, text: str, group: Group | None = None, *, reply_to: int = 0, topic: int = 0, **more: Any) -> int:
        """The number of the message."""
        content = {"text": text, "entities": typed_entities(text), **more}
        return await self._sends(content, group, reply_to, topic)

    async def sends(self, kind: str, group: Group | None = None, *, caption: str = "", album: str = "", reply_to: int = 0) -> int:
        """A voice message, photo, sticker, location …; `unheard_of`: something of a newer Bot API that the client library chokes on."""
        content = {kind: _MEDIA[kind], **({"poll": {}} if kind == "unheard_of" else {})} | ({"caption": caption, "caption_entities": typed_entities(caption)} if caption else {})
        return await self._sends(content | ({"media_group_id": album} if album else {}), group, reply_to, 0)

    async def edits(self, number: int, text: str, group: Group | None = None) -> None:
        chat = group.chat if group else self.chat
        message = chat.messages[number]
        message |= {"text": text, "entities": typed_entities(text), "edit_date": int(self.world.now())}
        await self.world.offer("edited_message", message)

    async def taps(self, shown: Shown, label: str = "", *, data: str = "", group: Group | None = None) -> Query:
        """Tap the button with these words on it (or, with a forged client, send any data)."""
        chat = group.chat if group else self.chat
        query = Query(f"q{self.world.next_id()}", self.world.now())
        self.world.queries[query.id] = query
        old = self.world.now() - shown.json["date"] > INACCESSIBLE or shown.id not in chat.messages
        message = {"chat": chat.json, "message_id": shown.id, "date": 0} if old else shown.json
        pressed = data or shown.button(label)["callback_data"]
        tap = {"id": query.id, "from": self.user, "message": message, "chat_instance": str(chat.id), "data": pressed}
        await self.world.offer("callback_query", tap)
        return query

    async def types_inline(self, text: str) -> Query:
        query = Query(f"q{self.world.next_id()}", self.world.now())
        self.world.queries[query.id] = query
        await self.world.offer("inline_query", {"id": query.id, "from": self.user, "query": text, "offset": "", "chat_type": "private"})
        return query

    async def sees(self, query: Query, seconds: float = 20) -> Json:
        """The bot's answer to a tap or an inline query."""
        await self.world.until(lambda: query.answer is not None, seconds)
        assert query.answer is not None
        return query.answer

    async def hears(self, seconds: float = 20) -> Shown:
        """The bot's next message in the private chat."""
        return await _next(self.world, self.chat, seconds)

    async def blocks_bot(self) -> None:
        self.chat.shut = "Forbidden: bot was blocked by the user"
        change = {"chat": self.chat.json, "from": self.user, "date": int(self.world.now())}
        await self.world.offer("my_chat_member", change | {"old_chat_member": _member("member"), "new_chat_member": _member("kicked")})

    def file(self, shown: Shown) -> tuple[str, bytes]:
        return self.world.files[shown.json["document"]["file_id"]]

    async def _sends(self, content: Json, group: Group | None, reply_to: int, topic: int) -> int:
        chat = group.chat if group else self.chat
        chat.started = True
        number = self.world.next_id()
        message: Json = {"message_id": number, "date": int(self.world.now()), "chat": chat.json, "from": self.user, **content}
        if reply_to:
            message["reply_to_message"] = {k: v for k, v in chat.messages[reply_to].items() if k != "reply_to_message"}
        if topic:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        chat.messages[number] = message
        await self.world.offer("message", message)
        return number


async def _next(world: World, chat: Chat, seconds: float) -> Shown:
    await world.until(lambda: len(chat.by_bot) > chat.heard, seconds)
    chat.heard += 1
    return Shown(chat.by_bot[chat.heard - 1])


def _member(status: str) -> Json:
    return {"user": BOT, "status": status} | ({"until_date": 0} if status == "kicked" else {})
