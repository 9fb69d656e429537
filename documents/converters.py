"""Path converters: Vietnamese words in the address, the code's own names behind them."""

LAYOUTS = {"nha-nuoc": "STATE", "dang": "PARTY"}
_WORDS = {name: word for word, name in LAYOUTS.items()}


class LayoutConverter:
    """`/nha-nuoc/` means the State's layout."""

    regex = "|".join(LAYOUTS)

    def to_python(self, value: str) -> str:
        return LAYOUTS[value]

    def to_url(self, value: str) -> str:
        return _WORDS[value]
