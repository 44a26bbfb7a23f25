"""Seeking: from what somebody typed to the products that were probably meant, and an account of what was done with the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from arkwright.kit.text_search.asked import Group, Sought, Term, code_sought, sought
from arkwright.kit.text_search.index import TextIndex
from arkwright.kit.text_search.spelling import nearest, slips
from arkwright.kit.text_search.synonyms import Thesaurus
from arkwright.kit.text_search.words import code, noun, stem, words

LONGEST_TEXT = 100
LONGEST_READ = 1_000
MOST_WORDS = 8
SHORTEST_BEGINNING = 3
MOST_CANDIDATES = 8
SHORTEST_PART = 3
WITHOUT_A_SPACE = (1, True)
SHORTEST_CODE, SHORTEST_BEGINNING_OF_CODE = 3, 4


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, and what was done to find it.

    `counts` are all that are found, by category. `typed` is what was typed, tidied; `searched` the words that the results are
    for; `corrected`: some of them are others than were typed; `dropped`: nothing has all the words, so that some were left out;
    `beginning`: words were taken for the beginning of one; `also` other names that were looked for too; `cut`: more was typed than
    was looked at.
    """

    typed: str
    searched: str = ""
    products: tuple[str, ...] = ()
    counts: dict[str, int] = {}
    corrected: bool = False
    dropped: tuple[str, ...] = ()
    beginning: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    cut: bool = False


class Seeker:
    """Searches one index with one list of synonyms."""

    def __init__(self, index: TextIndex, thesaurus: Thesaurus) -> None:
        self._index = index
        self._thesaurus = thesaurus

    async def find(
        self, text: str, *, every: Sequence[str], within: Sequence[str], most: int, skip: int = 0, as_typed: bool = False
    ) -> Found:
        """A page of what is found `within` some categories, counted in `every` category that may be shown.

        `as_typed`: no word is corrected and none left out. Only the first hundred characters and eight words count.
        """
        typed = tidy(text)
        asked, cut = words(typed), len(text.strip()) > LONGEST_TEXT
        if coded := await self._of_code(typed):
            return await self._page(Found(typed=typed, searched=typed), coded, every, within, most, skip)
        groups, dropped = await self._with_results(await self._groups(asked[:MOST_WORDS], noun(typed), as_typed), as_typed)
        if not groups:
            return Found(typed=typed, searched=typed, cut=cut or len(asked) > MOST_WORDS)
        account = Found(
            typed=typed,
            searched=" ".join(group.said for group in groups),
            corrected=any(group.instead_of for group in groups),
            dropped=dropped,
            beginning=tuple(group.said for group in groups if group.typed[0].beginning),
            also=await self._also(groups),
            cut=cut or len(asked) > MOST_WORDS,
        )
        return await self._page(account, sought(groups, self._index.dialect), every, within, most, skip)

    async def _page(self, account: Found, asked: Sought, every: Sequence[str], within: Sequence[str], most: int, skip: int) -> Found:
        counts = await self._index.counts(asked, every)
        products = await self._index.page(asked, within, most, skip) if counts else []
        return msgspec.structs.replace(account, counts=counts, products=tuple(products))

    async def _of_code(self, typed: str) -> Sought | None:
        """A product code, a barcode or a product's id; or how one begins, if there is a number in it."""
        plain, asked = code(typed), list[Sought]()
        if len(plain) >= SHORTEST_CODE:
            asked.append(code_sought(plain, self._index.dialect))
        if len(plain) >= SHORTEST_BEGINNING_OF_CODE and any(letter.isdigit() for letter in plain):
            asked.append(code_sought(plain, self._index.dialect, beginning=True))
        held = await self._index.held([each.match for each in asked])
        return next((each for each, found in zip(asked, held, strict=True) if found), None)

    async def _groups(self, typed: Sequence[str], wanted: str, as_typed: bool) -> list[Group]:
        """The words in order: phrases that have other names stay together; words that nothing has are completed or corrected."""
        groups: list[Group] = []
        rest = [(word, "") for word in typed]
        known = dict(zip(typed, await self._each([self._group([word]) for word in typed]), strict=True))
        while rest:
            heads = [word for word, _ in rest[: self._thesaurus.longest]]
            many = next((many for many in range(len(heads), 0, -1) if self._others(heads[:many])), 1)
            taken, instead_of, rest = heads[:many], " ".join(filter(None, dict.fromkeys(slip for _, slip in rest[:many]))), rest[many:]
            group = msgspec.structs.replace(self._group(taken), instead_of=instead_of)
            if many > 1 or group.others or known[taken[0]]:
                groups.append(group)
            elif await self._begins(taken[0], up_front=True):
                groups.append(beginning(taken[0]))
            elif not as_typed and (meant := await self._meant(taken[0])):
                rest = [(word, taken[0]) for word in meant] + rest
                known |= dict.fromkeys(meant, True)
            else:
                groups.append(beginning(taken[0]) if await self._begins(taken[0], up_front=False) else group)
        joined = await self._joined(groups)
        return [msgspec.structs.replace(group, wanted=any(wanted in term.stems for term in group.typed)) for group in joined]

    async def _meant(self, typed: str) -> list[str]:
        """The word or the two words that were probably meant; nothing where none of them would be found."""
        known = [*await self._index.near(typed), *self._thesaurus.near(typed)] if slips(typed) else []
        candidates = [(rank, [word]) for rank, word in nearest(typed, known)[:MOST_CANDIDATES]]
        candidates += [(WITHOUT_A_SPACE, parts) for parts in await self._parted(typed)]
        weighed = []
        for rank, meant in candidates:
            if many := await self._index.how_many(sought([self._group([word]) for word in meant], self._index.dialect)):
                weighed.append((rank, -many, meant))
        return min(weighed)[2] if weighed else []

    async def _parted(self, typed: str) -> list[list[str]]:
        """The word as two words of the range, where it can be read so."""
        cuts = [(typed[:at], typed[at:]) for at in range(SHORTEST_PART, len(typed) - SHORTEST_PART + 1)]
        known = await self._index.known({part for cut in cuts for part in cut}) if cuts else set()
        return [[one, other] for one, other in cuts if one in known and other in known]

    async def _joined(self, groups: Sequence[Group]) -> list[Group]:
        """Two words that the range also writes as one are met by either (tea pot, teapot)."""
        pairs = [(before, after) for before, after in pairwise(groups) if before.is_one_word and after.is_one_word]
        wholes = [Term((stem(before.said + after.said),)) for before, after in pairs]
        known = await self._each([Group(said="", typed=(whole,)) for whole in wholes])
        whole_of = {id(before): whole for (before, _), whole, found in zip(pairs, wholes, known, strict=True) if found}
        joined: list[Group] = []
        before: Group | None = None
        for group in groups:
            whole = whole_of.get(id(before))
            if before is not None and whole is not None and joined[-1] is before:
                apart = Term((*before.typed[0].stems, *group.typed[0].stems))
                both = f"{before.said} {group.said}"
                joined[-1] = Group(said=both, typed=(apart, whole), instead_of=before.instead_of or group.instead_of)
            else:
                joined.append(group)
            before = group
        return joined

    async def _with_results(self, groups: Sequence[Group], as_typed: bool) -> tuple[list[Group], tuple[str, ...]]:
        """The groups that find something together, and the words left out for it: unknown ones, then as few as can be, never what is wanted
        before what only tells more of it."""
        *held, together = await self._index.held([*self._matches(groups), sought(groups, self._index.dialect).match]) if groups else [False]
        known = [group for group, found in zip(groups, held, strict=True) if found]
        if as_typed and len(known) < len(groups):
            return [], ()
        kept = known
        together = together if len(known) == len(groups) else bool(known) and await self._has(*known)
        if len(known) > 1 and not as_typed and not together:
            unsure_first = sorted(range(len(known)), key=lambda at: (known[at].wanted, not known[at].instead_of))
            but_one = [known[:at] + known[at + 1 :] for at in unsure_first]
            for kept in (*but_one, [group for group in known if group.wanted], *(known[at:] for at in range(2, len(known)))):
                if kept and await self._has(*kept):
                    break
        return kept, tuple(dict.fromkeys(group.instead_of or group.said for group in groups if group not in kept))

    async def _also(self, groups: Sequence[Group]) -> tuple[str, ...]:
        """The other names that find something."""
        others = [(term, called) for group in groups for term, called in group.others]
        held = await self._each([Group(said="", typed=(), others=(other,)) for other in others])
        return tuple(called for (_, called), found in zip(others, held, strict=True) if found)

    async def _has(self, *groups: Group) -> bool:
        """Whether something has all of these."""
        return (await self._index.held([sought(groups, self._index.dialect).match]))[0]

    async def _each(self, groups: Sequence[Group]) -> list[bool]:
        """For each of these whether something has it."""
        return await self._index.held(self._matches(groups))

    def _matches(self, groups: Sequence[Group]) -> list[str]:
        return [sought([group], self._index.dialect).match for group in groups]

    async def _begins(self, typed: str, up_front: bool) -> bool:
        if len(typed) < SHORTEST_BEGINNING:
            return False
        asked = sought([beginning(typed)], self._index.dialect)
        return (await self._index.held([asked.front if up_front else asked.match]))[0]

    def _others(self, taken: Sequence[str]) -> Mapping[tuple[str, ...], str]:
        return self._thesaurus.others(tuple(map(stem, taken)))

    def _group(self, taken: Sequence[str]) -> Group:
        others = tuple((Term(stems, phrase=len(stems) > 1), called) for stems, called in self._others(taken).items())
        return Group(said=" ".join(taken), typed=(Term(tuple(map(stem, taken))),), others=others)


def beginning(typed: str) -> Group:
    """Words that begin like this."""
    return Group(said=typed, typed=(Term((typed,), beginning=True),))


def tidy(text: str) -> str:
    """What was typed, cut to its first hundred characters, with single spaces and nothing that does not print."""
    printed = "".join(letter if letter.isprintable() else " " for letter in text[:LONGEST_READ])
    return " ".join(printed.split())[:LONGEST_TEXT].strip()
