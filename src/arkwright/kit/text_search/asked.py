"""What is looked for: groups of words that must all be found, each met by what was typed or by another name for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy.engine.interfaces import Dialect

# Where a word may stand: the product's name; its brand, department and options; its codes; its description.
TITLE, HEAD, CODES, TEXT = "title", "head", "codes", "text"
EVERYWHERE = (TITLE, HEAD, CODES, TEXT)
UP_FRONT = (TITLE, HEAD)
WEIGHTS = {TITLE: "A", HEAD: "B", CODES: "C", TEXT: "D"}  # what PostgreSQL calls the four


class Term(msgspec.Struct, frozen=True):
    """Stems that stand together: next to one another where they are a phrase, anywhere otherwise. A `beginning` is of one stem."""

    stems: tuple[str, ...]
    phrase: bool = False
    beginning: bool = False


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to find: the words for a person, the terms that they mean, other names (with what to call them), what was typed where
    that was something else, and whether this is what is wanted, which the others only tell more of ("kettle" of "red kettle")."""

    said: str
    typed: tuple[Term, ...]
    others: tuple[tuple[Term, str], ...] = ()
    instead_of: str = ""
    wanted: bool = False

    @property
    def is_one_word(self) -> bool:
        """Neither a phrase nor the beginning of a word."""
        return len(self.typed) == 1 and len(self.typed[0].stems) == 1 and not self.typed[0].beginning


class Sought(msgspec.Struct, frozen=True):
    """Text in the language of one database's search, ready to be a parameter."""

    match: str
    typed: str
    title: str
    front: str
    nouns: tuple[str, ...] = ()


def sought(groups: Sequence[Group], dialect: Dialect) -> Sought:
    """All of it (other names count up front only); what was typed, anywhere, in the name and up front; and what the thing is."""
    write = _postgresql if dialect.name == "postgresql" else _sqlite
    both, either = (" & ", " | ") if dialect.name == "postgresql" else (" AND ", " OR ")

    def meets(group: Group) -> str:
        ways = [write(group.typed, EVERYWHERE)] if group.typed else []
        ways += [write([term for term, _ in group.others], UP_FRONT)] if group.others else []
        return f"({either.join(ways)})"

    wanted = next((group for group in groups if group.wanted), groups[-1])
    return Sought(
        match=both.join(map(meets, groups)),
        typed=both.join(write(group.typed, EVERYWHERE) for group in groups),
        title=both.join(write(group.typed, (TITLE,)) for group in groups),
        front=both.join(write(group.typed, UP_FRONT) for group in groups),
        nouns=tuple(term.stems[-1] for term in (*wanted.typed, *(other for other, _ in wanted.others))),
    )


def code_sought(code: str, dialect: Dialect, beginning: bool = False) -> Sought:
    """A whole product code, or how one begins, and nothing else."""
    write = _postgresql if dialect.name == "postgresql" else _sqlite
    text = write([Term((code,), beginning=beginning)], (CODES,))
    return Sought(match=text, typed=text, title=text, front=text)


def _sqlite(terms: Iterable[Term], fields: Sequence[str]) -> str:
    """FTS5's language (sqlite.org/fts5.html, 3): stems are letters and digits alone, so that quoting them is enough."""

    def one(term: Term) -> str:
        if term.phrase:
            return f'"{" ".join(term.stems)}"'
        stems = " AND ".join(f'"{stem}"' for stem in term.stems)
        return f"{stems} *" if term.beginning else f"({stems})"

    text = " OR ".join(one(term) for term in terms)
    return f"({text})" if tuple(fields) == EVERYWHERE else f"({{{' '.join(fields)}}} : ({text}))"


def _postgresql(terms: Iterable[Term], fields: Sequence[str]) -> str:
    """The language of tsquery (postgresql.org/docs/15/datatype-textsearch.html)."""
    where = "" if tuple(fields) == EVERYWHERE else "".join(WEIGHTS[field] for field in fields)

    def one(term: Term) -> str:
        mark = f":{'*' if term.beginning else ''}{where}" if term.beginning or where else ""
        stems = (" <-> " if term.phrase else " & ").join(f"'{stem}'{mark}" for stem in term.stems)
        return f"({stems})"

    return f"({' | '.join(one(term) for term in terms)})"
