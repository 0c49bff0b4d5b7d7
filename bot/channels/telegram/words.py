"""What only this channel has to say: words about Telegram itself, in the three languages. All else comes from the assistant."""

from __future__ import annotations

from bot.answers.blocks import Language

_WORDS: dict[str, tuple[str, str, str]] = {
    "help": (
        "直接用平常的话说您遇到的事就行，例如“老板拖欠工资怎么办”。也可以这样用：\n"
        "/menu 看全部服务\n/laws 民法典 1043 查法条\n/forms 要文书模板\n/near 附近找谁\n/message 给工作人员留言\n"
        "/language 换语言\n/privacy 我们记什么\n/forget 删除您的全部记录\n"
        "急事请直接打 110，法律问题可打 12348。",
        "直接用平常的話說您遇到的事就行，例如「老闆拖欠工資怎麼辦」。也可以這樣用：\n"
        "/menu 看全部服務\n/laws 民法典 1043 查法條\n/forms 要文書範本\n/near 附近找誰\n/message 給工作人員留言\n"
        "/language 換語言\n/privacy 我們記什麼\n/forget 刪除您的全部記錄\n"
        "急事請直接打 110，法律問題可打 12348。",
        "Just say what happened in your own words, for example “My boss has not paid my wages”. You can also use:\n"
        "/menu all services\n/laws 民法典 1043 read an article\n/forms document templates\n/near who can help near you\n"
        "/message leave a message for staff\n/language change language\n/privacy what we store\n/forget delete your records\n"
        "In an emergency call 110; for legal questions call 12348.",
    ),
    "help_group": (
        "在群里，提到我（@{bot}）、回复我的消息或用 / 开头的命令，我才会回答。涉及隐私的事请私聊我。",
        "在群裡，提到我（@{bot}）、回覆我的訊息或用 / 開頭的命令，我才會回答。涉及隱私的事請私聊我。",
        "In groups I answer only when mentioned (@{bot}), replied to or commanded. For private matters write to me directly.",
    ),
    "privacy": (
        "我们记什么：为了接着上一句话聊，您这次对话的进度最多保留 {session_days} 天，一步步填的内容最多保留 1 天；没答上来的问题，先去掉姓名、电话、证件号等再记下，"
        "用来补充答案；留言保留 {ticket_days} 天，只给工作人员看。敏感话题（如家庭暴力、社区矫正）不作记录。\n"
        "不记什么：日志里没有您的问题，也不读您的语音、图片和位置。\n"
        "注意：消息经 Telegram 传送，由 Telegram 按它的规则保存。\n"
        "想删掉：发 /forget，马上删除我们保存的您的记录。",
        "我們記什麼：為了接著上一句話聊，您這次對話的進度最多保留 {session_days} 天，一步步填的內容最多保留 1 天；沒答上來的問題，先去掉姓名、電話、證件號等再記下，"
        "用來補充答案；留言保留 {ticket_days} 天，只給工作人員看。敏感話題（如家庭暴力、社區矯正）不作記錄。\n"
        "不記什麼：日誌裡沒有您的問題，也不讀您的語音、圖片和位置。\n"
        "注意：訊息經 Telegram 傳送，由 Telegram 按它的規則保存。\n"
        "想刪掉：發 /forget，馬上刪除我們保存的您的記錄。",
        "What we store: the state of this conversation, for at most {session_days} days, what you fill in step by step for at most one day; questions we could not answer, after names, "
        "phones and ID numbers are taken out, to improve the answers; messages for staff for {ticket_days} days, seen by staff only. "
        "Sensitive topics (domestic violence, community correction) are not recorded.\n"
        "What we don't: no question appears in our logs, and we don't read voice, pictures or locations.\n"
        "Note: messages travel through Telegram and are kept there under Telegram's own rules.\n"
        "To delete: send /forget and your records here are deleted at once.",
    ),
    "forgotten": (
        "好的，我们这里关于您的记录已全部删除。聊天窗口里的消息还在，可以点下面一起删掉。",
        "好的，我們這裡關於您的記錄已全部刪除。聊天視窗裡的訊息還在，可以點下面一起刪掉。",
        "Done: all records about you are deleted here. The messages in this chat are still there; tap below to remove them too.",
    ),
    "forgotten_group": (
        "好的，我们这里关于您在这个群里的记录已全部删除。群里的消息还在，要删请自己删；私聊里的记录请到私聊发 /forget。",
        "好的，我們這裡關於您在這個群裡的記錄已全部刪除。群裡的訊息還在，要刪請自己刪；私聊裡的記錄請到私聊發 /forget。",
        "Done: all records about you in this group are deleted here. The messages in the group stay; for our private chat send /forget there.",
    ),
    "wipe": ("🗑 删除这段对话", "🗑 刪除這段對話", "🗑 Delete this conversation"),
    "wiped": (
        "能删的都删了。超过 48 小时的消息 Telegram 不让机器人删，请在聊天里选“清空记录”。",
        "能刪的都刪了。超過 48 小時的訊息 Telegram 不讓機器人刪，請在聊天裡選「清除紀錄」。",
        "Deleted as far as Telegram allows. Messages older than 48 hours remain: use “Clear history” in this chat.",
    ),
    "language": ("请选择语言：", "請選擇語言：", "Please choose a language:"),
    "voice": (
        "我听不了语音，麻烦您打字说，或用手机键盘的语音输入转成文字。想直接跟人说，请打 12348。",
        "我聽不了語音，麻煩您打字說，或用手機鍵盤的語音輸入轉成文字。想直接跟人說，請打 12348。",
        "I can't listen to voice messages. Please type, or use your keyboard's dictation. To talk to a person call 12348.",
    ),
    "photo": (
        "我看不了图片和视频，也不会保存。请把要问的事用文字告诉我；合同、证件请当面给工作人员看。",
        "我看不了圖片和影片，也不會保存。請把要問的事用文字告訴我；合約、證件請當面給工作人員看。",
        "I can't see pictures or videos and don't keep them. Please type your question; show contracts and papers to staff in person.",
    ),
    "file": (
        "我打不开文件，也不会保存。请把要问的事用文字告诉我；材料请当面交给受理窗口。",
        "我打不開檔案，也不會保存。請把要問的事用文字告訴我；材料請當面交給受理窗口。",
        "I can't open files and don't keep them. Please type your question and hand papers in at the counter.",
    ),
    "sticker": ("收到 😊 想问什么事，打字告诉我就行。", "收到 😊 想問什麼事，打字告訴我就行。", "😊 Got it. Type what you would like to ask."),
    "place": (
        "我不读取位置，也不保存。点下面选社区，就能看附近找谁。",
        "我不讀取位置，也不保存。點下面選社區，就能看附近找誰。",
        "I don't read or keep your location. Tap below and choose your community to see who can help nearby.",
    ),
    "near": ("📍 附近找谁", "📍 附近找誰", "📍 Help near me"),
    "contact": (
        "我没有保存这个联系方式。想让工作人员联系您，请发 /message 留言。",
        "我沒有保存這個聯絡方式。想讓工作人員聯絡您，請發 /message 留言。",
        "I did not keep that contact. If you want staff to call you, send /message.",
    ),
    "other": ("这种消息我看不懂，请打字告诉我您遇到的事。", "這種訊息我看不懂，請打字告訴我您遇到的事。", "I can't read this kind of message. Please type your question."),
    "caption": ("（我只看了文字，没有看图片或附件。）", "（我只看了文字，沒有看圖片或附件。）", "(I read only the text, not the attachment.)"),
    "unknown_command": ("没有这个命令，可用的命令在这里：", "沒有這個命令，可用的命令在這裡：", "There is no such command. These exist:"),
    "edited_in_wizard": (
        "正在一步步填写，改旧消息不会改动已填的内容。请点“上一步”，或直接回答现在这一问。",
        "正在一步步填寫，改舊訊息不會改動已填的內容。請點「上一步」，或直接回答現在這一問。",
        "A step-by-step form is open, so editing an old message changes nothing. Use “Back”, or answer the current question.",
    ),
    "slow_down": (
        "您发得太快了，请过一分钟再发。急事请直接打 110 或 12348。",
        "您發得太快了，請過一分鐘再發。急事請直接打 110 或 12348。",
        "Too many messages at once. Please wait a minute. In an emergency call 110 or 12348.",
    ),
    "failed": (
        "抱歉，刚才出了点问题，没能处理这条消息。请过一会儿再发一次；着急请打 12348。",
        "抱歉，剛才出了點問題，沒能處理這則訊息。請過一會兒再發一次；著急請打 12348。",
        "Sorry, something went wrong and this message could not be handled. Please send it again later, or call 12348.",
    ),
    "button_gone": (
        "这个按钮对应的内容已经更新或下架了，请重新问，或从菜单里选。",
        "這個按鈕對應的內容已經更新或下架了，請重新問，或從選單裡選。",
        "What this button opened has changed or is gone. Please ask again or use the menu.",
    ),
    "button_elsewhere": (
        "这条消息太旧，Telegram 不再告诉我它在哪个聊天里。请发 /menu 重新开始。",
        "這則訊息太舊，Telegram 不再告訴我它在哪個聊天裡。請發 /menu 重新開始。",
        "This message is too old: Telegram no longer tells me its chat. Send /menu to start again.",
    ),
    "link_gone": ("这个链接的内容找不到了，从菜单里选吧。", "這個連結的內容找不到了，從選單裡選吧。", "What this link opened is gone. Please use the menu."),
    "document_gone": (
        "这份文书已经不在了（填的内容会按时删除）。请重新填写，或下载空白表。",
        "這份文書已經不在了（填的內容會按時刪除）。請重新填寫，或下載空白表。",
        "This document is no longer here (what you fill in is deleted after a while). Please fill it in again.",
    ),
    "picked": ("已选过这一项", "已選過這一項", "Already chosen"),
    "in_private": (
        "这件事可能涉及隐私，不方便在群里说。点下面私聊我。",
        "這件事可能涉及隱私，不方便在群裡說。點下面私聊我。",
        "This may be private and is better not discussed in a group. Tap below to write to me directly.",
    ),
    "open_private": ("💬 私聊我", "💬 私聊我", "💬 Write to me"),
    "before": ("上次填的：{value}", "上次填的：{value}", "Answered before: {value}"),
    "ticket": ("留言编号 {number}", "留言編號 {number}", "Message no. {number}"),
    "ticket_code": ("查询码（在自助终端看答复要用）：", "查詢碼（在自助終端看答覆要用）：", "Code to read the answer at a kiosk: "),
    "choose": ("请选择：", "請選擇：", "Please choose:"),
    "total": ("合计：{total}", "合計：{total}", "Total: {total}"),
    "docx": ("📄 Word：{title}", "📄 Word：{title}", "📄 Word: {title}"),
    "pdf": ("📄 PDF：{title}", "📄 PDF：{title}", "📄 PDF: {title}"),
    "amended": ("（已修改，请核对新条文）", "（已修改，請核對新條文）", "(amended since)"),
    "repealed": ("（已废止）", "（已廢止）", "(repealed)"),
    "not_yet": ("（尚未施行）", "（尚未施行）", "(not yet in force)"),
    "unverified": ("（待核对）", "（待核對）", "(to be checked)"),
    "inline_ask": ("在这里问一个法律问题", "在這裡問一個法律問題", "Ask a legal question"),
    "inline_private": ("私聊打开详细解答", "私聊打開詳細解答", "Open the full answer"),
    "inline_urgent": ("🆘 有危险先打 110 或 120；点这里私聊", "🆘 有危險先打 110 或 120；點這裡私聊", "🆘 In danger call 110 or 120; tap to ask in private"),
    "inline_none": ("没找到，点这里私聊细问", "沒找到，點這裡私聊細問", "Nothing found: tap to ask in private"),
}  # fmt: skip

_COLUMN: dict[Language, int] = {"zh-Hans": 0, "zh-Hant": 1, "en": 2}


def word(key: str, language: Language = "zh-Hans", **facts: object) -> str:
    """The channel's own sentence `key`, with `facts` filled in."""
    return _WORDS[key][_COLUMN[language]].format(**facts)


LANGUAGES: tuple[tuple[Language, str], ...] = (("zh-Hans", "简体中文"), ("zh-Hant", "繁體中文"), ("en", "English"))
