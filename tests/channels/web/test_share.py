"""An answer taken to a phone can be copied and shared from there; the QR code of an article carries the article."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from bot.answers.blocks import ArticleBlock, Reply
from bot.channels.web.shown_pages import new_token
from bot.channels.web.take_home import QR_BYTES, short_text
from bot.channels.web.words import speaker


async def test_the_page_on_the_phone_offers_to_copy_and_share_where_the_phone_can(
    app_with: Callable[..., Any], client_of: Callable[..., Awaitable[httpx.AsyncClient]]
) -> None:
    app = app_with(public_url="https://legal.example/")
    client, session = await client_of(app), new_token()
    await client.post("/ask", data={"session": session, "look": "", "question": "老板拖欠工资怎么办"})
    await client.post("/take", data={"session": session, "look": ""})
    opened = (await client.post(f"/t/{list(app.state.kiosk.parcels._kept)[-1]}")).text
    assert "data-copy" in opened and "data-share" in opened and opened.count(" hidden><span>") == 2  # shown by the script alone
    address = opened.split('<script src="')[1].split('"')[0]
    assert "clipboard" in (await client.get(address)).text


def test_the_code_of_an_article_carries_its_standing_and_as_many_lines_as_fit() -> None:
    block = ArticleBlock(law="停车法", article="第二条", text="停车要付费。\n" + "\n".join(f"第{n}种情形，要另外付费。" for n in range(40)), status="现行有效", in_force=True)
    text = short_text(Reply(outcome="statute", blocks=(block,), title="停车法第二条"), speaker("zh-Hans"))
    assert "《停车法》第二条（现行有效）" in text and "停车要付费。" in text and "……" in text
    assert len(text.encode()) <= QR_BYTES
