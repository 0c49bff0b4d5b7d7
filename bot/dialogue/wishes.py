"""Who asked what nobody could answer may wish to be told when there is an answer — where we can reach them: in Telegram."""

from __future__ import annotations

from bot.answers.blocks import AnyBlock, ChoiceItem, Choices, Reply, Text
from bot.answers.wording import say
from bot.dialogue.turn import Turn

REACHED_LATER = ("telegram",)


def wish_blocks(turn: Turn) -> list[AnyBlock]:
    """The offer, below a reply that answered nothing; none where the resident can't be found again or nothing may be kept."""
    if turn.session.channel not in REACHED_LATER or turn.session.discreet or not turn.message.wish_record:
        return []
    item = ChoiceItem(id="tell", label=say("tell", turn.language))
    return [Choices(prompt=say("tell_prompt", turn.language), items=(item,), role="actions")]


def wish(turn: Turn, _: str) -> Reply | None:
    """The wish is kept with the last question (the assistant does it); without one the button has lost its meaning."""
    if turn.session.channel not in REACHED_LATER or not turn.session.last_question:
        return None
    turn.wish = True
    return turn.reply("menu", Text(text=say("tell_noted", turn.language)))
