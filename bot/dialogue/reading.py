"""One article to read: its standing, what it means, the paragraph that was asked for, what stands before and after, what rests on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.blocks import AnyBlock, ArticleBlock, ChoiceItem, Choices, Hit, Notice, Reply, Text
from bot.answers.compose import law_choice, law_digest
from bot.answers.wording import say
from bot.dialogue import cases
from bot.dialogue.present import gist
from bot.dialogue.turn import Turn
from bot.search import StatuteSearch
from bot.search.statutes import Article
from bot.text.numerals import parse_numeral, to_numeral

ANSWERS, CASES, MARKS = 6, 4, 8
AROUND = 5  # articles before and after, where the source has no chapters
AT_ONCE = 12  # articles of a chapter on one page
_ITEM = re.compile(r"^[（(]([一二三四五六七八九十百]+|\d+)[）)]")


@dataclass(frozen=True)
class Finer:
    """A paragraph (款) and an item (项) of it, where they were said."""

    paragraph: int | None = None
    item: int | None = None


def article_reply(turn: Turn, search: StatuteSearch, article: Article, finer: Finer | None = None) -> Reply:
    law, name = article.key
    version = search.library.standing(article.law, turn.now.date())
    wanted = lines_of(article.text, finer) if finer and (finer.paragraph or finer.item) else []
    blocks: list[AnyBlock] = [article_block(turn, search, article, tuple(wanted))]
    if finer and (finer.paragraph or finer.item):
        blocks.insert(0, Text(text=part_of(article.text, finer), style="lead"))
    if said := gist(turn.snapshot.knowledge, law, name):
        blocks.append(Text(text=f"通俗地说：{said}"))
    if version.standing != "in_force" or version.coming:
        blocks.append(Notice(text=f"{version.words}。", role="review"))
    blocks += [_ways(search, article), *resting_on(turn, law, name), Notice(text=say("disclaimer", turn.language), role="disclaimer")]
    return turn.reply("statute", *blocks, answers=(hit(article, 1.0),), statutes=(article.key,), title=f"{law}{name}")


def article_block(turn: Turn, search: StatuteSearch, article: Article, marks: tuple[str, ...] = ()) -> ArticleBlock:
    """The text with its standing in words, and marked: the lines asked for, else the words of the question asked last (not the law's name)."""
    version = search.library.standing(article.law, turn.now.date())
    asked = turn.snapshot.finder.words(turn.message.text or turn.session.last_question)
    marks = marks or tuple(sorted(w for w in asked if w in article.text and w not in article.law.title)[:MARKS])
    return ArticleBlock(
        law=article.law.title, article=article.name, text=article.text, status=version.words, in_force=version.in_force, marks=marks,
        choice=article_choice(article),
    )  # fmt: skip


def article_choice(article: Article) -> str:
    return law_choice(article.law.title, article.name)


def hit(article: Article, score: float) -> Hit:
    return Hit(
        id=article_choice(article), title=f"《{article.law.title}》{article.name}", service="statutes", topic=None, score=round(score, 4),
        statutes=(article.key,),
    )  # fmt: skip


def paragraphs(text: str) -> list[list[str]]:
    """The paragraphs of an article, each with its items: lines that begin with （一） belong to the paragraph above."""
    found: list[list[str]] = []
    for line in filter(None, (part.strip(" \u3000") for part in text.split("\n"))):
        if _ITEM.match(line) and found:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def lines_of(text: str, finer: Finer) -> list[str]:
    """The lines of the paragraph or item asked for; none where there is no such."""
    known = paragraphs(text)
    if finer.paragraph is not None:
        known = known[finer.paragraph - 1 : finer.paragraph] if finer.paragraph > 0 else []
    lines = [line for paragraph in known for line in paragraph]
    return lines if finer.item is None else [line for line in lines if (m := _ITEM.match(line)) and _value(m[1]) == finer.item]


def part_of(text: str, finer: Finer) -> str:
    """The paragraph or item asked for, or clearly that the article has no such."""
    known = paragraphs(text)
    number = finer.paragraph
    if number is not None and not 1 <= number <= len(known):
        return f"这一条只有 {len(known)} 款，没有第{_numeral(number)}款。"
    wanted = [known[number - 1]] if number else known
    said = f"第{_numeral(number)}款" if number else ""
    if finer.item is None:
        return f"{said}：" + "\n".join(wanted[0])
    items = lines_of(text, finer)
    if not items:
        count = sum(bool(_ITEM.match(line)) for lines in wanted for line in lines)
        return f"{said or '这一条'}{f'只有 {count} 项，' if count else '没有分项，'}没有第{_numeral(finer.item)}项。"
    return f"{said}第{_numeral(finer.item)}项：{items[0]}"


def _numeral(number: int) -> str:
    return to_numeral(number) if number < 10_000 else str(number)


def _value(text: str) -> int | None:
    return int(text) if text.isdigit() else parse_numeral(text)


def _ways(search: StatuteSearch, article: Article) -> Choices:
    """Before, after, the whole chapter (or the articles around, where the source has no chapters), the contents."""
    law = article.law
    digest, number = law_digest(law.title), article_choice(article).split(":")[2]
    items = []
    if article.number > law.first:
        before = search.library.article(article.number - 1)
        items.append(ChoiceItem(id=article_choice(before), label=f"上一条：{before.name}"))
    if article.number < law.first + law.count - 1:
        after = search.library.article(article.number + 1)
        items.append(ChoiceItem(id=article_choice(after), label=f"下一条：{after.name}"))
    whole = f"看整章：{article.chapter}" if article.chapter else f"连着看前后{to_numeral(AROUND)}条"
    items.append(ChoiceItem(id=f"law:{digest}:chapter:{number}", label=whole[:60]))
    items.append(ChoiceItem(id=f"law:{digest}", label=f"《{law.title}》目录"[:60]))
    return Choices(prompt="接着看", items=tuple(items), role="related")


def chapter_reply(turn: Turn, search: StatuteSearch, article: Article, page: int = 0) -> Reply:
    """The whole chapter an article stands in, twelve articles a page."""
    shown = search.library.chapter(article)
    title = f"《{article.law.title}》{article.chapter}"
    if not shown:
        first, last = article.law.first, article.law.first + article.law.count - 1
        shown = [search.library.article(n) for n in range(max(first, article.number - AROUND), min(last, article.number + AROUND) + 1)]
        title = f"《{article.law.title}》{shown[0].name}至{shown[-1].name}"
    part = shown[page * AT_ONCE : (page + 1) * AT_ONCE]
    blocks: list[AnyBlock] = [Text(text=title, style="title"), Notice(text=f"{search.library.standing(article.law, turn.now.date()).words}，这里共 {len(shown)} 条。", role="date")]
    blocks += [article_block(turn, search, a) for a in part]
    items = []
    if len(shown) > (page + 1) * AT_ONCE:
        number = article_choice(article).split(":")[2]
        items.append(ChoiceItem(id=f"law:{law_digest(article.law.title)}:chapter:{number}:{page + 1}", label=say("more", turn.language)))
    items.append(ChoiceItem(id=article_choice(article), label=f"回到{article.name}"))
    blocks += [Choices(prompt="接着看", items=tuple(items), role="related"), Notice(text=say("disclaimer", turn.language), role="disclaimer")]
    return turn.reply("statute", *blocks, statutes=tuple(a.key for a in part), title=title)


def resting_on(turn: Turn, law: str, name: str) -> list[AnyBlock]:
    """The answers and typical cases that rest on an article."""
    choice = law_choice(law, name)
    answers: Sequence[ChoiceItem] = [
        ChoiceItem(id=f"answer:{a.id}", label=a.title)
        for a in turn.snapshot.knowledge.answers.values() if choice in {law_choice(*c.key) for c in a.basis}
    ][:ANSWERS]  # fmt: skip
    used = [ChoiceItem(id=f"case:{c.id}", label=f"案例：{c.title}") for c in cases.citing(turn, law, name)][:CASES]
    return [Choices(prompt="这一条用在哪些事上", items=(*answers, *used), role="related")] if answers or used else []
