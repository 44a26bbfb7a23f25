"""The shelf: a folder of content by its hash, signed manifests, and one pointer that says which is in force."""

from __future__ import annotations

import hashlib
from pathlib import Path

from arkwright.channels.publication.manifest import DIGEST, Manifest, read_manifest
from arkwright.kit.signing import PublicKey
from arkwright.kit.world import SweepingWorld

NEWEST = "newest"


class Shelf:
    """One folder; content is written first and the pointer last, so that a crash leaves the former publication in force."""

    def __init__(self, world: SweepingWorld, folder: Path) -> None:
        self._world = world
        self.folder = folder

    def newest(self) -> int | None:
        """The number of the publication in force, or None on an empty or unreadable shelf."""
        try:
            text = self._world.read_file(self.folder / NEWEST)
        except FileNotFoundError:
            return None
        return int(text) if text.strip().isdigit() else None

    def numbers(self) -> list[int]:
        """The numbers of the manifests that stand here, in order."""
        names = (path.stem for path in self._world.files_below(self.folder / "publications"))
        return sorted(int(name) for name in names if name.isdigit())

    def highest(self) -> int:
        """The highest number ever used here, as far as can be told; 0 on an empty shelf."""
        return max([self.newest() or 0, *self.numbers()])

    def envelope(self, number: int) -> bytes | None:
        """The signed manifest of a publication as it was put here, not verified; None when it is not here."""
        try:
            return self._world.read_file(self._manifest_path(number))
        except FileNotFoundError:
            return None

    def manifest(self, number: int, key: PublicKey) -> Manifest | None:
        """The manifest of a publication, verified; None when it is not here. Refuses as `read_manifest` does."""
        text = self.envelope(number)
        return None if text is None else read_manifest(text, key)

    def blob_path(self, sha256: str) -> Path:
        """Where content stands; ValueError unless this is a SHA-256 in hex, so that no path can be smuggled in."""
        if not DIGEST.fullmatch(sha256):
            raise ValueError("content is named by its SHA-256 in hex")
        return self.folder / "blobs" / sha256[:2] / sha256

    def blob(self, sha256: str) -> bytes | None:
        """Content that still has its hash; None when it is missing or damaged."""
        try:
            content = self._world.read_file(self.blob_path(sha256))
        except FileNotFoundError:
            return None
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    def keep(self, content: bytes) -> str:
        """Write content; its SHA-256. What stands there already is written again: it may be damaged. Safe once `put_in_force` returns."""
        sha256 = hashlib.sha256(content).hexdigest()
        self._world.lay_file(self.blob_path(sha256), content)
        return sha256

    def put_in_force(self, number: int, envelope: bytes) -> None:
        """All content on the disk first, then the manifest, then the pointer: the one moment at which the publication changes."""
        self._world.sync_below(self.folder)
        self._world.replace_file(self._manifest_path(number), envelope)
        self._world.replace_file(self.folder / NEWEST, b"%d\n" % number)

    def sweep(self, *kept: Manifest) -> int:
        """Remove every manifest and all content that none of these needs; how many files went."""
        wanted = {sha256 for manifest in kept for sha256 in manifest.blobs}
        numbers = {self._manifest_path(manifest.number) for manifest in kept}
        stale = [path for path in self._world.files_below(self.folder / "blobs") if path.name not in wanted]
        stale += [path for path in self._world.files_below(self.folder / "publications") if path not in numbers]
        for path in stale:
            self._world.remove_file(path)
        return len(stale)

    def _manifest_path(self, number: int) -> Path:
        return self.folder / "publications" / f"{number}.json"
