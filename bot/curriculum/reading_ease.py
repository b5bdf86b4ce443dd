"""How a text reads, offline: sentence and word counts and two school-grade formulas.

Both formulas use letters, words and sentences only, so they need no syllable dictionary. They say
how a text reads, nothing about what it means.
"""

import re

_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CODE = re.compile(r"`[^`]*`")


def words(text: str) -> list[str]:
    """Words in prose; numbers and anything in backticks do not count."""
    return _WORD.findall(_CODE.sub(" ", text))


def sentences(text: str) -> int:
    return max(1, len(_SENTENCE_END.findall(_CODE.sub(" x ", text.strip() + "\n"))))


def grade(text: str) -> float:
    """Mean of Coleman–Liau and the automated readability index, in US school grades.

    Coleman & Liau 1975; Senter & Smith 1967.
    """
    found = words(text)
    if not found:
        return 0.0
    letters = sum(len(word) for word in found)
    per_word, per_sentence = letters / len(found), len(found) / sentences(text)
    coleman = 5.88 * per_word - 29.6 / per_sentence - 15.8
    automated = 4.71 * per_word + 0.5 * per_sentence - 21.43
    return (coleman + automated) / 2
