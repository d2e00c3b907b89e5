"""Templates of posts: a part of Jinja2 in which nothing can run away, over plain values. Pure.

There are values, conditions, loops over the lists given and a few filters; no calls, assignments,
arithmetic, imports or macros. So a template takes time and memory in proportion to its own length
(Jinja's sandbox alone bounds neither: `'a' * 10**9`, loops within loops over ranges).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.model import Rich
from bot.text.fit import Unfit, fit
from bot.text.length import graphemes
from bot.text.markup import Anchor, Value, escaped, piece, rich, without_reserved
from bot.text.rich import WORD_JOINER, disarm

LONGEST = 4000
"""Characters of a template."""
MOST = 20_000
"""Characters that it, a value or a filter may give."""
ITEMS = 20
"""Things of a list that a loop goes over."""
GIVEN = 50
"""Characters that a filter may be given."""
DEEPEST = 2
"""Loops within one another."""
LISTS = {"sentences": (), "keywords": (), "community": ("name", "url")}
"""What a loop may go over, and what its things have."""
PIECES = ("link", "hashtags", "invitation")
"""Values that bring their own form: the address, tags, the other places with their links."""
WORDS = (
    *("headline", "summary", "credit", "publisher", "byline", "section", "language", "label"),
    *("date", "platform"),
)
FLAGS = ("live", "paywalled", "image")

_FILTERS = (
    "upper",
    "lower",
    "capitalize",
    "title",
    "trim",
    "join",
    "length",
    "default",
    "replace",
)
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If),
    *(nodes.For, nodes.Getattr, nodes.Filter, nodes.Compare, nodes.Operand, nodes.And, nodes.Or),
    *(nodes.Not, nodes.Concat, nodes.CondExpr),
)
_LOOP = frozenset({"first", "last", "index"})
_CALLS = re.compile(r"[@＠#＃$/]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a template, and on which of its lines (from 1)."""

    line: int
    message: str


def faults(source: str) -> list[Fault]:
    """Find all that keeps a template from being used."""
    if len(source) > LONGEST:
        return [Fault(line=1, message=f"is longer than {LONGEST} characters")]
    try:
        tree = _environment().parse(source)
        found = [*_forbidden(tree), *_unknown(tree)]
        if not found:
            _compiled(source)
    except TemplateSyntaxError as error:
        return [Fault(line=error.lineno, message=str(error.message))]
    except RecursionError:
        return [Fault(line=1, message="has too many things within one another")]
    return sorted(found, key=lambda fault: fault.line)


def render(
    source: str, values: Mapping[str, Value], pieces: Mapping[str, Rich], anchor: Anchor
) -> Rich:
    """Write a post; `pieces` are those of PIECES. Raises Unfit where the template fails."""
    signs = {name: piece(place) for place, name in enumerate(PIECES)}
    given = {name: _bounded(value) for name, value in values.items()}
    given |= {name: sign if pieces[name].text else "" for name, sign in signs.items()}
    written, size = [], 0
    try:
        for part in _compiled(source).generate(given):
            written.append(part)
            size += len(part)
            if size > MOST:
                raise Unfit(f"gives more than {MOST} characters")
    except (TemplateError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise Unfit(f"fails: {error}") from error
    return rich("".join(written), {signs[name]: pieces[name] for name in PIECES}, anchor)


@lru_cache(maxsize=64)
def _compiled(source: str) -> Template:
    return _environment().from_string(source)


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=_shown, trim_blocks=True, lstrip_blocks=True
    )
    made.globals.clear()
    made.tests.clear()
    made.filters = {name: _capped(FILTERS[name]) for name in _FILTERS}
    made.filters["truncate"] = _truncate
    return made


def _shown(value: object) -> str:
    """Show a value as it is: no sign of it is markup, no name in it calls anybody."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    text = disarm(str(value))
    return escaped(_CALLS.sub(lambda sign: sign[0] + WORD_JOINER, text))


def _bounded(value: Value) -> Value:
    if isinstance(value, str):
        return without_reserved(value[:MOST])
    if isinstance(value, bool):
        return value
    return [
        without_reserved(one[:MOST])
        if isinstance(one, str)
        else {key: without_reserved(said[:MOST]) for key, said in one.items()}
        for one in value[:ITEMS]
    ]


def _capped(given: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(given)  # why: Jinja reads from the function what it wants to be called with
    def capped(*args: Any) -> Any:
        made = given(*args)
        return made[:MOST] if isinstance(made, str) else made

    return capped


def _truncate(value: object, most: int = 100) -> str:
    """Shorten as all of our texts are, between words, to so many characters as readers see them."""
    return fit(str(value), int(most), lambda text: len(graphemes(text)))


def _forbidden(tree: nodes.Template) -> Iterator[Fault]:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            name = type(node).__name__.lower()
            yield Fault(line=node.lineno, message=f"{name} is not allowed in templates")
        elif isinstance(node, nodes.Filter):
            yield from _filter(node)
        elif isinstance(node, nodes.Getattr) and node.attr not in {"name", "url", *_LOOP}:
            yield Fault(line=node.lineno, message=f"nothing here has a part called {node.attr}")
        elif isinstance(node, nodes.For):
            yield from _loop(node)


def _filter(node: nodes.Filter) -> Iterator[Fault]:
    known = {*_FILTERS, "truncate"}
    if node.name not in known:
        said = f"there is no filter {node.name}; there are: {', '.join(sorted(known))}"
        yield Fault(line=node.lineno, message=said)
    given = [*node.args, *(pair.value for pair in node.kwargs)]
    if node.kwargs or node.dyn_args or not all(isinstance(arg, nodes.Const) for arg in given):
        said = f"{node.name} takes words and numbers as they are written, without names"
        yield Fault(line=node.lineno, message=said)
    elif any(len(str(arg.value)) > GIVEN for arg in given if isinstance(arg, nodes.Const)):
        said = f"{node.name} takes no more than {GIVEN} characters"
        yield Fault(line=node.lineno, message=said)


def _loop(node: nodes.For) -> Iterator[Fault]:
    lists = ", ".join(LISTS)
    if not (isinstance(node.iter, nodes.Name) and node.iter.name in LISTS):
        yield Fault(line=node.lineno, message=f"a loop goes over one of: {lists}")
    if node.recursive or not isinstance(node.target, nodes.Name):
        yield Fault(line=node.lineno, message="a loop is: for NAME in LIST")
    if _depth(node) > DEEPEST:
        yield Fault(line=node.lineno, message=f"more than {DEEPEST} loops within one another")


def _depth(node: nodes.Node) -> int:
    inner = max((_depth(child) for child in node.iter_child_nodes()), default=0)
    return inner + isinstance(node, nodes.For)


def _unknown(tree: nodes.Template) -> Iterator[Fault]:
    known = {*WORDS, *FLAGS, *LISTS, *PIECES}
    own = {
        loop.target.name
        for loop in tree.find_all(nodes.For)
        if isinstance(loop.target, nodes.Name)
    }
    for name in tree.find_all(nodes.Name):
        if name.ctx == "store" and name.name in {*known, "loop"}:
            yield Fault(line=name.lineno, message=f"{name.name} has a meaning of its own")
        elif name.name not in {*known, *own, "loop"}:
            said = f"there is no value {name.name}; there are: {', '.join(sorted(known))}"
            yield Fault(line=name.lineno, message=said)
