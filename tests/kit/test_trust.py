"""The trust root: only enough different recovery keys move it, and only forwards."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from arkwright.kit import signing, trust
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import Envelope, SigningKey
from arkwright.kit.trust import KeyChange, TrustRoot


def key(name: str, number: int) -> SigningKey:
    return SigningKey(name, bytes([number]) * 32)


DESK, NEW_DESK = key("desk", 1), key("desk", 2)
A, B, C, D, E = (key(f"recovery-{number}", 10 + number) for number in range(5))
ROOT = TrustRoot(generation=3, desk=DESK.public.text, recovery=tuple(each.public.text for each in (A, B, C)), needed=2)
CHANGE = KeyChange(generation=4, desk=NEW_DESK.public.text, reason="The desk's laptop was stolen.")
OTHERS = replace(CHANGE, recovery=tuple(each.public.text for each in (C, D, E)), needed=3)


def signed(change: KeyChange, *keys: SigningKey) -> Envelope:
    return signing.sign("arkwright/keys/1", change, *keys)


def forged(envelope: Envelope) -> Envelope:
    return replace(envelope, payload=signed(replace(CHANGE, generation=9)).payload)


@pytest.mark.parametrize(
    ("envelope", "outcome"),
    [
        (signed(CHANGE, A, B), (4, NEW_DESK, ROOT.recovery, 2)),
        (signed(CHANGE, A, B, C), (4, NEW_DESK, ROOT.recovery, 2)),
        (signed(CHANGE, C, DESK, A), (4, NEW_DESK, ROOT.recovery, 2)),
        (signed(CHANGE, B, C, D), (4, NEW_DESK, ROOT.recovery, 2)),  # a stranger's signature neither helps nor harms
        (signed(replace(CHANGE, generation=6), A, B), (6, NEW_DESK, ROOT.recovery, 2)),  # one change was missed here
        (signed(OTHERS, A, B), (4, NEW_DESK, OTHERS.recovery, 3)),
        (signed(CHANGE), trust.NotEnoughRecoveryKeys),
        (signed(CHANGE, A), trust.NotEnoughRecoveryKeys),
        (signed(CHANGE, A, A), trust.NotEnoughRecoveryKeys),
        (signed(CHANGE, A, D), trust.NotEnoughRecoveryKeys),
        (signed(CHANGE, A, DESK), trust.NotEnoughRecoveryKeys),
        (signed(CHANGE, A, NEW_DESK), trust.NotEnoughRecoveryKeys),
        (signed(CHANGE, key("recovery-0", 99), B), trust.NotEnoughRecoveryKeys),  # the name alone makes no key
        (signed(OTHERS, C, D, E), trust.NotEnoughRecoveryKeys),  # the new keys do not vouch for themselves
        (signed(CHANGE, DESK), trust.DeskCannotChangeItsKey),
        (signed(replace(CHANGE, generation=3), A, B), trust.KeyChangeIsOld),
        (signed(replace(CHANGE, generation=2), A, B), trust.KeyChangeIsOld),
        (signed(replace(CHANGE, desk=DESK.public.text), A, B), trust.DeskKeyIsTheSame),
        (signed(replace(CHANGE, desk="desk"), A, B), trust.TrustIsWrong),
        (signed(replace(CHANGE, desk=A.public.text), A, B), trust.TrustIsWrong),
        (signed(replace(OTHERS, needed=1), A, B), trust.TrustIsWrong),
        (signed(replace(OTHERS, needed=4), A, B), trust.TrustIsWrong),
        (signed(replace(OTHERS, recovery=(D.public.text, D.public.text)), A, B), trust.TrustIsWrong),
        (signed(replace(OTHERS, needed=None), A, B), signing.PayloadIsWrong),
        (signed(replace(CHANGE, needed=2), A, B), signing.PayloadIsWrong),
        (signing.sign("arkwright/keys/1", ROOT, A, B), signing.PayloadIsWrong),
        (forged(signed(CHANGE, A, B)), signing.SignatureIsWrong),
        (signing.sign("arkwright/switches/1", CHANGE, A, B), signing.DocumentIsOfAnotherType),
    ],
)
def test_change_key(envelope: Envelope, outcome: tuple[int, SigningKey, tuple[str, ...], int] | type[Refusal]) -> None:
    if isinstance(outcome, tuple):
        generation, desk, recovery, needed = outcome
        assert trust.change_key(ROOT, envelope) == TrustRoot(generation=generation, desk=desk.public.text, recovery=recovery, needed=needed)
        return
    with pytest.raises(outcome) as caught:
        trust.change_key(ROOT, envelope)
    assert type(caught.value) is outcome
    assert str(caught.value)


def test_after_a_change_the_old_signers_have_no_say() -> None:
    after = trust.change_key(ROOT, signed(OTHERS, A, B))
    third = replace(CHANGE, generation=5, desk=DESK.public.text)
    with pytest.raises(trust.NotEnoughRecoveryKeys):
        trust.change_key(after, signed(third, A, B, C))
    assert trust.change_key(after, signed(third, C, D, E)).generation == 5


def test_a_root_comes_back_from_its_text() -> None:
    assert trust.read_trust(ROOT.text) == ROOT
    assert ROOT.desk_key == DESK.public


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "the file"),
        ("{}", "generation"),
        (b"\xff", "the file"),
        (replace(ROOT, generation=0).text, "generation"),
        (replace(ROOT, needed=1).text, "needed"),
        (replace(ROOT, needed=4).text, "needed"),
        (replace(ROOT, recovery=()).text, "needed"),
        (replace(ROOT, recovery=(A.public.text, SigningKey("again", bytes([10]) * 32).public.text)).text, "recovery"),
        (replace(ROOT, desk="nonsense").text, "desk"),
        (replace(ROOT, desk=SigningKey("desk", bytes([10]) * 32).public.text).text, "recovery"),
    ],
)
def test_a_root_that_cannot_be_trusted_is_refused(text: str | bytes, names: str) -> None:
    with pytest.raises(trust.TrustIsWrong, match=names):
        trust.read_trust(text)
