"""What a person's name looks like, and how a line begins that names who wrote a story. Pure."""

import re

_CAPITAL = r"[^\W\d_a-zß-öø-ÿа-яё]"
_SMALL = r"(?:(?:al|bin|d[aeiou]s?|del|de[nr]|el|la|le|t[ae][nr]|van|von|y|zu)\s)"
_FIRST = rf"{_CAPITAL}(?:\.|[\w’'-]+)"
PERSON = rf"{_FIRST}(?:\s{_SMALL}{{0,2}}{_FIRST}){{0,2}}\s{_SMALL}{{0,2}}{_CAPITAL}[\w’'-]+"
"""A first name and a surname, with what may stand between: "J. R. Lee", "Anna van den Berg"."""
NAME = rf"{_CAPITAL}[\w.'’-]*(?:\s{_SMALL}{{0,2}}{_CAPITAL}[\w.'’-]*){{0,4}}"
"""The same or one word alone, as a picture's maker may be called."""
BEGINS_AS_A_PERSON = re.compile(rf"{_CAPITAL}[\w.'’-]*\s{_SMALL}*{_CAPITAL}")
AND = r"\s(?:and|und|et|y|e|ed|i|a|og|och|en|и|та|&)\s"

_BEFORE_BY = r"(?:(?:written|text|texte|words|story|posted|report(?:ed|ing)?|interview|opinion|analysis)\s+)?"
_BY = (
    r"by|par|por|door|przez|від|tarafından|oleh|autor(?:as?|es|en|in|e)?|auteure?s?|автор(?:ы)?|аўтар"
    r"|texto?|tekst|teksti|текст|rozmawiała?|yazan|szerző|írta|penulis|από"
    r"|بقلم|كتبت?|تحریر|نویسنده|מאת|लेखक|(?:authors?|per)(?=\s*[:,،])"
)
_OR_A_NAME = "von|di|da|av|af|od|от|texte|testo|words|haber|reporter"
"""Words that names begin with as well: "Da Silva"."""
_MARK = r"\b\s*[:：|,،]?\s*"
_LABEL = r"\W*(?:文|作者|记者|記者|撰文|글)\s*[:：/／|]\s*"
BY = re.compile(rf"^(?:\W*{_BEFORE_BY}(?:{_BY}|{_OR_A_NAME}){_MARK}|{_LABEL})", re.IGNORECASE)
"""How a line begins that names who wrote a story, in the languages of the news."""
_BEFORE_ANY_NAME = re.compile(
    rf"^(?:{_LABEL}|\W*(?:{_BEFORE_BY}(?:{_BY}){_MARK})?)", re.IGNORECASE
)
_BEFORE_A_PERSON = re.compile(rf"(?:{_OR_A_NAME}|de)\s+(?={PERSON})")


def without_by(text: str) -> str:
    """Leave out the "By" before a name, and marks; what names begin with as well only before a person's."""
    text = _BEFORE_ANY_NAME.sub("", text, count=1)
    person = _BEFORE_A_PERSON.match(text)
    return text[person.end() :] if person else text
