"""The kiosk page: server-rendered, whole without JavaScript. The session travels in the form, since frames get no cookies."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.answers.blocks import Language, Reply
from bot.answers.menus import menu_blocks
from bot.answers.script import in_traditional
from bot.channels.web.access import Access
from bot.channels.web.api import document_response
from bot.channels.web.forms_read import read_form, session_of
from bot.channels.web.layout import arranged
from bot.channels.web.look import Look
from bot.channels.web.rendering import home_address, page
from bot.channels.web.shown_pages import Shown, ShownPages, new_token
from bot.channels.web.take_home import Parcels, qr_svg, short_text, worth_keeping
from bot.channels.web.words import speaker
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message
from bot.errors import NotFound
from bot.settings import Settings

GRACE = 120  # seconds a server-side session outlives the page's own idle limit
_AGAIN = {"menu", "service", "topic", "answer", "place", "directory", "community", "law", "case", "cases", "news", "forms", "statutes", "person", "blank"}
_WIPE = {"Clear-Site-Data": '"cache", "cookies"'}  # "cache" also empties the browser's memory of earlier pages


@dataclass(frozen=True)
class Visit:
    """Who asks and how their pages look."""

    session: str
    look: Look


class Kiosk:
    """The handlers, over one assistant. What was shown lives in `pages`, what is taken home in `parcels`: both in memory only."""

    def __init__(self, assistant: Assistant, settings: Settings, access: Access) -> None:
        self._assistant = assistant
        self._settings = settings
        self._access = access
        self.pages = ShownPages(settings.idle_minutes * 60 + GRACE)
        self.parcels = Parcels()

    async def sweep(self) -> None:
        """Wipe the visits that nobody continues."""
        for session in self.pages.take_expired():
            await self._erase(session)

    async def _erase(self, session: str) -> None:
        """All of a visit, links to what it took home too: the screen says that everything is erased."""
        self.parcels.forget(session)
        await self._assistant.forget(f"kiosk:{session}")

    async def home(self, request: Request) -> Response:
        """The first page; nothing is stored for it."""
        await self.sweep()
        look = Look.parse(request.query_params.get("look", ""))
        return self._show(Visit(new_token(), look), Shown(_menu(look.language), choice="menu"), left="left" in request.query_params)

    async def ask(self, request: Request) -> Response:
        form, visit = await self._read(request)
        choice, question = form.get("choice", "")[:200], form.get("question", "")
        if choice == "forget":
            return await self._leave(visit)
        asked = Shown(_menu(visit.look.language), "" if choice else question, choice, form.get("turn", "")[:40], form.get("screen"))
        last = self.pages.last(visit.session)
        if last and asked.turn and (last.turn, last.question, last.choice) == (asked.turn, asked.question, asked.choice):
            return self._show(visit, last)  # the same press once more: a double tap, or a reload after the line was lost
        await self._access.count(request, session=visit.session)
        return await self._answer(visit, asked)

    async def _answer(self, visit: Visit, asked: Shown, *, again: bool = False) -> Response:
        reply = await self._reply(visit, asked, again)
        if reply.ended:
            return await self._leave(visit)
        shown = Shown(reply, asked.question, asked.choice, asked.turn, _place(reply))
        if again:
            self.pages.replace(visit.session, shown)
        else:
            self.pages.keep(visit.session, shown)
        return self._show(visit, shown)

    async def _reply(self, visit: Visit, asked: Shown, again: bool) -> Reply:
        content = hashlib.sha256(f"{asked.choice}\n{asked.question}".encode()).hexdigest()[:12]
        return await self._assistant.reply(
            Message(
                session=f"kiosk:{visit.session}", channel="kiosk", text=asked.question, choice=asked.choice, language=visit.look.language,
                screen=asked.screen,
                id=f"{asked.turn}:{content}" if asked.turn and not again else "", wish_record=not again,
            )
        )  # fmt: skip

    async def look(self, request: Request) -> Response:
        """The same page, larger, in other colours or in another language."""
        _, visit = await self._read(request)
        last = self.pages.last(visit.session)
        if last is None:
            return RedirectResponse(home_address(visit.look), 303)
        if visit.look.language != last.reply.language and (again := _asked_again(last)):
            await self._access.count(request, session=visit.session)
            return await self._answer(visit, again, again=True)
        return self._show(visit, last)

    async def back(self, request: Request) -> Response:
        """The page before this one."""
        _, visit = await self._read(request)
        before = self.pages.step_back(visit.session)
        return self._show(visit, before) if before else RedirectResponse(home_address(visit.look), 303)

    async def leave(self, request: Request) -> Response:
        _, visit = await self._read(request)
        return await self._leave(visit)

    async def _leave(self, visit: Visit) -> Response:
        self.pages.forget(visit.session)
        await self._erase(visit.session)
        return RedirectResponse(home_address(visit.look.fresh, left="1"), 303, headers=_WIPE)

    async def keep(self, request: Request) -> Response:
        """The page says that somebody is still typing."""
        _, visit = await self._read(request)
        self.pages.touch(visit.session)
        return Response(status_code=204)

    async def document(self, request: Request) -> Response:
        form, visit = await self._read(request)
        await self._access.count(request, session=visit.session)
        return document_response(await self._assistant.document(f"kiosk:{visit.session}", form.get("id", "")))

    async def take(self, request: Request) -> Response:
        """A QR code of the answer shown last, or of a document."""
        form, visit = await self._read(request)
        last = self.pages.last(visit.session)
        if last is None:
            raise NotFound(speaker(visit.look.language)("gone"))
        await self._access.count(request, session=visit.session)
        return await self._code(visit, last, form.get("id", ""))

    async def _code(self, visit: Visit, last: Shown, id: str) -> Response:
        t = speaker(visit.look.language)
        document = await self._assistant.document(f"kiosk:{visit.session}", id) if id else None
        link = text = ""
        if self._settings.public_url:
            token = self.parcels.put(visit.session, str(Look(language=visit.look.language)), None if document else last.reply, document)
            link = f"{self._settings.public_url.rstrip('/')}/t/{token}"
        elif document is None:
            text = short_text(last.reply, t)
        elif document.media == "ics":
            text = document.content.decode()
        code = qr_svg(link or text) if link or text else ""
        return page("take.html", visit.look, session=visit.session, code=code, text=text, discreet=last.reply.discreet, minutes=self._settings.idle_minutes)

    async def parcel(self, request: Request) -> Response:
        """The link of a QR code: GET looks (messengers do, too) and shows a button, POST opens it, once."""
        await self.sweep()
        response = self._parcel(request.path_params["token"], request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    def _parcel(self, token: str, request: Request) -> Response:
        opening = request.method == "POST"
        found = self.parcels.take(token) if opening else self.parcels.look(token)
        look = Look.parse(found.look if found else request.query_params.get("look", ""))
        if found is None:
            fate = self.parcels.fate(token)
            return page("parcel.html", look, 404 if fate == "unknown" else 410, token="", fate=fate)
        if not opening:
            return page("parcel.html", look, token=token, fate="")
        if found.document:
            return document_response(found.document)
        assert found.reply is not None
        return page("taken.html", look, reply=found.reply, layout=arranged(found.reply))

    async def _read(self, request: Request) -> tuple[dict[str, str], Visit]:
        """The form and whose it is. Raises TooLong or BadRequest."""
        await self.sweep()
        form = await read_form(request)
        visit = Visit(session_of(form), Look.parse(form.get("look", "")))
        self.pages.touch(visit.session)
        request.state.visit = visit  # an error page keeps the look and can be left, too
        return form, visit

    def _show(self, visit: Visit, shown: Shown, left: bool = False) -> Response:
        reply = shown.reply
        choices = (item.id for block in reply.blocks if block.kind == "choices" and block.role == "wizard" for item in block.items)
        return page(
            "page.html", visit.look, session=visit.session, turn=new_token(), reply=reply, layout=arranged(reply),
            question="" if reply.discreet or reply.outcome in ("wizard", "form", "ticket") else shown.question[:500], home=shown.choice == "menu", left=left,
            screen=_place(reply), steps_back="back" in choices,
            before=self.pages.has_before(visit.session), stored=self.pages.last(visit.session) is not None, minutes=self._settings.idle_minutes,
            phones=bool(self._settings.public_url), worth_keeping=worth_keeping(reply),
        )  # fmt: skip


def _menu(language: Language) -> Reply:
    reply = Reply(outcome="menu", blocks=tuple(menu_blocks(language)), language=language)
    return in_traditional(reply) if language == "zh-Hant" else reply


def _place(reply: Reply) -> str:
    """Which question the page asks, for `Message.screen`; "" for none."""
    question = next((block for block in reply.blocks if block.kind == "question"), None)
    return f"{question.asked_by}/{question.name}" if question else ""


def _asked_again(last: Shown) -> Shown | None:
    """What brings the same page in another language; None where asking twice would change something."""
    if last.choice.partition(":")[0] in _AGAIN:
        return last
    if any(block.kind == "question" for block in last.reply.blocks):
        return Shown(last.reply, choice="finish")
    repeatable = last.question and last.reply.outcome in ("sure", "urgent", "statute", "directory", "news", "case")
    return last if repeatable else None
