"""Standard forms and opinions as real .docx: filled with what is known, blank lines for the rest."""

from bot.forms.document import NOT_NEEDED, blank, filled, on_paper, safe_name
from bot.forms.opinion import Opinion, opinion_document

__all__ = ["NOT_NEEDED", "Opinion", "blank", "filled", "on_paper", "opinion_document", "safe_name"]
