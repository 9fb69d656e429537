"""Path converters: Vietnamese words in the address, the code's own names behind them."""

from plans.dashboards.plan import SECTIONS as plan_sections

# Address word → name of the transition in plans.workflow.TRANSITIONS.
MOVES = {
    "lay-y-kien": "consult",
    "ket-thuc-lay-y-kien": "end_consultation",
    "trinh-ky": "submit",
    "phe-duyet": "approve",
    "tra-lai": "send_back",
    "ban-hanh": "issue",
    "tong-ket": "close",
    "thay-the": "replace",
    "bai-bo": "revoke",
}
# Of an amendment: the words that its own moves share with a plan's.
AMENDMENT_MOVES = {
    "trinh-ky": "submit",
    "phe-duyet": "approve",
    "tra-lai": "send_back",
    "ban-hanh": "issue",
}
# Address word → name of the transition in plans.workflow.reply.TRANSITIONS; a paper reply has a page of its own.
REPLY_MOVES = {
    "trinh-lanh-dao": "ask_sign_off",
    "lay-ve": "take_back",
    "chuyen-lai": "give_back",
    "duyet": "sign_off",
    "gui": "reply",
    "rut": "withdraw",
    "mo-lai": "reopen",
}
# Address word → field of the plan that holds one of its written parts.
SECTIONS = {word: field for field, word, _ in plan_sections}


class PlanMoveConverter:
    """`/chuyen/ban-hanh/` means the transition `issue`."""

    words = MOVES
    regex = "|".join(MOVES)

    def to_python(self, value: str) -> str:
        return self.words[value]

    def to_url(self, value: str) -> str:
        return next(word for word, name in self.words.items() if name == value)


class AmendmentMoveConverter(PlanMoveConverter):
    """`/dieu-chinh/1/chuyen/ban-hanh/` means the transition `issue`."""

    words = AMENDMENT_MOVES
    regex = "|".join(AMENDMENT_MOVES)


class SectionConverter(PlanMoveConverter):
    """`/soan/muc-dich/` means the field `purposes`."""

    words = SECTIONS
    regex = "|".join(SECTIONS)


class ReplyMoveConverter(PlanMoveConverter):
    """`/chuyen/gui/` means the transition `reply`."""

    words = REPLY_MOVES
    regex = "|".join(REPLY_MOVES)
