"""Standard forms and opinions as real .docx: filled with what is known, blank lines for the rest."""

from bot.forms.document import blank, filled, safe_name
from bot.forms.opinion import Opinion, opinion_document

__all__ = ["Opinion", "blank", "filled", "opinion_document", "safe_name"]
