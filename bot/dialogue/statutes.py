"""Statutes in the conversation: cited ones, ones found by a story, and reading one. Without an import the guides answer, and say so."""

from __future__ import annotations

from bot.answers.blocks import AnyBlock, ArticleBlock, ChoiceItem, Choices, Hit, Notice, Reply, Text
from bot.answers.compose import law_choice, law_digest
from bot.answers.menus import menu_blocks
from bot.answers.wording import say, service_name
from bot.dialogue.present import gist
from bot.dialogue.turn import Turn
from bot.knowledge.model import LawGuide
from bot.search import StatuteSearch
from bot.search.citation import Cited
from bot.search.statutes import Article
from bot.text.numerals import to_numeral

SHOWN = 5
PAGE = 12
AT_LEAST = 0.3  # a question less grounded than this is none of the law's matters


def cited(turn: Turn) -> Reply | None:
    """民法典第1043条 and the like: the article itself, or clearly that there is none."""
    if turn.message.choice:
        return None
    found = [c for c in turn.snapshot.finder.cited(turn.message.text) if c.article or c.whole]
    if not found or not (found[0].whole or len(turn.text) <= 30):
        return None
    first = found[0]
    return _former(turn, first) or (_article_reply(turn, first.law, first.article) if first.article else _law_reply(turn, first.law))


def _former(turn: Turn, found: Cited) -> Reply | None:
    """A repealed law: where its matter stands now."""
    if not found.former:
        return None
    part = f"的{found.part}" if found.part else ""
    text = f"《{found.former}》已经废止，内容现在在《{found.law}》{part}，条号不同。请用事情本身来查，例如直接说遇到了什么事。"
    return turn.reply("statute", Text(text=text, style="lead"), *_law_entry(found.law), Notice(text=say("disclaimer", turn.language), role="disclaimer"))


def _law_entry(law: str) -> list[AnyBlock]:
    return [Choices(prompt="打开这部法：", items=(ChoiceItem(id=f"law:{law_digest(law)}", label=f"《{law}》"),), role="related")]


def _article_reply(turn: Turn, law: str, name: str) -> Reply:
    search = turn.snapshot.finder.statutes
    if search is None:
        return _guide_reply(turn, law, name)
    article = search.article(law, name)
    if article is None:
        return _no_such(turn, search, law, name)
    blocks = [*_reader(turn, search, article), Notice(text=say("disclaimer", turn.language), role="disclaimer")]
    return turn.reply("statute", *blocks, answers=(_hit(article, 1.0),), statutes=(article.key,), title=f"{law}{name}")


def _no_such(turn: Turn, search: StatuteSearch, law: str, name: str) -> Reply:
    current = search.current(law)
    last = search.library.article(current.first + current.count - 1) if current else None
    said = say("no_such_article", turn.language, law=law, article=name)
    if current and last:
        said += f"这部法共 {current.count} 条，最后一条是{last.name}。"
    return turn.reply("none", Text(text=said, style="lead"), *_law_entry(law))


def _guide_reply(turn: Turn, law: str, name: str) -> Reply:
    said = gist(turn.snapshot.knowledge, law, name)
    version = next((g.version for g in turn.snapshot.knowledge.guides if g.law == law), None)
    note = Notice(text=say("no_statutes", turn.language))
    if not said:
        return turn.reply("none", Text(text=f"没有导入《{law}》原文，知识库里也没有{name}的要点。", style="lead"), note, *menu_blocks(turn.language, greet=False))
    hit = Hit(id=law_choice(law, name), title=f"《{law}》{name}", service="statutes", topic=None, score=1.0, statutes=((law, name),))
    return turn.reply(
        "statute", Text(text=f"《{law}》{name}", style="title"), Text(text=said, style="lead"), Notice(text=f"{version} 公布的版本。", role="date"),
        note, *_answers_citing(turn, law, name), Notice(text=say("disclaimer", turn.language), role="disclaimer"), answers=(hit,), statutes=((law, name),),
    )  # fmt: skip


def _reader(turn: Turn, search: StatuteSearch, article: Article) -> list[AnyBlock]:
    """The article with its standing, what it means, a newer version if any, neighbours, and answers that rest on it."""
    day = turn.now.date()
    blocks: list[AnyBlock] = [article_block(article, turn, search)]
    if said := gist(turn.snapshot.knowledge, article.law.title, article.name):
        blocks.append(Text(text=f"通俗地说：{said}"))
    version = search.library.standing(article.law, day)
    if version.newer or version.coming or not version.in_force:
        blocks.append(Notice(text=f"{version.words}。", role="review"))
    near = [ChoiceItem(id=article_choice(n), label=f"{n.name}") for n in _neighbours(search, article)]
    near.append(ChoiceItem(id=f"law:{law_digest(article.law.title)}", label=f"《{article.law.title}》目录"))
    blocks.append(Choices(prompt="前后条文", items=tuple(near), role="related"))
    return [*blocks, *_answers_citing(turn, article.law.title, article.name)]


def _neighbours(search: StatuteSearch, article: Article) -> list[Article]:
    first, last = article.law.first, article.law.first + article.law.count - 1
    return [search.library.article(n) for n in (article.number - 1, article.number + 1) if first <= n <= last]


def _answers_citing(turn: Turn, law: str, name: str) -> list[AnyBlock]:
    knowledge = turn.snapshot.knowledge
    answers = [ChoiceItem(id=f"answer:{a.id}", label=a.title) for a in knowledge.answers.values() if (law, name) in {c.key for c in a.basis}]
    cases = [ChoiceItem(id=f"case:{c.id}", label=f"案例：{c.title}") for c in knowledge.cases.values() if (law, name) in {b.key for b in c.basis}]
    items = (*answers[:6], *cases[:4])
    return [Choices(prompt="这一条用在哪些事上", items=items, role="related")] if items else []


def article_block(article: Article, turn: Turn, search: StatuteSearch) -> ArticleBlock:
    version = search.library.standing(article.law, turn.now.date())
    marks = tuple(sorted({w for w in turn.snapshot.finder.words(turn.message.text) if w in article.text}, key=len, reverse=True)[:8])
    return ArticleBlock(
        law=article.law.title, article=article.name, text=article.text, status=version.words, in_force=version.in_force,
        marks=marks, choice=article_choice(article),
    )  # fmt: skip


def article_choice(article: Article) -> str:
    return law_choice(article.law.title, article.name)


def _hit(article: Article, score: float) -> Hit:
    return Hit(
        id=article_choice(article), title=f"《{article.law.title}》{article.name}", service="statutes", topic=None, score=round(score, 4),
        statutes=(article.key,),
    )  # fmt: skip


def ranked(turn: Turn) -> list[Article]:
    """The articles that may answer the question, best first, up to 100; none without an index."""
    search = turn.snapshot.finder.statutes
    if search is None or not turn.message.text:
        return []
    return [search.library.article(number) for number, _ in turn.statutes[:SHOWN]]


def by_story(turn: Turn) -> Reply | None:
    """When no answer was found: articles that may apply. Offered, never `sure`; only when they are clearly about the matter."""
    search = turn.snapshot.finder.statutes
    if search is None or not turn.statutes or turn.match.grounding < AT_LEAST:
        return None
    found = ranked(turn)
    items = tuple(ChoiceItem(id=article_choice(a), label=f"《{a.law.title}》{a.name}", detail=a.text[:40] + "…") for a in found)
    turn.session.offered = [i.id for i in items]
    turn.unanswered = True
    return turn.reply(
        "maybe", Text(text="没有找到现成的回答。下面的法条可能用得上，请点开看，或打 12348 问清楚。", style="lead"),
        Choices(prompt=say("law_list", turn.language), items=(*items, ChoiceItem(id="none", label=say("none_of_these", turn.language)))),
        Notice(text=say("disclaimer", turn.language), role="disclaimer"), answers=tuple(_hit(a, 0.0) for a in found),
    )  # fmt: skip


def home(turn: Turn, _: str) -> Reply:
    """How to look up the law here, and the laws residents use most."""
    search = turn.snapshot.finder.statutes
    titles = [g.law for g in turn.snapshot.knowledge.guides][:PAGE]
    items = tuple(ChoiceItem(id=f"law:{law_digest(t)}", label=f"《{t}》") for t in titles)
    how = "说法律名称和条号（例如：民法典第1043条），或直接说遇到的事。"
    size = f"已导入 {search.library.size:,} 条条文。" if search else say("no_statutes", turn.language)
    blocks: list[AnyBlock] = [Text(text=service_name("statutes", turn.language), style="title"), Text(text=how, style="lead"), Notice(text=size)]
    return turn.reply("statute", *blocks, *([Choices(prompt="常用法律：", items=items, role="menu")] if items else []))


def open_article(turn: Turn, rest: str) -> Reply | None:
    """law:HEX10[:N[-M]] an article; law:HEX10 or law:HEX10:page:P the law's contents."""
    digest, _, part = rest.partition(":")
    law = _law_by_digest(turn, digest)
    if law is None:
        return None
    if not part or part.startswith("page:"):
        page = part.removeprefix("page:")
        return _law_reply(turn, law, int(page) if page.isdecimal() and len(page) < 4 else 0)
    number, _, of = part.partition("-")
    if not number.isdecimal() or not 0 < int(number) < 2000 or (of and not (of.isdecimal() and int(of) < 20)):
        return None
    return _article_reply(turn, law, f"第{to_numeral(int(number))}条" + (f"之{to_numeral(int(of))}" if of else ""))


def _law_by_digest(turn: Turn, digest: str) -> str | None:
    search = turn.snapshot.finder.statutes
    titles = (*(search.library.titles() if search else ()), *(g.law for g in turn.snapshot.knowledge.guides))
    return next((t for t in titles if law_digest(t) == digest), None)


def _law_reply(turn: Turn, law: str, page: int = 0) -> Reply:
    """A law's articles, a page at a time, with its standing."""
    search = turn.snapshot.finder.statutes
    current = search.current(law) if search else None
    guide = next((g for g in turn.snapshot.knowledge.guides if g.law == law), None)
    if search and current:
        numbers = range(current.first + page * PAGE, min(current.first + (page + 1) * PAGE, current.first + current.count))
        articles = [search.library.article(n) for n in numbers]
        items = [ChoiceItem(id=article_choice(a), label=a.name, detail=a.text[:30] + "…") for a in articles]
        note, more = f"{search.library.standing(current, turn.now.date()).words}，共 {current.count} 条。", (page + 1) * PAGE < current.count
    else:
        items, more = _guide_items(guide, page)
        note = say("no_statutes", turn.language)
    if more:
        items.append(ChoiceItem(id=f"law:{law_digest(law)}:page:{page + 1}", label=say("more", turn.language)))
    return turn.reply(
        "statute", Text(text=f"《{law}》", style="title"), Notice(text=note, role="date"),
        Choices(prompt=say("choose", turn.language), items=tuple(items), role="menu"), title=law,
    )  # fmt: skip


def _guide_items(guide: LawGuide | None, page: int) -> tuple[list[ChoiceItem], bool]:
    if guide is None:
        return [], False
    shown = guide.articles[page * PAGE : (page + 1) * PAGE]
    return [ChoiceItem(id=law_choice(guide.law, a.article), label=a.article, detail=a.gist) for a in shown], len(guide.articles) > (page + 1) * PAGE
