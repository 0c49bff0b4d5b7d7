"""Statutes in the conversation: cited ones, ones found by a story, and reading one. Without an import the guides answer, and say so."""

from __future__ import annotations

import re
from collections import Counter

from bot.answers.blocks import AnyBlock, ChoiceItem, Choices, Hit, Notice, Reply, Text
from bot.answers.compose import law_choice, law_digest
from bot.answers.menus import menu_blocks
from bot.answers.wording import say, service_name
from bot.dialogue.present import gist, offer
from bot.dialogue.reading import Finer, article_choice, article_reply, chapter_reply, hit, resting_on
from bot.dialogue.turn import Turn
from bot.search import StatuteSearch
from bot.search.citation import Cited
from bot.search.statutes import Article
from bot.text.numerals import parse_numeral, to_numeral

SHOWN = 5
PAGE = 12
WHOLE_CHAPTER = ("整章", "全章", "这一章", "整節", "整节")
_LAW_NAME = re.compile(r"^[\u4e00-\u9fff（）()、《》]{2,40}(?:法|条例|條例|规定|規定|办法|辦法|解释|解釋|细则|細則|法典)$")
_LAW_WANTED = re.compile(r"哪[条部个些]法|什么法律|法条|法規|法规|第几条|法律(上|里)?(是)?(怎么|如何|有什么|有没有|怎樣|怎样)(规定|規定|说)|哪条规定")
AT_LEAST = 0.3  # a question less grounded than this is none of the law's matters


def cited(turn: Turn) -> Reply | None:
    """民法典第1043条 and the like: the article itself, or clearly that there is none. A law's name alone opens the law."""
    if turn.message.choice:
        return None
    found = [c for c in turn.snapshot.finder.cited(turn.message.text) if c.article or c.whole]
    if not found:
        return _by_name(turn)
    if not (found[0].whole or len(turn.text) <= 30):
        return None
    return _former(turn, found[0]) or (_article_reply(turn, found[0]) if found[0].article else _law_reply(turn, found[0].law))


def _former(turn: Turn, found: Cited) -> Reply | None:
    """A repealed law: since when, where its matter stands now, and that its numbers are no longer right."""
    if not found.former:
        return None
    since = f"从 {found.since} 起" if found.since else "已经"
    if not found.law:
        text = f"《{found.former}》{since}不再是现行的法律，这里没有能代替它的条文。请直接说遇到的事，或打 12348 问。"
        return turn.reply("none", Text(text=text, style="lead"), Notice(text=say("disclaimer", turn.language), role="disclaimer"))
    part = f"的{found.part}" if found.part else ""
    numbers = f"条号都变了，原来的{found.article}不能照搬到新法。" if found.article else "条号不同。"
    text = f"《{found.former}》{since}废止，内容现在在《{found.law}》{part}，{numbers}请直接说遇到了什么事来查。"
    blocks = [*_old_text(turn, found), *_law_entry(found.law)]
    return turn.reply("statute", Text(text=text, style="lead"), *blocks, Notice(text=say("disclaimer", turn.language), role="disclaimer"))


def _old_text(turn: Turn, found: Cited) -> list[AnyBlock]:
    """The repealed article, where it was imported: what happened before the repeal may still go by it."""
    search = turn.snapshot.finder.statutes
    article = search.article(found.former, found.article) if search and found.article else None
    if article is None:
        return []
    item = ChoiceItem(id=article_choice(article), label=f"看旧《{found.former}》{article.name}（已废止）"[:60])
    return [Choices(prompt="废止以前发生的事可能还要看旧条文：", items=(item,), role="related")]


def _law_entry(law: str) -> list[AnyBlock]:
    return [Choices(prompt="打开这部法：", items=(ChoiceItem(id=f"law:{law_digest(law)}", label=f"《{law}》"),), role="related")]


def _by_name(turn: Turn) -> Reply | None:
    """Something that looks like a law's name but is none: the laws with names like it."""
    search = turn.snapshot.finder.statutes
    text = turn.message.text.strip(" 《》。？?")
    if search is None or not _LAW_NAME.match(text):
        return None
    titles = search.titles_like(text)
    if not titles:
        return None
    items = tuple(ChoiceItem(id=f"law:{law_digest(t)}", label=f"《{t}》"[:60]) for t in titles)
    turn.session.offered = [i.id for i in items]
    return turn.reply("maybe", Text(text=f"没有叫“{text}”的法规。您要找的是不是：", style="lead"), Choices(prompt=say("choose", turn.language), items=items))


def _article_reply(turn: Turn, found: Cited) -> Reply:
    law, name = found.law, found.article or ""
    search = turn.snapshot.finder.statutes
    if search is None:
        return _guide_reply(turn, law, name)
    article = search.article(law, name)
    if article is None:
        return _no_such(turn, search, law, name)
    if any(word in turn.message.text for word in WHOLE_CHAPTER):
        return chapter_reply(turn, search, article)
    return article_reply(turn, search, article, Finer(found.paragraph, found.item))


def _no_such(turn: Turn, search: StatuteSearch, law: str, name: str) -> Reply:
    current = search.current(law)
    last = search.library.article(current.first + current.count - 1) if current else None
    said = say("no_such_article", turn.language, law=law, article=name)
    if current and last:
        said += f"这部法共 {current.count:,} 条，最后一条是{last.name}。"
    return turn.reply("none", Text(text=said, style="lead"), *_law_entry(law))


def _guide_reply(turn: Turn, law: str, name: str) -> Reply:
    said = gist(turn.snapshot.knowledge, law, name)
    version = next((g.version for g in turn.snapshot.knowledge.guides if g.law == law), None)
    note = Notice(text=say("no_statutes", turn.language))
    if not said:
        return turn.reply("none", Text(text=f"没有导入《{law}》原文，知识库里也没有{name}的要点。", style="lead"), note, *menu_blocks(turn.language, greet=False))
    found = Hit(id=law_choice(law, name), title=f"《{law}》{name}", service="statutes", topic=None, score=1.0, statutes=((law, name),))
    return turn.reply(
        "statute", Text(text=f"《{law}》{name}", style="title"), Text(text=said, style="lead"), Notice(text=f"{version} 公布的版本。", role="date"),
        note, *resting_on(turn, law, name), Notice(text=say("disclaimer", turn.language), role="disclaimer"), answers=(found,), statutes=((law, name),),
    )  # fmt: skip


def ranked(turn: Turn) -> list[Article]:
    """The articles that may answer the question, best first, up to 100; none without an index."""
    search = turn.snapshot.finder.statutes
    if search is None or not turn.message.text:
        return []
    return [search.library.article(number) for number, _ in turn.statutes[:SHOWN]]


def law_wanted(turn: Turn) -> Reply | None:
    """Asked for the law itself (哪条法律管, 法律怎么规定) when no one answer is meant: the articles first, then the answers."""
    if turn.message.choice or not turn.statutes or not _LAW_WANTED.search(turn.message.text) or turn.match.outcome == "none":
        return None
    offered = [offer(turn, c) for c in turn.match.candidates if c.entry.kind == "answers"][:3]
    answers = [Choices(prompt="也可以看这些回答：", items=tuple(offered), role="related")] if offered else []
    return _articles(turn, "这件事可能由下面的条文管，点开看原文。", *answers)


def by_story(turn: Turn) -> Reply | None:
    """When no answer was found: articles that may apply. Offered, never `sure`; only when they are clearly about the matter."""
    if not turn.statutes or turn.match.grounding < AT_LEAST:
        return None
    turn.unanswered = True
    return _articles(turn, "没有找到现成的回答。下面的法条可能用得上，请点开看，或打 12348 问清楚。")


def _articles(turn: Turn, lead: str, *more: AnyBlock) -> Reply | None:
    search = turn.snapshot.finder.statutes
    if search is None:
        return None
    found = ranked(turn)
    items = tuple(_found(turn, search, a) for a in found)
    none = ChoiceItem(id="none", label=say("none_of_these", turn.language))
    turn.session.offered = [i.id for i in (*items, none)]
    return turn.reply(
        "maybe", Text(text=lead, style="lead"), Choices(prompt=say("law_list", turn.language), items=(*items, none)), *more,
        Notice(text=say("disclaimer", turn.language), role="disclaimer"), answers=tuple(hit(a, 0.0) for a in found),
    )  # fmt: skip


def _found(turn: Turn, search: StatuteSearch, article: Article) -> ChoiceItem:
    """An article among those found: in force or not at a glance, dates and newer version on its page."""
    version = search.library.standing(article.law, turn.now.date())
    short = {"in_force": "现行有效", "not_yet": "尚未生效", "amended": "旧版本", "repealed": "已废止", "unverified": "效力未核"}[version.standing]
    since = f"，{article.law.effective} 起施行" if article.law.effective and version.standing in ("in_force", "not_yet") else ""
    instead = f"，由《{version.newer.title}》代替" if version.newer and version.standing == "repealed" else ""
    return ChoiceItem(id=article_choice(article), label=f"《{article.law.title}》{article.name}", detail=f"{short}{since}{instead}：{article.text[:40]}…")


def home(turn: Turn, _: str) -> Reply:
    """How to look up the law here, and the laws residents need most: those that most answers rest on."""
    search, knowledge = turn.snapshot.finder.statutes, turn.snapshot.knowledge
    cited = Counter(c.law for a in knowledge.answers.values() for c in a.basis)
    titles = sorted(dict.fromkeys(g.law for g in knowledge.guides), key=lambda law: -cited[law])[:PAGE]
    items = tuple(ChoiceItem(id=f"law:{law_digest(t)}", label=f"《{t}》") for t in titles)
    how = "说法律名称和条号（例如：民法典第1043条），或直接说遇到的事。"
    size = f"这里可以查 {search.library.size:,} 条法条原文。" if search else say("no_statutes", turn.language)
    blocks: list[AnyBlock] = [Text(text=service_name("statutes", turn.language), style="title"), Text(text=how, style="lead"), Notice(text=size)]
    return turn.reply("statute", *blocks, *([Choices(prompt="常用法律：", items=items, role="menu")] if items else []))


def open_article(turn: Turn, rest: str) -> Reply | None:
    """law:HEX10:N[-M] an article; law:HEX10 or law:HEX10:page:P the law's contents; law:HEX10:chapter:N[-M][:P] a whole chapter."""
    digest, _, part = rest.partition(":")
    law = _law_by_digest(turn, digest)
    if law is None:
        return None
    if not part or part.startswith("page:"):
        return _law_reply(turn, law, _page(part.removeprefix("page:")))
    number, _, page = part.removeprefix("chapter:").partition(":")
    name = _article_name(number)
    if name is None or (page and not part.startswith("chapter:")):
        return None
    if not part.startswith("chapter:"):
        return _article_reply(turn, Cited(law, name))
    search = turn.snapshot.finder.statutes
    article = search.article(law, name) if search else None
    return chapter_reply(turn, search, article, _page(page)) if search and article else None


def _page(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _article_name(text: str) -> str | None:
    """1043 → 第一千零四十三条, 133-1 → 第一百三十三条之一; None when it is no article's number."""
    number, _, of = text.partition("-")
    if not (number.isdecimal() and 0 < int(number) < 2000) or (of and not (of.isdecimal() and int(of) < 20)):
        return None
    return f"第{to_numeral(int(number))}条" + (f"之{to_numeral(int(of))}" if of else "")


def _law_by_digest(turn: Turn, digest: str) -> str | None:
    search = turn.snapshot.finder.statutes
    titles = (*(search.library.titles() if search else ()), *(g.law for g in turn.snapshot.knowledge.guides))
    return next((t for t in titles if law_digest(t) == digest), None)


def _law_reply(turn: Turn, law: str, page: int = 0) -> Reply:
    """A law's articles, a page at a time, with its standing."""
    search = turn.snapshot.finder.statutes
    current = search.current(law) if search else None
    if search and current:
        numbers = range(current.first + page * PAGE, min(current.first + (page + 1) * PAGE, current.first + current.count))
        articles = [search.library.article(n) for n in numbers]
        items = [ChoiceItem(id=article_choice(a), label=a.name, detail=a.text[:30] + "…") for a in articles]
        note, more = f"{search.library.standing(current, turn.now.date()).words}，共 {current.count} 条。", (page + 1) * PAGE < current.count
    else:
        items, more = _guide_items(turn, law, page)
        note = say("no_statutes", turn.language)
    if more:
        items.append(ChoiceItem(id=f"law:{law_digest(law)}:page:{page + 1}", label=say("more", turn.language)))
    return turn.reply(
        "statute", Text(text=f"《{law}》", style="title"), Notice(text=note, role="date"),
        Choices(prompt=say("choose", turn.language), items=tuple(items), role="menu"), title=law,
    )  # fmt: skip


def _guide_items(turn: Turn, law: str, page: int) -> tuple[list[ChoiceItem], bool]:
    """A page of what the guides to a law say (there may be one a book), in the order of its articles; and whether there is more."""
    articles = sorted((a for g in turn.snapshot.knowledge.guides if g.law == law for a in g.articles), key=lambda a: _place(a.article))
    shown = articles[page * PAGE : (page + 1) * PAGE]
    return [ChoiceItem(id=law_choice(law, a.article), label=a.article, detail=a.gist) for a in shown], len(articles) > (page + 1) * PAGE


def _place(name: str) -> tuple[float, float]:
    """第一百三十三条之一 → (133, 1)."""
    number, _, of = name.removeprefix("第").partition("条")
    return parse_numeral(number) or 0, parse_numeral(of.removeprefix("之")) or 0 if of else 0
