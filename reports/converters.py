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
}
_WORDS = {name: word for word, name in MOVES.items()}


class MoveConverter:
    """`/chuyen/gui/` means the transition `submit`."""

    regex = "|".join(MOVES)

    def to_python(self, value: str) -> str:
        return MOVES[value]

    def to_url(self, value: str) -> str:
        return _WORDS[value]
