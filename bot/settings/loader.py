"""YAML in, checked settings out; every way in which a file can be wrong ends in ConfigError."""

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from bot.errors import ConfigError
from bot.ports import Platform, Source
from bot.settings.agreement import disagreements
from bot.settings.document import Document, Loc, Place, Problem
from bot.settings.garbled import began_earlier, in_words
from bot.settings.nearest import did_you_mean, nearest
from bot.settings.problems import problems_of
from bot.settings.schema import file_model
from bot.settings.settings import Settings, settle
from bot.settings.templates import misspelt

MAX_BYTES = 1 << 20
MAX_NODES = 20_000
"""More parts than any real configuration has: aliases of aliases multiply."""
_TAG = "tag:yaml.org,2002:"


def load(
    path: Path, platforms: Mapping[str, type[Platform]], kinds: Mapping[str, type[Source]]
) -> Settings:
    """Read a configuration; ConfigError has every error at once."""
    return understand(read(path), path, platforms, kinds)


def read(path: Path) -> bytes:
    """Read the file's bytes; ConfigError where there are none to be had."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _unreadable(path, "does not exist; write one with: herald init") from None
    except OSError as error:
        raise _unreadable(path, f"cannot be read: {error.strerror}") from None
    if len(content) > MAX_BYTES:
        raise _unreadable(path, "is larger than 1 MiB")
    return content


def understand(
    content: bytes,
    path: Path,
    platforms: Mapping[str, type[Platform]],
    kinds: Mapping[str, type[Source]],
) -> Settings:
    """Check the content of a file that stands, or will stand, at `path`."""
    document, problems = parse(content, path)
    problems += [*disagreements(document, kinds), *misspelt(document)]
    data, unknown = _as_meant(document.data, platforms)
    problems += unknown
    model = file_model(_named(data, platforms), kinds)
    try:
        file = model.model_validate(data)
    except ValidationError as error:
        problems += problems_of(error, data, model)
    if problems:
        raise ConfigError(document.report(problems))
    return settle(file, document, path, content, platforms)


def _as_meant(
    data: object, platforms: Mapping[str, type[Platform]]
) -> tuple[object, list[Problem]]:
    """Take a platform that is almost one for it, so that the rest of its destination is checked too."""
    written = data.get("destinations") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(written, list):
        return data, []
    problems, destinations = [], list(written)
    for place, one in enumerate(written):
        name = one.get("platform") if isinstance(one, dict) else None
        near = nearest(name, platforms) if isinstance(name, str) and name not in platforms else ""
        if near:
            destinations[place] = {**one, "platform": near}
            why = f"unknown value, {did_you_mean(name, platforms)}"
            problems.append(Problem(loc=("destinations", place, "platform"), message=why))
    return {**data, "destinations": destinations}, problems


def _named(data: object, platforms: Mapping[str, type[Platform]]) -> Mapping[str, type[Platform]]:
    """Leave out platforms that no destination names; where one names none, it may mean any."""
    written = data.get("destinations") if isinstance(data, dict) else None
    places = written if isinstance(written, list) else [None]
    names = {str(place.get("platform")) if isinstance(place, dict) else "" for place in places}
    if not names or not names <= {*platforms}:
        return platforms
    return {name: platforms[name] for name in names}


def parse(content: bytes, path: Path) -> tuple[Document, list[Problem]]:
    """Read YAML as plain data with its places, and say what is wrong with it as such."""
    reader = _Reader()
    try:
        text = content.decode("utf-8-sig")
        data = reader.value(_compose(text), ())
    except UnicodeDecodeError as error:
        at = _place(content[: error.start].decode("utf-8-sig"))
        raise _unreadable(path, "is not UTF-8 text", at) from None
    except ReaderError as error:
        at = _place(text[: error.position])
        raise _unreadable(path, "has a character that YAML does not allow", at) from None
    except MarkedYAMLError as error:
        said = str(error.problem or error.context)
        marks = [error.problem_mark, error.context_mark]
        mark = next(filter(None, reversed(marks) if began_earlier(said) else marks), None)
        at = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _unreadable(path, f"is not YAML: {in_words(said)}", at) from None
    except YAMLError as error:
        raise _unreadable(path, str(error)) from None
    except Exception as error:  # noqa: BLE001 - whatever garbage does to the parser, it is garbage
        raise _unreadable(path, f"is not YAML: {str(error) or type(error).__name__}") from None
    blocks = frozenset(reader.blocks)
    document = Document(
        name=str(path), data=data, values=reader.values, keys=reader.keys, blocks=blocks
    )
    return document, reader.problems


def _compose(text: str) -> Node:
    yaml = YAML(pure=True, plug_ins=[])
    yaml.composer.warn_double_anchors = False
    root: Node | None = yaml.compose(text)
    if root is None:
        raise YAMLError("is empty; write one with: herald init")
    return root


def _place(before: str) -> Place:
    return before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


def _unreadable(path: Path, why: str, at: Place = (1, 1)) -> ConfigError:
    return ConfigError((f"{path}:{at[0]}:{at[1]}: file: {why}",))


class _Reader:
    """Makes plain data of YAML nodes and remembers where everything stood."""

    def __init__(self) -> None:
        self.values: dict[Loc, Place] = {}
        self.keys: dict[Loc, Place] = {}
        self.blocks: set[Loc] = set()
        self.problems: list[Problem] = []

    def value(self, node: Node, loc: Loc) -> object:
        self.values[loc] = _start(node)
        if len(self.values) > MAX_NODES:
            raise YAMLError("has too many parts")
        match node:
            case MappingNode():
                return self._mapping(node, loc)
            case SequenceNode():
                return [self.value(part, (*loc, i)) for i, part in enumerate(node.value)]
            case ScalarNode():
                if node.style in {"|", ">"}:
                    self.blocks.add(loc)
                return self._scalar(node, loc)
            case _:
                raise TypeError(node)

    def _mapping(self, node: MappingNode, loc: Loc) -> dict[str, object]:
        data: dict[str, object] = {}
        for key, part in node.value:
            name = key.value if isinstance(key, ScalarNode) else "?"
            here = (*loc, name)
            if name in data:
                self.problems.append(Problem(loc=here, message="is given twice", at_key=True))
            self.keys[here] = _start(key)
            data[name] = self.value(part, here)
            if data[name] is None:  # why: what is not there stands nowhere
                self.values[here] = self.keys[here]
        return data

    def _scalar(self, node: ScalarNode, loc: Loc) -> object:
        text = node.value
        match str(node.tag).removeprefix(_TAG):
            case "null":
                return None
            case "bool" if text.lower() in {"true", "false"}:
                return text.lower() == "true"
            case "int" if re.fullmatch(r"[-+]?\d{1,18}", text):
                return int(text)
            case "float" if re.fullmatch(r"[-+]?\d{1,18}(\.\d{0,18})?", text):
                return float(text)
            case "str" | "bool" | "int" | "float" | "timestamp":
                return text
            case _:
                message = f"tags like {node.tag} are not used here"
                self.problems.append(Problem(loc=loc, message=message))
                return text


def _start(node: Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1
