"""The few sentences that are the program's own, in Chinese and English. Everything else comes from the knowledge base."""

from __future__ import annotations

from bot.answers.blocks import Language

_WORDS: dict[str, tuple[str, str]] = {
    "steps": ("怎么办", "What to do"),
    "bring": ("要带什么、收集什么", "What to bring"),
    "notes": ("请注意", "Please note"),
    "basis": ("法律依据", "Legal basis (in Chinese)"),
    "where": ("去哪里、找谁", "Where to go"),
    "forms": ("可以拿走的文书", "Forms to take away (in Chinese)"),
    "tools": ("一步步帮您弄清楚", "Step-by-step help (in Chinese)"),
    "related": ("相关问题", "Related questions"),
    "cases": ("典型案例", "Typical cases"),
    "disclaimer": (
        "以上是法律信息，不是法律意见，不代替律师意见，也不代替法院、仲裁或有关机关的决定。拿不准时请打 12348，或到就近的公共法律服务室、群众诉求服务大厅当面问。",
        "This is legal information, not legal advice. It does not replace a lawyer or the decision of a court or authority. "
        "When in doubt call 12348 or ask at the nearest public legal service room.",
    ),
    "checked": ("内容核对日期：{day}。来源：{source}", "Checked on {day}. Source (in Chinese): {source}"),
    "case": ("案例：{title}", "Case (in Chinese): {title}"),
    "see_article": ("看法条：{law}{article}", "Article (in Chinese): {law}{article}"),
    "call_now": ("马上可以打", "Call now"),
    "as_of": ("以下内容反映 {year} 年的情况，现在可能已有变化，请以现场公布为准。", "This describes the situation of {year}; it may have changed since."),
    "review": (
        "这条内容已过复核日期（{day}），规定可能有变化，正在复核。请先打 12348 核实再行动。",
        "This answer is past its review date ({day}) and is being reviewed. Please check with 12348 before acting on it.",
    ),
    "only_chinese": ("", "This answer is available in Chinese only."),
    "more_in_chinese": ("", "The Chinese version says more: what to bring and what to note. Change the language to see it, or show it to someone who reads Chinese."),
    "questions_chinese": (
        "",
        "The questions and the result are in Chinese only. You can answer with the buttons, figures and dates such as 2024-03-05. "
        "Staff can help: send “leave a message”, or call 12348.",
    ),
    "which": ("您问的是哪一件？请点一下，或回复数字：", "Which of these do you mean? Tap one or reply with its number:"),
    "which_again": ("还没弄准，请再看看是不是下面哪一件：", "Let me make sure. Is it one of these?"),
    "none_of_these": ("都不是", "None of these"),
    "none": (
        "抱歉，这个问题我没有把握回答，不想误导您。您可以换个说法再问（说清楚是谁、什么事），也可以直接问人：",
        "Sorry, I can't answer this with confidence and don't want to mislead you. Try other words, or ask a person:",
    ),
    "elsewhere": (
        "这听起来是“{name}”方面的事，法律服务帮不上。{ask}如果其实是和人起了纠纷，请说说发生了什么。",
        "This sounds like something other than a legal matter ({name}). {ask} If it is a dispute after all, please say what happened.",
    ),
    "or_this": ("如果您想问的是：", "If you meant something else:"),
    "terms": ("这些词的意思", "What these words mean"),
    "messages": ("查留言的答复", "Look for the answer to my message"),
    "message_review": ("请看一遍，没错就发送", "Please check, then send"),
    "message_send_prompt": ("可以发送了吗？", "Ready to send?"),
    "send_message": ("发送留言", "Send message"),
    "edit_prompt": ("要改哪一项：", "Change something:"),
    "edit_this": ("修改“{what}”", "Change “{what}”"),
    "message_dropped": ("好的，留言没有发送。", "All right: the message was not sent."),
    "message_sent": ("留言已经收到", "Your message has been received"),
    "message_kept": (
        "请记下或拍下编号和查询码：凭这两样，在任何一台自助终端点“查留言”都能看到答复。别人拿到也能看，请收好。",
        "Please note or photograph the number and the code: with both, the answer can be read at any terminal. Keep them safe.",
    ),
    "message_kept_telegram": (
        "答复会发到这里；也可以凭编号和查询码在自助终端看。发 /forget 会连留言一起删除。",
        "The answer comes to this chat; number and code also open it at any terminal. /forget deletes the message too.",
    ),
    "message_look": ("再查一次", "Look again"),
    "message_none": ("这里没有留言。可以现在留一条。", "No messages here. You can leave one now."),
    "message_list": ("您的留言：", "Your messages:"),
    "message_state": ("留言 {number}：{state}", "Message {number}: {state}"),
    "message_said": ("往来", "What was said"),
    "message_more": ("补充或再问", "Say more"),
    "message_close": ("问题解决了，办结", "Solved, close it"),
    "ticket_open": ("等工作人员答复", "waiting for an answer"),
    "ticket_answered": ("已有答复", "answered"),
    "ticket_closed": ("已办结", "closed"),
    "said_by_resident": ("我", "me"),
    "said_by_staff": ("工作人员", "staff"),
    "as_pdf": ("{title}（PDF，适合打印）", "{title} (PDF, for printing)"),
    "remind_prompt": ("怕忘了期限？", "Afraid to miss the date?"),
    "remind": ("到期前在这里提醒我", "Remind me here in time"),
    "remind_set": ("好的，到期前七天和前一天的早上九点提醒您。发 /forget 会一起删除。", "I will remind you at nine, seven days and one day before. /forget deletes this too."),
    "unremind": ("不用提醒了", "Take the reminders back"),
    "unremind_done": ("提醒已经取消。", "The reminders are taken back."),
    "remind_text": (
        "提醒：{label}，最后一天是 {day}。这是按您当时填的日期算的，以文书和有关机关说的为准；拿不准请打 12348。",
        "Reminder: {label}, last day {day}. Counted from the dates you gave; the papers and the authority decide. If unsure call 12348.",
    ),
    "remind_discreet": ("提醒：您设的一个期限快到了。", "Reminder: a date you set is near."),
    "none_recorded": (
        "这个问题已去掉个人信息后记下来，工作人员会看，用来补充答案。",
        "The question was noted without personal details so that staff can add an answer.",
    ),
    "tell_prompt": ("有了答案要不要告诉您？", "Shall we tell you when there is an answer?"),
    "tell": ("有答案时告诉我", "Tell me when there is"),
    "tell_noted": ("好的，工作人员补上答案后，会在这里告诉您。发 /forget 可以取消。", "We will tell you here once staff have added an answer. Send /forget to cancel."),
    "which_matter": (
        "您问的是哪件事的？请把事情一起说，例如“离婚要带什么材料”“申请法律援助要多久”。",
        "Which matter do you mean? Please say it in one sentence, for example “What do I need to apply for legal aid?”",
    ),
    "loop": (
        "看来我没能弄懂您的意思，让您久等了。请从菜单里选，或者直接找真人：",
        "I'm not getting it, sorry. Please choose from the menu or ask a person:",
    ),
    "person": ("找真人帮忙", "A person who can help"),
    "message": ("给工作人员留言", "Leave a message for staff"),
    "menu": ("您好，我是葵涌 24 小时公共法律服务助手。请直接说您遇到的事，或选一项：", "Hello, I am Kuichong's 24-hour legal service assistant. Tell me what happened, or choose:"),
    "menu_short": ("您可以直接说您遇到的事，或选一项：", "Tell me what happened, or choose:"),
    "thanks": ("不客气。还有别的事，随时问我。", "You're welcome. Ask me any time."),
    "goodbye": ("再见，祝您顺利。急事请打 110，法律问题可打 12348。", "Goodbye. Emergencies: 110. Legal questions: 12348."),
    "empty": ("没有看到文字。请用一两句话说说您遇到的事，例如“老板拖欠工资怎么办”。", "I saw no text. Tell me in a sentence or two what happened."),
    "no_question": ("请用一两句话说说您遇到的事：和谁、什么时候、出了什么事。也可以选一项：", "Tell me in a sentence or two what happened: with whom, when, what. Or choose:"),
    "unhappy": ("对不起，没能帮上您。可以换个说法再问，说说和谁、出了什么事；也可以直接问人：", "Sorry that I was no help. You can ask in other words, or ask a person:"),
    "display_screen": (
        "屏幕上方点“繁”“EN”换语言，点“字号和颜色”把字放大；看到回答时点“念给我听”。也可以直接说您遇到的事：",
        "At the top of the screen you can change the language and, under “Text and colours”, the size of the text; an answer can be read aloud. Or just tell me what happened:",
    ),
    "display_chat": ("换语言请发 /language；字的大小在手机的设置里调。也可以直接说您遇到的事：", "Send /language to change the language; the size of the text is in your phone's settings. Or just tell me what happened:"),
    "no_such_number": (
        "这里没有这个号可以选。请点一个选项，或用一两句话说说您遇到的事。",
        "There is no such number to choose here. Tap an option, or tell me in a sentence or two what happened.",
    ),
    "too_long": ("这段话太长了（最多 {limit} 个字）。请挑最要紧的几句说，例如：谁、什么时候、什么事、现在想怎样。", "That is too long (at most {limit} characters). Please tell me the most important part."),
    "gone": ("这个选项已经不在了，可能内容已更新。请重新问，或从菜单里选：", "That option no longer exists. Please ask again or use the menu:"),
    "back_to_menu": ("回到菜单", "Menu"),
    "more": ("更多", "More"),
    "choose": ("请选一项：", "Please choose:"),
    "type_text": ("请打字回答。", "Please type your answer."),
    "type_money": ("请打一个数，例如 3500、三千五、1.2万。", "Please type an amount, for example 3500."),
    "type_number": ("请打一个数，例如 3。", "Please type a number, for example 3."),
    "type_date": ("请打日期，例如 2024年3月5日、去年三月、三天前。", "Please type a date, for example 2024年3月5日."),
    "type_day": ("请打到哪一天，例如 2024年3月5日、上个月十五、三天前。", "Please type the day, for example 2024年3月5日."),
    "type_months": ("请打多长时间，例如 两年半、18个月。", "Please type a length of time, for example 18个月."),
    "blank": ("下载空白表：{title}", "Blank form: {title}"),
    "fill": ("一步步填写：{title}", "Fill in step by step: {title}"),
    "helpful": ("这个回答有帮助吗？", "Was this helpful?"),
    "yes_helpful": ("有帮助", "Yes"),
    "not_helpful": ("没帮上", "No"),
    "helpful_thanks": ("谢谢您的反馈。", "Thank you for your feedback."),
    "unhelpful_thanks": ("谢谢告诉我们。您可以换个说法再问，或直接问人：", "Thank you. You can rephrase, or ask a person:"),
    "opinion": ("生成咨询意见书", "Written consultation opinion"),
    "forgotten": ("好的，刚才的内容都已删除。", "Everything of this conversation has been deleted."),
    "unconfirmed": ("地址、电话和开放时间待办事处核实；可先打 12348，或到就近的社区公共法律服务室问。", "Address, phone and hours are still to be confirmed; call 12348 first."),
    "unconfirmed_phone": ("号码来自公开目录，待核实。", "Number taken from a public directory, to be confirmed."),
    "phone": ("电话", "Phone"),
    "address": ("地址", "Address"),
    "hours": ("时间", "Hours"),
    "directory": ("您在哪个社区？选社区看附近能找谁，或直接选机构：", "Which community are you in?"),
    "community_places": ("{name}可以找的地方", "Where to turn in {name}"),
    "no_news": ("目前没有新的通知。", "No notices at present."),
    "news": ("信息动态", "What's new"),
    "source": ("来源：{source}", "Source: {source}"),
    "facts": ("案情", "Facts"),
    "question": ("争议", "Issue"),
    "outcome": ("结果", "Outcome"),
    "lesson": ("给居民的提醒", "Lesson"),
    "rate": ("{value}{unit}（{since} 起{unsure}）", "{value}{unit} (since {since}{unsure})"),
    "rate_unknown": ("（现行数以官方最新公布为准）", "(see the latest official figure)"),
    "unverified_rate": ("，待官方原文核对", ", to be confirmed"),
    "danger_also": ("您问的事，说明在下面：", "About your question:"),
    "follow_none": ("这件事的资料里没有写明这一点，请打 12348 问清楚。", "I have no verified information on that point; please call 12348."),
    "cost_free": ("", ""),
    "law_list": ("可能用得上的法条，点开看：", "Articles that may apply:"),
    "no_statutes": ("（没有导入法规原文，这里是知识库里的要点。）", "(Statute texts are not imported; this is our summary.)"),
    "no_such_article": ("《{law}》没有{article}。", "There is no {article} in {law}."),
    "law_changed": ("这条回答引用的法律有变化，正在复核。{what}。办事前请打 12348 核对。", "The law cited here has changed; this answer is being reviewed. {what}. Call 12348 before acting on it."),
    "started_over": ("好的，已经停下。", "Stopped."),
    "nothing_running": ("现在没有正在进行的问答。", "Nothing is in progress."),
    "guided_gone": ("刚才那份问答或表格已经撤下，没法接着填了，之前填的不会用到别处。请从下面重新选：", "That questionnaire has been taken down. Please choose again:"),
    "already_finished": ("这份已经答完了，旧按钮不会改动它。要改哪一项，请点结果里您的那条回答。", "This is finished; old buttons change nothing. To correct an answer, tap it in the result."),
    "other_button": ("这个按钮是前面另一题的，没有记下。请回答现在这一题：", "That button belongs to another question and was not taken. Please answer this one:"),
    "other_page": ("刚才那一页的题已经过去了，没有记下。请回答现在这一题：", "That page is no longer open and your words were not taken. Please answer this one:"),
    "see_result": ("看刚才的结果", "Show the result"),
    "left_open": ("这份问答您先停下了。要接着答，点下面：", "You have stopped this. To go on, tap below:"),
    "question_changed": ("这一题刚刚更新过，麻烦您再答一次，别的回答都还在。", "This question has just changed. Please answer it again; the rest is kept."),
    "safe_then": ("等安全了，要接着答刚才的问题，点下面：", "When you are safe, tap below to go on:"),
    "resume": ("继续刚才没答完的问答", "Continue where you left off"),
    "leave": ("先不答了", "Stop"),
    "back": ("上一步", "Back"),
    "skip": ("不知道，跳过", "Don't know, skip"),
    "finish": ("生成文书", "Make the document"),
    "yes": ("是", "Yes"),
    "no": ("不是", "No"),
    "because": ("因为您说：{facts}", "Because you said: {facts}"),
    "not_a_decision": ("这是按您的回答作的初步判断，不是决定；最后由受理机构审核。", "This is a first assessment, not a decision."),
    "ask_person": ("您的情况建议先当面问人，再做决定。", "Please talk to a person before deciding."),
    "your_answers": ("您的回答（点一下可以改）", "Your answers (tap to change)"),
    "deadline": ("时限", "Deadline"),
    "form_notice": ("参考文本，以受理窗口的要求为准。填的内容只用来做这份文书：会话清除时就删，最迟一天后自动删除。", "Reference text; the receiving office's own form prevails. What you enter is deleted with the session, after a day at the latest."),
    "form_stopped": ("按您的回答，先不生成这份文书。下面说为什么；哪一项答错了，点一下可以改。", "This document would be of no use; see why below."),
    "look_again": ("请再核对一下", "Please check again"),
    "instead": ("可以用这个", "Use this instead"),
    "hand_in": ("填好以后怎么办", "When it is filled in"),
    "form_ready": ("文书好了，请先看一遍。哪一项要改，就点哪一项。", "The document is ready; please check it."),
    "privacy_message": ("留言内容会保存给工作人员看。请只写需要的。", "Staff will read your message. Write only what is needed."),
}  # fmt: skip


def say(key: str, language: Language = "zh-Hans", **facts: object) -> str:
    """The sentence `key` in the language, with `facts` filled in. Traditional script is made later from simplified."""
    chinese, english = _WORDS[key]
    return (english if language == "en" else chinese).format(**facts)


SERVICE_NAMES: dict[str, tuple[str, str]] = {
    "mediation": ("人民调解", "People's mediation"),
    "notary": ("公证", "Notary"),
    "community_correction": ("社区矫正", "Community correction"),
    "legal_aid": ("法律援助", "Legal aid"),
    "consultation": ("法律咨询", "Legal questions"),
    "statutes": ("查法律法规", "Laws and regulations"),
    "cases": ("典型案例", "Typical cases"),
    "directory": ("附近找谁", "Find help near me"),
    "forms": ("文书下载", "Forms"),
    "halls": ("诉求大厅与信访", "Appeal halls"),
    "court_station": ("法院工作站", "Court station"),
    "publicity": ("普法阵地", "Legal publicity"),
    "other": ("其他法律服务", "Other services"),
    "news": ("信息动态", "What's new"),
}

TOPIC_NAMES: dict[str, str] = {
    "婚姻家庭": "Marriage and family", "劳动纠纷": "Work and wages", "交通事故": "Traffic accidents", "债权债务": "Debts and lending",
    "刑事辩护": "Criminal matters", "合同纠纷": "Contracts", "房产纠纷": "Housing", "侵权": "Torts", "公司法": "Companies",
    "医疗纠纷": "Medical disputes", "拆迁安置": "Expropriation", "行政诉讼": "Disputes with authorities", "建设工程": "Construction",
    "知识产权": "Intellectual property", "综合咨询": "Courts and procedure", "人身损害": "Personal injury", "涉外法律": "Cross-border",
    "海事海商": "Sea and fishing", "消费权益": "Consumers", "抵押担保": "Guarantees and mortgages",
}  # fmt: skip


UNITS = {"元/年": " yuan a year", "元/月": " yuan a month", "元/小时": " yuan an hour"}


def unit_name(unit: str, language: Language = "zh-Hans") -> str:
    """The unit of a rate; one that staff made up later stays as they wrote it."""
    return UNITS.get(unit, unit) if language == "en" else unit


def service_name(service: str, language: Language = "zh-Hans") -> str:
    return SERVICE_NAMES[service][language == "en"]


def topic_name(topic: str, language: Language = "zh-Hans") -> str:
    return TOPIC_NAMES[topic] if language == "en" else topic
