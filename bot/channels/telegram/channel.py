"""The Telegram channel: one bot, by polling or by webhook, from start to a graceful stop."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Sequence

import structlog
from telegram import BotCommandScopeChat
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import filters

from bot.channels.telegram.answering import Answering
from bot.channels.telegram.application import AnyApplication, build, keep_secrets_out_of_logs
from bot.channels.telegram.commands import Commands
from bot.channels.telegram.delivering import Delivering
from bot.channels.telegram.handlers import register
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.memory import MemoryTrail
from bot.channels.telegram.mishaps import Mishaps
from bot.channels.telegram.place import Place
from bot.channels.telegram.ports import Desk, FrontDoor, Inbox, Outbox, Trail
from bot.channels.telegram.receive import ALLOWED, REFUSED, Receiver
from bot.channels.telegram.render import text_messages
from bot.channels.telegram.sender import Sender, StoppingError, UnreachableError
from bot.channels.telegram.staff import MENU as STAFF_MENU
from bot.channels.telegram.waiting import SLOW
from bot.errors import SettingsError
from bot.settings import Settings

_GRACE = 10.0  # seconds that replies under way get to finish on stop

Report = Callable[[str], None]

log = structlog.get_logger()


class TelegramChannel:
    """Give it the doors it needs and `run` it; `webhook` is for the web server's route in webhook mode.

    Without `desk` and `outbox` there are no people behind it; without `trail` "delete this conversation" forgets on restart."""

    name = "telegram"

    def __init__(
        self, settings: Settings, assistant: FrontDoor, inbox: Inbox, desk: Desk | None = None, *,
        outbox: Outbox | None = None, trail: Trail | None = None, limited: bool = True, slow: float = SLOW,
    ) -> None:  # fmt: skip
        """`limited`: keep Telegram's flood limits (off only for a server of one's own). `slow`: seconds before "typing …"."""
        self._settings = settings
        self._door = assistant
        self._inbox = inbox
        self._desk = desk
        self._outbox = outbox
        self._trail = trail or MemoryTrail()
        self._limited = limited
        self._slow = slow
        self._staff_chat = filters.Chat(settings.staff_chat_id or None, allow_empty=True)
        self._receiver: Receiver | None = None
        self._sender: Sender | None = None

    @property
    def trouble(self) -> str:
        """Why nothing comes in from Telegram at present, in Chinese; empty when all is well. For /healthz."""
        return self._receiver.trouble if self._receiver else "Telegram 机器人没有在运行"

    @property
    def staff_chat(self) -> int:
        """The staff chat's number, 0 without one; it changes when the group becomes a supergroup."""
        return next(iter(self._staff_chat.chat_ids), 0)

    async def run(self, stop: asyncio.Event, report: Report) -> None:
        """Serve until `stop`; `report` hears in plain words what happens. Raises SettingsError for a token or address that
        Telegram refuses; the network being away is no error. May be run again after it ended."""
        keep_secrets_out_of_logs()
        stopping = asyncio.Event()
        lanes = Lanes(self._handled)
        application = build(self._settings, lanes, limited=self._limited)
        sender = Sender(application.bot, stopping, lambda old, new: self._moved(old, new, report))
        answering = Answering(self._door, sender, self._trail, slow=self._slow)
        commands = register(application, answering, self._settings, self._desk, self._staff_chat, report)
        application.add_error_handler(Mishaps(answering, lanes).handle)
        delivering = Delivering(self._outbox, sender, self._trail, lambda: self.staff_chat) if self._outbox else None
        work = [asyncio.create_task(self._serve(application, commands, sender, delivering, report))]
        try:
            await _until(stop, work[0])
        finally:
            self._receiver = self._sender = None
            stopping.set()
            await _cancelled(work)
            await lanes.close(_GRACE)
            if delivering:
                await delivering.close(_GRACE)
            if application.running:
                await application.stop()
            await application.shutdown()
            await application.bot.request.shutdown()  # left open where even the start failed

    async def webhook(self, request_body: bytes, secret: str) -> int:
        """A call of Telegram to our address: its body and its X-Telegram-Bot-Api-Secret-Token header → the status to answer."""
        expected = self._settings.webhook_secret.get_secret_value()
        if not expected or not hmac.compare_digest(secret.encode(), expected.encode()):
            return 403
        if self._receiver is None:
            return 503
        return await self._receiver.take(request_body)

    async def tell_staff(self, text: str) -> bool:
        """A plain word into the staff chat (a broken save, a fallen channel); False when it can't be said there now."""
        if not self.staff_chat or self._sender is None:
            return False
        try:
            await self._sender.words(Place(self.staff_chat, 0, private=False), text_messages(text))
        except (UnreachableError, StoppingError, TelegramError):
            return False
        return True

    async def _serve(
        self, application: AnyApplication, commands: Commands, sender: Sender, delivering: Delivering | None, report: Report
    ) -> None:
        receiver = Receiver(application.bot, self._inbox, application.update_queue)
        left = await self._opened(application, receiver, report)
        self._receiver, self._sender = receiver, sender
        how = "回调" if self._settings.webhook_url else "轮询"
        report(f"Telegram：@{application.bot.username} 已上线（{how}）" + (f"，先处理上次没处理完的 {left} 条" if left else ""))
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._publish(commands, sender))
                if delivering:
                    tasks.create_task(delivering.run())
                if not self._settings.webhook_url:
                    tasks.create_task(receiver.poll(report))
                await asyncio.Event().wait()
        except ExceptionGroup as fallen:
            raise fallen.exceptions[0] from None

    async def _opened(self, application: AnyApplication, receiver: Receiver, report: Report) -> int:
        """Known to Telegram and working on what an earlier run left; how many updates that were."""
        bot, address = application.bot, self._settings.webhook_url
        secret = self._settings.webhook_secret.get_secret_value()
        try:
            await receiver.insist(application.initialize, report)
            if address:
                await receiver.insist(lambda: bot.set_webhook(address, secret_token=secret, allowed_updates=ALLOWED), report)
            else:
                await receiver.insist(bot.delete_webhook, report)
        except InvalidToken:
            raise SettingsError(REFUSED) from None
        except BadRequest as error:
            raise SettingsError(f"BOT_WEBHOOK_URL 或 BOT_WEBHOOK_SECRET 不对，Telegram 说：{error.message}") from None
        left = await receiver.recover()
        await application.start()
        return left

    async def _publish(self, commands: Commands, sender: Sender) -> None:
        await commands.publish()
        if self._desk and self.staff_chat:
            await sender.quietly(sender.bot.set_my_commands(STAFF_MENU, scope=BotCommandScopeChat(self.staff_chat)))

    async def _handled(self, update_id: int) -> None:
        try:
            await self._inbox.done(update_id)
        except Exception as error:  # it comes again after the next start, and `Message.id` tells that it was answered
            log.error("telegram_inbox", update=update_id, error=type(error).__name__)

    def _moved(self, old: int, new: int, report: Report) -> None:
        if old == self.staff_chat:
            self._staff_chat.add_chat_ids(new)
            self._staff_chat.remove_chat_ids(old)
            report(f"Telegram：工作群升级了，新编号是 {new}，请把 BOT_STAFF_CHAT_ID 改成它")


async def _until(stop: asyncio.Event, work: asyncio.Task[None]) -> None:
    """Until `stop` is set or the work falls; then its error."""
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({stopped, work}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        await _cancelled([stopped])


async def _cancelled(tasks: Sequence[asyncio.Task[object]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
