"""Path converters: Vietnamese words in the address, the code's own names behind them."""

# Address word → name of the transition in reports.workflow.TRANSITIONS.
MOVES = {
    "gui": "submit",
    "trinh-lanh-dao": "ask_sign_off",
    "lay-ve": "take_back",
    "chuyen-lai": "give_back",
    "duyet-gui": "sign_off",
    "rut-lai": "withdraw",
    "tiep-nhan": "accept",
    "tra-lai": "send_back",
    "mo-lai": "reopen",
    "xin-rut-lai": "ask_recall",
    "cho-rut-lai": "let_go",
}
# Address word → name of the transition in reports.workflow.period_review.TRANSITIONS.
REVIEW_MOVES = {"trinh-ky": "submit", "phe-duyet": "approve", "tra-lai": "send_back", "ban-hanh": "issue"}
# Address word → name of the transition in reports.workflow.output_pair.TRANSITIONS.
PAIR_MOVES = {"gop": "merge", "khac-nhau": "keep_apart", "xem-lai": "look_again"}
# Address word → name of the transition in reports.workflow.extension.TRANSITIONS.
EXTENSION_MOVES = {"dong-y": "grant", "khong-dong-y": "refuse", "rut": "withdraw"}
# Address word → name of the transition in reports.workflow.press.TRANSITIONS.
PRESS_MOVES = {
    "giao": "assign",
    "khong-can": "no_answer",
    "phan-hoi": "answer",
    "phan-hoi-lai": "send_back",
    "dong": "close",
    "xem-lai": "look_again",
}
# Address word → whose report it is.
REVIEW_LEVELS = {"dia-phuong": "LOCALITY", "cap-tren": "UPWARD"}
_WORDS = {name: word for word, name in MOVES.items()}


class MoveConverter:
    """`/chuyen/gui/` means the transition `submit`."""

    regex = "|".join(MOVES)

    def to_python(self, value: str) -> str:
        return MOVES[value]

    def to_url(self, value: str) -> str:
        return _WORDS[value]


class WordConverter:
    """One of a few Vietnamese words, each the portal's own name for something."""

    words: dict[str, str] = {}

    def to_python(self, value: str) -> str:
        return self.words[value]

    def to_url(self, value: str) -> str:
        return next(word for word, name in self.words.items() if name == value)


class ReviewMoveConverter(WordConverter):
    """`/chuyen/ban-hanh/` means the transition `issue`."""

    words = REVIEW_MOVES
    regex = "|".join(REVIEW_MOVES)


class ReviewLevelConverter(WordConverter):
    """`/cap-tren/` means the report that goes up."""

    words = REVIEW_LEVELS
    regex = "|".join(REVIEW_LEVELS)


class PairMoveConverter(WordConverter):
    """`/gop/` means the transition `merge`."""

    words = PAIR_MOVES
    regex = "|".join(PAIR_MOVES)


class ExtensionMoveConverter(WordConverter):
    """`/dong-y/` means the transition `grant`."""

    words = EXTENSION_MOVES
    regex = "|".join(EXTENSION_MOVES)


class PressMoveConverter(WordConverter):
    """`/chuyen/giao/` means the transition `assign`."""

    words = PRESS_MOVES
    regex = "|".join(PRESS_MOVES)
