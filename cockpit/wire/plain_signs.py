"""What stands for a character that the terminal cannot show: as many cells, so that nothing moves."""

import unicodedata

from rich.cells import cell_len

from cockpit.terminal import Signs

_TO_CONSOLE = str.maketrans(
    {
        "✓": "+", "✗": "x", "○": "o", "◐": "½", "●": "•", "▸": ">", "◂": "<", "◆": "♦", "◇": "o", "★": "*", "✱": "*", "↶": "←", "↷": "→",
        "∆": "≡", "⊘": "/", "…": "»", "×": "x", "–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "‹": "<", "›": ">",
        "€": "E", "‰": "o", "¦": "|", "▫": ".", "▏": "│", "▎": "│", "▍": "│", "▌": "█", "▋": "█", "▊": "█", "▉": "█", "▐": "█", "▕": "│",
        "▔": "─", "▀": "█", "▁": "_", "▂": ".", "▃": "-", "▄": "=", "▅": "o", "▆": "O", "▇": "#", "▓": "▒", "▙": "█", "▚": "▒", "▛": "█",
        "▜": "█", "▝": "▒", "▞": "▒", "▟": "█", "▖": "▒", "▗": "▒", "▘": "▒",
        "┆": ":", "┊": ":", "┇": ":", "╌": "-", "┄": "-", "━": "═", "┃": "║", "╭": "┌", "╮": "┐", "╰": "└", "╯": "┘", "╶": "─", "╴": "─",
        "╵": "│", "╷": "│", "┏": "╔", "┓": "╗", "┗": "╚", "┛": "╝", "⏎": "«", "⌫": "«", "␣": "_", "⇥": "»",
        "\u2007": " ", "\u2009": " ", "\u202f": " ", "\ufffd": "?",
    }
)  # fmt: skip
"""For the console of Linux: signs that both the fonts of the Latin alphabets and the one of the hardware have."""

_OF_CONSOLE = frozenset("½•←→↑↓∞≈≡≤≥π─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬█░▒■▲▼♦œŒŸ")

_TO_ASCII = str.maketrans(
    {
        "½": "%", "•": "*", "←": "<", "→": ">", "↑": "^", "↓": "v", "∞": "?", "≈": "~", "≡": "&", "≤": "<", "≥": ">", "─": "-", "│": "|",
        "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "═": "=", "║": "|", "╔": "+", "╗": "+",
        "╚": "+", "╝": "+", "╠": "+", "╣": "+", "╦": "+", "╩": "+", "╬": "+", "█": "@", "░": ":", "▒": "%", "■": "#", "▲": "^", "▼": "v",
        "♦": "#", "»": ">", "«": "<", "·": "-", "°": "o", "£": "L", "¥": "Y", "ß": "s", "œ": "e", "Œ": "E", "æ": "e", "Æ": "E", "ø": "o",
        "Ø": "O", "ł": "l", "Ł": "L", "¿": "?", "¡": "!", "\xa0": " ",
    }
)  # fmt: skip


class PlainSigns(dict[int, str]):
    """What :meth:`str.translate` takes to put every character that is not shown into one that is, or into question marks."""

    def __init__(self, signs: Signs, charset: str) -> None:
        super().__init__()
        self._console = signs is Signs.CONSOLE
        self._charset = charset

    def __missing__(self, code: int) -> str:
        self[code] = shown = self._shown(chr(code))
        return shown

    def _shown(self, character: str) -> str:
        if self._shows(character):
            return character
        width = cell_len(character)
        plain = character.translate(_TO_CONSOLE)
        for put in (plain, plain.translate(_TO_ASCII), unicodedata.normalize("NFKD", character)[:1]):
            if cell_len(put) == width and all(map(self._shows, put)):
                return put
        return "?" * width

    def _shows(self, character: str) -> bool:
        if character.isascii():
            return True
        if self._console:
            return character in _OF_CONSOLE or (character <= "\xff" and character not in _MISSING)
        try:
            character.encode(self._charset)
        except UnicodeError:
            return False
        return character.isprintable() or character == "\xa0"


_MISSING = frozenset("¤¦¨¯´¸¹²³¼¾×÷©®")
"""Signs of Latin-1 that one of the fonts of the console lacks."""
