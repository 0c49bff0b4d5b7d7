"""Words rather than entries: synonyms, small talk, and what sounds like danger."""

from __future__ import annotations

from pydantic import Field, model_validator

from bot.knowledge.model.base import Entry, Id, Line


class Synonyms(Entry):
    """`meaning` is the word of the law, `words` are what people say for it."""

    meaning: Line
    words: tuple[Line, ...] = Field(min_length=1)
    ours: bool = Field(False, description="true：听到这个词就一定是我们管的事，不会说“帮不上”")


class SynonymFile(Entry):
    synonyms: tuple[Synonyms, ...]


class Vocabulary(Entry):
    """Whole messages that are no question of law, in knowledge/phrases.yaml."""

    greetings: tuple[Line, ...]
    thanks: tuple[Line, ...]
    goodbyes: tuple[Line, ...]
    menu: tuple[Line, ...] = Field(description="含糊的求助：给菜单，不乱猜")
    person: tuple[Line, ...] = Field(description="要找真人")
    yes: tuple[Line, ...]
    no: tuple[Line, ...]
    unknown: tuple[Line, ...] = Field(description="不知道、跳过")
    back: tuple[Line, ...]
    leave: tuple[Line, ...] = Field(description="退出正在进行的问答")
    unhappy: tuple[Line, ...] = Field((), description="没听懂、没帮上、骂人：道个歉，给真人")
    display: tuple[Line, ...] = Field((), description="字太小、换语言、读给我听：告诉他在哪里调")
    follow_ups: dict[str, tuple[Line, ...]] = Field(description="追问：bring/cost/where/time/next/basis → 说法")


class Elsewhere(Entry):
    """A matter that is none of ours: known so that no legal answer is forced on it, and the resident hears whom to ask."""

    id: Id
    name: Line
    ask: Line = Field(description="该问谁；不写查不实的电话")
    phrases: tuple[Line, ...] = Field(min_length=5)


class ElsewhereFile(Entry):
    elsewhere: tuple[Elsewhere, ...]


class Term(Entry):
    """A word of the law and what it means to a resident; explained below every answer that uses it."""

    term: Line
    plain: Line


class GlossaryFile(Entry):
    glossary: tuple[Term, ...]


class DangerRule(Entry):
    """All of `all_of` (each a set of alternatives) must be heard and none of `none_of`; or the whole message is one of `alone`."""

    id: Id
    acute: bool = Field(description="true：先报号码，停在这里；false：号码放在最上面，问题照答")
    all_of: tuple[tuple[Line, ...], ...] = Field((), description="每一组至少听到一个")
    alone: tuple[Line, ...] = Field((), description="或者整句话就只有这几个字：救命、着火")
    none_of: tuple[Line, ...] = ()
    say: Line
    en: Line | None = Field(None, description="同样的话，给用英文界面的人")
    where: tuple[Id, ...] = Field(min_length=1)
    discreet: bool = False

    @model_validator(mode="after")
    def _listens(self) -> DangerRule:
        if not (self.all_of or self.alone):
            raise ValueError("写上 all_of 或 alone，不然这条规则什么都听不到")
        return self


class DangerFile(Entry):
    danger: tuple[DangerRule, ...]
    harmless: tuple[Line, ...] = Field((), description="先抹掉再听的词：里面的字不是危险（笑死、打官司）")
