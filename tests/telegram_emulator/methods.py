"""The methods of the Bot API, by name. Each takes the world and the call's parameters, gives the result or raises Refusal."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

from tests.telegram_emulator.markup import Entities, parse_html, utf16
from tests.telegram_emulator.refusal import Refusal
from tests.telegram_emulator.world import BOT, DELETABLE, Chat, Json, World

TEXT_LIMIT, CAPTION_LIMIT, DATA_LIMIT, ALERT_LIMIT = 4096, 1024, 64, 200


def getMe(world: World, params: Json) -> Json:
    return BOT


def sendMessage(world: World, params: Json) -> Json:
    chat = world.chat(params.get("chat_id"))
    text, entities = _formatted(params, "text", TEXT_LIMIT, "message is too long")
    if not text:
        raise Refusal(400, "Bad Request: message text is empty")
    return _posted(world, chat, params, {"text": text} | ({"entities": entities} if entities else {}))


def sendDocument(world: World, params: Json) -> Json:
    chat = world.chat(params.get("chat_id"))
    name, content = _upload(world, params, "document")
    if not content:
        raise Refusal(400, "Bad Request: file must be non-empty")
    caption, entities = _formatted(params, "caption", CAPTION_LIMIT, "message caption is too long")
    file_id = f"file-{world.next_id()}"
    world.files[file_id] = (name, content)
    document = {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_name": name, "file_size": len(content)}
    more: Json = {"document": document} | ({"caption": caption, "caption_entities": entities} if caption else {})
    return _posted(world, chat, params, more)


def sendChatAction(world: World, params: Json) -> bool:
    world.chat(params.get("chat_id"))
    if params.get("action") not in ("typing", "upload_document", "upload_photo"):
        raise Refusal(400, "Bad Request: wrong parameter action in request")
    return True


def editMessageText(world: World, params: Json) -> Json:
    message = _own_message(world, params, "edit")
    text, entities = _formatted(params, "text", TEXT_LIMIT, "message is too long")
    return _edited(world, message, {"text": text, "entities": entities, "reply_markup": _markup(params)})


def editMessageReplyMarkup(world: World, params: Json) -> Json:
    return _edited(world, _own_message(world, params, "edit"), {"reply_markup": _markup(params)})


def deleteMessage(world: World, params: Json) -> bool:
    chat = world.chat(params.get("chat_id"))
    _delete(world, chat, int(params["message_id"]))
    return True


def deleteMessages(world: World, params: Json) -> bool:
    chat, numbers = world.chat(params.get("chat_id")), _json(params, "message_ids")
    if not 1 <= len(numbers) <= 100:
        raise Refusal(400, "Bad Request: too many message identifiers specified")
    for number in [n for n in numbers if n in chat.messages]:  # those that are not found are skipped
        _delete(world, chat, number)
    return True


def answerCallbackQuery(world: World, params: Json) -> bool:
    query = world.query(params.get("callback_query_id", ""))
    if utf16(params.get("text", "")) > ALERT_LIMIT:
        raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
    query.answer = {"text": params.get("text", ""), "alert": params.get("show_alert") == "true"}
    return True


def answerInlineQuery(world: World, params: Json) -> bool:
    query = world.query(params.get("inline_query_id", ""))
    results = _json(params, "results") or []
    if len(results) > 50 or len({r["id"] for r in results}) < len(results):
        raise Refusal(400, "Bad Request: RESULT_ID_DUPLICATE" if len(results) <= 50 else "Bad Request: RESULTS_TOO_MUCH")
    for result in results:
        content = dict(result["input_message_content"])
        content["text"], content["entities"] = _formatted(
            {"text": content["message_text"], **content}, "text", TEXT_LIMIT, "message is too long"
        )
        result["shown"] = content
        _checked_keyboard(result.get("reply_markup"))
    button = _json(params, "button")
    if button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "")):
        raise Refusal(400, "Bad Request: START_PARAM_INVALID")
    query.answer = {"results": results, "button": button, "cache_time": params.get("cache_time")}
    return True


def setMyCommands(world: World, params: Json) -> bool:
    commands = _json(params, "commands")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= utf16(command["description"]) <= 256:
            raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    if not re.fullmatch(r"([a-z]{2})?", params.get("language_code", "")):
        raise Refusal(400, "Bad Request: invalid language code specified")
    world.commands[_scope(params)] = commands
    return True


def deleteMyCommands(world: World, params: Json) -> bool:
    world.commands.pop(_scope(params), None)
    return True


def setWebhook(world: World, params: Json) -> bool:
    secret = params.get("secret_token", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise Refusal(400, "Bad Request: secret token contains unallowed characters")
    if not re.match(r"https://|http://127\.0\.0\.1", params.get("url", "")):
        raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    world.webhook.url, world.webhook.secret = params["url"], secret
    world.allowed = _json(params, "allowed_updates")
    return True


def deleteWebhook(world: World, params: Json) -> bool:
    world.webhook.url = ""
    if params.get("drop_pending_updates") == "true":
        world.updates.clear()
    return True


def getWebhookInfo(world: World, params: Json) -> Json:
    return {"url": world.webhook.url, "has_custom_certificate": False, "pending_update_count": len(world.updates)}


def getFile(world: World, params: Json) -> Json:
    if params.get("file_id") not in world.files:
        raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    return {"file_id": params["file_id"], "file_unique_id": "u", "file_path": f"documents/{params['file_id']}"}


METHODS: dict[str, Callable[[World, Json], Any]] = {
    f.__name__: f
    for f in (
        getMe, sendMessage, sendDocument, sendChatAction, editMessageText, editMessageReplyMarkup, deleteMessage, deleteMessages,
        answerCallbackQuery, answerInlineQuery, setMyCommands, deleteMyCommands, setWebhook, deleteWebhook, getWebhookInfo, getFile,
    )
}  # fmt: skip
SENDING = {"sendMessage", "sendDocument"}


def _json(params: Json, name: str) -> Any:
    value = params.get(name)
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise Refusal(400, f"Bad Request: can't parse {name} JSON object") from None


def _formatted(params: Json, name: str, limit: int, too_long: str) -> tuple[str, Entities]:
    source = params.get(name) or ""
    mode = params.get("parse_mode")
    if mode not in (None, "", "HTML"):
        raise Refusal(400, "Bad Request: unsupported parse_mode")
    text, entities = parse_html(source) if mode == "HTML" else (source.strip(), [])
    if utf16(text) > limit:
        raise Refusal(400, f"Bad Request: {too_long}")
    return text, entities[:100]


def _markup(params: Json) -> Json | None:
    return _checked_keyboard(_json(params, "reply_markup"))


def _checked_keyboard(markup: Json | None) -> Json | None:
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            if not button.get("text"):
                raise Refusal(400, "Bad Request: inline keyboard button text must be non-empty")
            if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_LIMIT:
                raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
            if "callback_data" not in button and not re.match(r"https?://|tg://", button.get("url", "")):
                raise Refusal(400, "Bad Request: BUTTON_URL_INVALID")
    if sum(map(len, (markup or {}).get("inline_keyboard", []))) > 100:
        raise Refusal(400, "Bad Request: reply markup is too long")
    return markup


def _posted(world: World, chat: Chat, params: Json, content: Json) -> Json:
    thread = int(params["message_thread_id"]) if params.get("message_thread_id") else None
    if thread is not None and thread not in chat.topics:
        raise Refusal(400, "Bad Request: message thread not found")
    message: Json = {"message_id": world.next_id(), "date": int(world.now()), "chat": chat.json, "from": BOT, **content}
    message |= {"message_thread_id": thread, "is_topic_message": True} if thread is not None else {}
    reply = _json(params, "reply_parameters")
    if reply:
        if reply["message_id"] in chat.messages:
            quoted = chat.messages[reply["message_id"]]
            message["reply_to_message"] = {k: v for k, v in quoted.items() if k != "reply_to_message"}
        elif not reply.get("allow_sending_without_reply"):
            raise Refusal(400, "Bad Request: message to be replied not found")
    if markup := _markup(params):
        message["reply_markup"] = markup
    if params.get("protect_content") == "true":
        message["has_protected_content"] = True
    if (_json(params, "link_preview_options") or {}).get("is_disabled"):
        message["link_preview_options"] = {"is_disabled": True}
    chat.messages[message["message_id"]] = message
    chat.by_bot.append(message)
    world.arrived.setdefault(chat.id, []).append(time.perf_counter())
    return message


def _upload(world: World, params: Json, name: str) -> tuple[str, bytes]:
    value = params.get(name)
    if isinstance(value, str) and value.startswith("attach://"):
        value = params.get(value.removeprefix("attach://"))
    if isinstance(value, tuple):
        return value
    if value in world.files:
        return world.files[value]
    raise Refusal(400, f"Bad Request: there is no {name} in the request")


def _own_message(world: World, params: Json, what: str) -> Json:
    chat = world.chat(params.get("chat_id"))
    message = chat.messages.get(int(params.get("message_id", 0)))
    if message is None:
        raise Refusal(400, f"Bad Request: message to {what} not found")
    if message["from"]["id"] != BOT["id"]:
        raise Refusal(400, "Bad Request: message can't be edited")
    return message


def _edited(world: World, message: Json, changes: Json) -> Json:
    if all(message.get(k) == v or not (message.get(k) or v) for k, v in changes.items()):
        raise Refusal(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
            "a current content and reply markup of the message",
        )
    message.update(changes, edit_date=int(world.now()))
    return {k: v for k, v in message.items() if v is not None}


def _delete(world: World, chat: Chat, number: int) -> None:
    message = chat.messages.get(number)
    if message is None:
        raise Refusal(400, "Bad Request: message to delete not found")
    foreign = chat.user is None and message["from"]["id"] != BOT["id"]
    if foreign or world.now() - message["date"] > DELETABLE:
        raise Refusal(400, "Bad Request: message can't be deleted for everyone")
    del chat.messages[number]


def _scope(params: Json) -> str:
    scope = _json(params, "scope") or {"type": "default"}
    return f"{scope['type']}:{scope.get('chat_id', '')}:{params.get('language_code') or ''}"
