"""How a name goes wrong under a clerk's hands, one text at a time. Only the rows that are hit come here."""

from __future__ import annotations

import numpy as np

KEYS = {
    "A": "SQZ", "B": "VNG", "C": "XVD", "D": "SFE", "E": "WRD", "F": "DGR", "G": "FHT", "H": "GJN", "I": "UOK",
    "J": "HKN", "K": "JLI", "L": "KOP", "M": "NJ", "N": "BMH", "O": "IPL", "P": "OL", "Q": "WA", "R": "ETF",
    "S": "ADW", "T": "RYG", "U": "YIJ", "V": "CBF", "W": "QES", "X": "ZCS", "Y": "TUH", "Z": "XAS",
}  # fmt: skip
SOUNDS = (
    ("SY", "S"), ("KH", "H"), ("DZ", "Z"), ("TH", "T"), ("DD", "D"), ("MM", "M"), ("SS", "S"), ("LL", "L"),
    ("Y", "I"), ("I", "Y"), ("F", "P"), ("P", "F"), ("V", "F"), ("Z", "J"), ("J", "Z"), ("Z", "S"), ("Q", "K"),
    ("C", "K"), ("O", "U"), ("U", "O"), ("E", "I"), ("AI", "AE"), ("AH", "A"), ("K", "Q"), ("D", "T"), ("T", "D"),
    ("NG", "N"), ("IA", "IYA"), ("UA", "UWA"), ("EI", "I"), ("X", "KS"), ("H", ""),
)  # fmt: skip
OLD = (("U", "OE"), ("J", "DJ"), ("Y", "J"), ("C", "TJ"), ("SY", "SJ"), ("KH", "CH"))
SHORT: dict[str, tuple[str, ...]] = {
    "MUHAMMAD": ("M.", "MUH.", "MOH.", "MHD", "MUHAMAD", "MOHAMMAD", "MOHAMAD", "M"),
    "MUHAMAD": ("M.", "MUH", "MUHAMMAD", "MOHAMAD"),
    "MOHAMMAD": ("MOH.", "M.", "MUHAMMAD"),
    "MOCHAMMAD": ("MOCH.", "M.", "MOCHAMAD"),
    "M.": ("MUHAMMAD", "M", "MUH."),
    "MUH.": ("MUHAMMAD", "M.", "MUH"),
    "MOH.": ("MUHAMMAD", "MOH", "MOHAMMAD"),
    "AHMAD": ("ACHMAD", "AKHMAD", "A."),
    "ACHMAD": ("AHMAD", "ACH."),
    "ABDUL": ("ABD.", "ABD", "A."),
    "ABDULLAH": ("ABD. ALLAH", "ABDULAH"),
    "SITI": ("ST.", "ST", "SITTI", "S."),
    "NUR": ("NOOR", "NOR", "N."),
    "NURUL": ("N.", "NOORUL"),
    "ANDI": ("A.", "A"),
    "YOHANES": ("YOHANIS", "JOHANES", "YOH."),
    "YOHANIS": ("YOHANES", "JOHANIS", "YOH."),
    "FRANSISKUS": ("FRANS", "FRANSISCUS"),
    "MARIA": ("M.", "MARYA"),
    "ELISABETH": ("ELISABET", "ELIZABETH"),
    "RIZKY": ("RIZKI", "RISKI", "RISKY", "REZKY"),
    "WAYAN": ("WYN", "W."),
    "NYOMAN": ("NYM", "N."),
    "KETUT": ("KT", "KTT"),
    "AISYAH": ("AISAH", "SITI AISYAH"),
    "KHADIJAH": ("HADIJAH", "CHADIJAH"),
    "DOMINGGUS": ("DOMI", "DOMINGUS"),
    "DAENG": ("DG.", "DG"),
}


def typo(text: str, rng: np.random.Generator) -> str:
    """One slip of the fingers: a neighbouring key, a letter lost, doubled or exchanged with the next."""
    letters = [i for i, c in enumerate(text) if c in KEYS]
    if len(letters) < 3:
        return text
    at = letters[int(rng.integers(1, len(letters)))]
    kind = int(rng.integers(4))
    if kind == 0:
        keys = KEYS[text[at]]
        return text[:at] + keys[int(rng.integers(len(keys)))] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2 or at + 1 >= len(text) or text[at + 1] == " ":
        return text[: at + 1] + text[at] + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def respell(text: str, rng: np.random.Generator, rules: tuple[tuple[str, str], ...] = SOUNDS) -> str:
    """One sound written another way, if the text has one."""
    fitting = [rule for rule in rules if rule[0] in text[1:]]
    if not fitting:
        return text
    heard, written = fitting[int(rng.integers(len(fitting)))]
    places = [i for i in range(1, len(text)) if text.startswith(heard, i)]
    at = places[int(rng.integers(len(places)))]
    return text[:at] + written + text[at + len(heard) :]


def old_spelling(text: str, rng: np.random.Generator) -> str:
    """The spelling before 1972: OE, DJ, TJ."""
    rule = OLD[int(rng.integers(3))]
    return respell(text, rng, (rule,)) if rule[0] in text[1:] else respell(text, rng, OLD)


# A slip of the keyboard may have left a name of one word with a blank at its end: it looks like two words and is one.
_PAIR = 2


def swap(text: str, rng: np.random.Generator) -> str:
    """Two neighbouring tokens exchanged."""
    tokens = text.split()
    if len(tokens) < _PAIR:
        return text
    at = int(rng.integers(len(tokens) - 1))
    tokens[at], tokens[at + 1] = tokens[at + 1], tokens[at]
    return " ".join(tokens)


def drop(text: str, rng: np.random.Generator) -> str:
    """A token behind the first is missing; mostly the last."""
    tokens = text.split()
    at = len(tokens) - 1 if rng.random() < 0.6 or len(tokens) < _PAIR else int(rng.integers(1, len(tokens)))
    left = " ".join(tokens[:at] + tokens[at + 1 :])
    return left if len(left) > 2 else text


def initials(text: str, rng: np.random.Generator) -> str:
    """A token behind the first shrinks to its letter."""
    tokens = text.split()
    if len(tokens) < _PAIR:
        return text
    at = int(rng.integers(1, len(tokens)))
    tokens[at] = tokens[at][0] + ("." if rng.random() < 0.5 else "")
    return " ".join(tokens)


def join(text: str, rng: np.random.Generator) -> str:
    """Two tokens written as one."""
    tokens = text.split()
    if len(tokens) < _PAIR:
        return text
    at = int(rng.integers(len(tokens) - 1))
    return " ".join([*tokens[:at], tokens[at] + tokens[at + 1], *tokens[at + 2 :]])


def abbreviate(text: str, rng: np.random.Generator) -> str:
    """The first token with a customary short or other form takes it."""
    tokens = text.split()
    for at, token in enumerate(tokens):
        if token in SHORT:
            tokens[at] = SHORT[token][int(rng.integers(len(SHORT[token])))]
            break
    return " ".join(tokens)
