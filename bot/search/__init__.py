"""Finds, never phrases a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import StatuteImportError
from bot.knowledge import Knowledge
from bot.knowledge.model import LawGuide
from bot.search.citation import CitationReader, Cited
from bot.search.entries import Entry, entries_of
from bot.search.kept import digest_of, is_kept, keep, kept
from bot.search.match import Candidate, Match, Matcher, read
from bot.search.names import Named, Names
from bot.search.spelling import Spelling
from bot.search.statutes import StatuteLibrary
from bot.search.statutes.build import CURRENT, current_folder
from bot.search.statutes.search import StatuteSearch
from bot.search.terms import Analyzer
from bot.text.normalize import normalize

__all__ = ["CURRENT", "Candidate", "Finder", "Match", "Named", "StatuteSearch"]

ENGLISH = {
    # what residents who type English say → the concepts of synonyms.yaml; plurals are understood
    "divorce": "离婚", "divorced": "离婚", "separated": "分居", "husband": "夫妻", "wife": "夫妻", "spouse": "夫妻", "marriage": "婚姻", "married": "婚姻",
    "marry": "结婚登记", "affair": "出轨", "custody": "抚养", "child support": "抚养", "alimony": "抚养", "adopt": "收养", "adoption": "收养",
    "guardian": "监护", "guardianship": "监护", "elderly": "老年人", "domestic violence": "家庭暴力", "beats me": "家庭暴力", "hits me": "家庭暴力",
    "wage": "劳动报酬", "salary": "劳动报酬", "unpaid": "拖欠", "not paid": "拖欠", "overtime": "加班", "annual leave": "年休假", "holiday": "年休假",
    "sick leave": "医疗期", "maternity": "产假", "pregnant": "产假", "probation period": "试用期", "labour contract": "劳动合同", "labor contract": "劳动合同",
    "employment contract": "劳动合同", "fired": "解除劳动合同", "dismissed": "解除劳动合同", "laid off": "解除劳动合同", "sacked": "解除劳动合同",
    "resign": "辞职", "quit": "辞职", "severance": "经济补偿", "compensation": "赔偿", "boss": "用人单位", "company": "用人单位", "employer": "用人单位",
    "worker": "劳动者", "social insurance": "社会保险", "housing fund": "住房公积金", "labour arbitration": "劳动仲裁", "labor arbitration": "劳动仲裁",
    "work injury": "工伤", "injured at work": "工伤", "injury": "人身伤害", "injured": "人身伤害", "work permit": "涉外", "foreigner": "涉外",
    "foreign": "涉外", "hong kong": "港澳", "macau": "港澳", "visa": "签证",
    "notary": "公证", "notarize": "公证", "notarise": "公证", "mediation": "人民调解", "mediator": "人民调解", "lawyer": "法律援助", "legal aid": "法律援助",
    "free lawyer": "法律援助", "community correction": "社区矫正", "probation": "社区矫正", "parole": "社区矫正",
    "deposit": "押金", "rent": "租赁", "lease": "租赁", "tenant": "承租人", "landlord": "出租人", "evict": "出租人", "property management": "物业服务人",
    "management fee": "物业费", "neighbour": "相邻关系", "neighbor": "相邻关系", "noise": "噪声", "leak": "漏水", "leaking": "漏水", "parking": "停车位",
    "buy a house": "房屋买卖", "bought a house": "房屋买卖", "mortgage": "抵押", "demolition": "征收", "expropriation": "征收",
    "accident": "交通事故", "traffic accident": "交通事故", "hit by a car": "交通事故", "hit and run": "逃逸", "driving licence": "驾驶证",
    "driving license": "驾驶证", "drunk driving": "醉酒驾驶", "traffic fine": "交通违法", "speeding": "交通违法", "e-bike": "非机动车",
    "loan": "民间借贷", "debt": "民间借贷", "lent": "民间借贷", "borrowed": "民间借贷", "owes me": "民间借贷", "owe me": "民间借贷", "iou": "欠条",
    "interest": "利息", "guarantor": "保证人", "guarantee": "保证人", "inheritance": "继承", "inherit": "继承", "heir": "继承", "testament": "遗嘱",
    "last will": "遗嘱", "a will": "遗嘱", "my will": "遗嘱", "his will": "遗嘱", "her will": "遗嘱", "power of attorney": "委托授权",
    "contract": "合同", "breach": "违约金", "refund": "退货", "shop": "经营者", "seller": "经营者", "online shopping": "网络购物", "fake": "欺诈",
    "gym": "预付卡", "membership": "预付卡", "food poisoning": "食品安全", "homestay": "民宿", "hotel": "民宿", "travel agency": "旅游合同",
    "scam": "诈骗", "scammed": "诈骗", "fraud": "诈骗", "cheated": "诈骗", "stolen": "盗窃", "stole": "盗窃", "theft": "盗窃", "steal": "盗窃",
    "police": "公安机关", "arrested": "拘留", "detained": "拘留", "bail": "取保候审", "jail": "判刑", "prison": "判刑", "drugs": "毒品", "gambling": "赌博",
    "sue": "起诉", "lawsuit": "起诉", "court": "人民法院", "court fee": "诉讼费", "summons": "传票", "appeal": "上诉", "evidence": "证据",
    "enforcement": "强制执行", "beaten": "殴打", "assault": "殴打", "attacked": "殴打", "pet": "宠物", "dog bit": "动物伤人", "dog bite": "动物伤人", "bitten": "动物伤人", "hospital": "医疗机构",
    "doctor": "医疗机构", "malpractice": "医疗损害", "school": "校园伤害", "bullying": "校园伤害", "harassment": "性骚扰", "privacy": "隐私权",
    "trademark": "商标", "copyright": "著作权", "patent": "专利", "partner": "合伙", "shareholder": "股东", "fine": "行政处罚", "penalty": "行政处罚",
    "petition": "信访", "seaman": "船员", "seafarer": "船员", "sailor": "船员", "crew": "船员", "boat": "船舶", "ship": "船舶", "yacht": "船舶",
    "speedboat": "船舶", "kayak": "船舶", "fishing": "渔业", "tour": "旅游合同", "tourist": "旅游合同", "guide": "旅游合同",
    "payslip": "劳动报酬", "paycheck": "劳动报酬", "resigned": "辞职", "resignation": "辞职", "public holiday": "法定节假日", "national day": "法定节假日",
    "landlady": "出租人", "sublet": "租赁", "roommate": "合租", "flatmate": "合租", "housemate": "合租", "agent": "中介", "dripping": "漏水",
    "crash": "交通事故", "crashed": "交通事故", "driver hit me": "交通事故", "ran away": "逃逸", "drove off": "逃逸", "drove away": "逃逸",
    "scooter": "非机动车", "bicycle": "非机动车", "parking ticket": "交通违法", "traffic ticket": "交通违法", "taxi": "客运服务",
    "flight": "航空运输", "airline": "航空运输", "luggage": "航空运输", "baggage": "航空运输", "parcel": "网络购物", "online order": "网络购物",
    "online shop": "网络购物", "beat me": "殴打", "beat me up": "殴打", "punched": "殴打", "fight": "殴打", "robbed": "抢劫", "robbery": "抢劫",
    "mugged": "抢劫", "pickpocket": "盗窃", "lost my": "遗失物", "lost property": "遗失物", "wrong account": "误转", "wrong person": "误转",
    "blackmail": "敲诈勒索", "blackmailed": "敲诈勒索", "extortion": "敲诈勒索", "hidden camera": "隐私权", "secretly filmed": "隐私权",
    "touches me": "性骚扰", "groped": "性骚扰", "sexually harassed": "性骚扰", "personal data": "个人信息", "detention": "拘留",
    "see my child": "探望", "visit my child": "探望", "passport": "证件", "overstay": "签证", "overstayed": "签证", "residence permit": "签证",
    "recording": "证据", "witness": "证据", "time limit": "诉讼时效", "prostitution": "卖淫嫖娼", "prostitute": "卖淫嫖娼", "drink driving": "醉酒驾驶",
    "notarized": "公证", "notarised": "公证", "mediate": "人民调解", "drone": "无人驾驶航空器",
    "shelter": "家庭暴力", "follows me": "性骚扰", "stalks me": "性骚扰", "stalking": "性骚扰", "kid": "抚养", "sued by": "传票", "been sued": "传票", "wedding": "结婚登记", "teaching contract": "劳动合同", "work contract": "劳动合同", "employee": "劳动者", "factory": "用人单位", "contractor": "劳动者",
    "drank and drove": "醉酒驾驶", "scammer": "诈骗", "threatens": "强迫", "ship owner": "船舶",
}  # fmt: skip


@dataclass(frozen=True)
class Built:
    """What takes time to make, and to read: the guides are most of the knowledge base."""

    entries: tuple[Entry, ...]
    matcher: Matcher


@dataclass(frozen=True)
class Guides:
    """The guides to laws as they were read, by file."""

    by_file: dict[str, LawGuide]


class Finder:
    """All that can be found in one snapshot."""

    def __init__(
        self, knowledge: Knowledge, statutes: Path | None = None, day: date | None = None, cache: Path | None = None,
        before: Finder | None = None,
    ) -> None:  # fmt: skip
        """`statutes` is the folder of an imported index, if there is one yet. One that can't be opened is left out, and `statutes_problem` says why.

        `cache` is a folder where built indexes are kept for the next start; `before` the finder of the last snapshot, whose words are
        known already when the synonyms are the same."""
        self._knowledge = knowledge
        same_words = before is not None and before._knowledge.synonyms == knowledge.synonyms
        self.analyzer: Analyzer = before.analyzer if before and same_words else Analyzer(knowledge.synonyms, ENGLISH)
        self.names = Names(knowledge)
        self.matcher: Matcher
        self.statutes: StatuteSearch | None = None
        self.statutes_problem = ""
        self._cache, self._digest = cache, digest_of(knowledge.folder) if cache else ""
        found = kept(cache, self._digest, Built) if cache else None
        self._borrowed: Spelling | None = None if found or before is None else before.matcher.spelling
        built = found or self._build()
        self._new = None if found else built
        if statutes is not None and (statutes / CURRENT).is_file():
            try:
                library = _opened(statutes, before.statutes if before else None)
                matcher = built.matcher
                self.statutes = StatuteSearch(library, self.analyzer, day or date.today(), entries=matcher.entries, asked=matcher.asked)
            except (StatuteImportError, OSError, ValueError) as error:
                self.statutes_problem = str(error)
        self.matcher = built.matcher
        self.matcher.attach(self.analyzer, self.statutes)
        self.guides = CitationReader(dict.fromkeys(g.law for g in knowledge.guides))

    def _build(self) -> Built:
        entries = tuple(entries_of(self._knowledge))
        return Built(entries, Matcher(entries, self.analyzer, spelling=self._borrowed))

    def settle(self) -> None:
        """What can wait until this snapshot is in service: its own spelling, and writing what was built to `cache`. Once."""
        if self._borrowed:
            self.matcher.learn()
            self._borrowed = None
        if self._cache and self._new:
            keep(self._cache, self._digest, self._new)
            self._new = None
        if self._cache and not is_kept(self._cache, self._digest, Guides):
            keep(self._cache, self._digest, Guides(dict(self._knowledge.guides_by_file)))

    def rehearse(self) -> int:
        """Read all that the knowledge base says, as building does, so that the next snapshot need read only what is new; how many texts were.

        A start from `cache` skips it, and the first saving of a file would wait for it."""
        return read(self.analyzer, tuple(entries_of(self._knowledge)))

    def read(self, text: str) -> str:
        """What a question is taken for: normalised, its core, slips of typing put right."""
        return self.matcher.read(text)

    def match(self, text: str, before: str = "") -> Match:
        """Answers and articles that may be meant, and how sure we are; `before` is what was said before in the same matter."""
        return self.matcher.match(text, before=before)

    def elsewhere(self, text: str) -> str | None:
        """The id of the matter of elsewhere.yaml that a question clearly is."""
        return self.matcher.elsewhere(text)

    def named(self, text: str) -> list[Named]:
        """Forms, calculators, places asked for by name."""
        return self.names.find(normalize(text))

    def words(self, text: str) -> set[str]:
        """The words worth highlighting in a text found for a question: its pairs of characters that are no common ones."""
        question = normalize(text)
        return {question[i : i + 2] for i in range(len(question) - 1) if "，" not in question[i : i + 2]} if self.statutes else set()

    def cited(self, text: str) -> list[Cited]:
        """Statutes cited in a question, by the imported laws or else by the guides."""
        return self.statutes.cited(text) if self.statutes else self.guides.read(text[:600])

    def suggest(self, text: str, limit: int = 6) -> tuple[str, ...]:
        """Titles and phrases that continue or resemble what is typed so far, best first."""
        question = normalize(text)
        if len(question) < 2:
            return ()
        found = [c.phrase for c in self.matcher.candidates(question, limit * 2) if c.entry.kind == "answers" and c.phrase]
        return tuple(dict.fromkeys(found))[:limit]


def _opened(home: Path, before: StatuteSearch | None) -> StatuteLibrary:
    """The laws that are open already, unless others were imported since."""
    return before.library if before and before.library.folder == current_folder(home) else StatuteLibrary(home)
