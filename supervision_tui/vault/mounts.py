"""On what kind of disk a folder lies: network file systems break the database, sync folders copy
half of it.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from supervision_tui.system.files import resolved

from .errors import VaultError

_NETWORK = {
    *(
        "nfs",
        "nfs3",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "webdav",
        "davfs",
        "9p",
        "afs",
        "ceph",
    ),
    *(
        "glusterfs",
        "lustre",
        "beegfs",
        "sshfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs2",
        "fuse.glusterfs",
    ),
    *("fuse.ceph", "fuse.s3fs", "fuse.gvfsd-fuse", "macfuse", "osxfuse"),
}
_SYNC_NAMES = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "mobile documents": "iCloud",
    "icloud drive": "iCloud",
    "icloud~": "iCloud",
    "cloudstorage": "a cloud folder of macOS",
    "syncthing": "Syncthing",
}
_SYNC_MARKS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".sync_*.db": "Nextcloud",
    "._sync_*.db": "Nextcloud",
}
_SYNC_VARIABLES = {
    "OneDrive": "OneDrive",
    "OneDriveCommercial": "OneDrive",
    "OneDriveConsumer": "OneDrive",
}
_MOUNTS = Path("/proc/self/mountinfo")


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system's place in the tree, and its kind (`ext4`, `nfs4`)."""

    at: Path
    kind: str


def network_kind(folder: Path, mounts: list[Mount] | None = None) -> str:
    """The kind of network file system of a folder (`nfs4`), or nothing on a local disk."""
    if os.name == "nt":
        return _windows_share(folder)
    lies = resolved(folder)
    if mounts is None:
        mounts = known_mounts()
    over = [mount for mount in mounts if lies.is_relative_to(mount.at)]
    if not over:
        return ""
    # The last one mounted hides the others at the same place.
    nearest = max(enumerate(over), key=lambda each: (len(each[1].at.parts), each[0]))[1]
    if nearest.kind in _NETWORK:
        return nearest.kind
    return ""


def check_is_local(folder: Path) -> None:
    """Refuse a network file system, on which the write-ahead log does not hold.

    Raises `VaultError`.
    """
    kind = network_kind(folder)
    if kind:
        raise VaultError(
            f"{folder} lies on a network file system ({kind}), where a write can be lost. Keep "
            f"the vault on a disk of "
            "this machine and its backups there, or accept slower writes: --journal delete"
        )


def sync_service(folder: Path, variables: Mapping[str, str] = os.environ) -> str:
    """The service that copies this folder elsewhere (`OneDrive`), by path or marks; or nothing."""
    lies = resolved(folder)
    for variable, service in _SYNC_VARIABLES.items():
        if variables.get(variable) and lies.is_relative_to(resolved(Path(variables[variable]))):
            return service
    for part in lies.parts:
        for name, service in _SYNC_NAMES.items():
            if part.casefold().startswith(name):
                return service
    for above in (lies, *lies.parents):
        for mark, service in _SYNC_MARKS.items():
            if above != Path.home() and any(above.glob(mark)):
                return service
    return ""


def sync_warning(folder: Path) -> str:
    """A sentence for a vault in a sync folder, or nothing."""
    service = sync_service(folder)
    if not service:
        return ""
    return (
        f"The vault lies in a folder that {service} copies elsewhere: it can bring back half of a "
        f"change. "
        "Keep the vault outside of it; its backups are safe there."
    )


def known_mounts() -> list[Mount]:
    """Every mounted file system, in the order in which they were mounted."""
    try:
        return mounts_of(_MOUNTS.read_text("utf-8", errors="surrogateescape"))
    except OSError:
        return _mounts_by_command()


def mounts_of(text: str) -> list[Mount]:
    """The mounts in the text of Linux's `mountinfo`."""
    found = []
    for entry in text.splitlines():
        before, _, after = entry.partition(" - ")
        words, kinds = before.split(), after.split()
        if len(words) > 4 and kinds:
            found.append(Mount(Path(_unescaped(words[4])), kinds[0]))
    return found


def _unescaped(word: str) -> str:
    for octal, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        word = word.replace(octal, letter)
    return word


def _mounts_by_command() -> list[Mount]:
    """Read what `mount` says on macOS: `//server/share on /Volumes/share (smbfs, nodev)`."""
    try:
        done = subprocess.run(
            ["/sbin/mount"],
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    found = []
    for entry in done.stdout.splitlines():
        place, _, kind = entry.partition(" on ")[2].rpartition(" (")
        if place:
            found.append(Mount(Path(place), kind.split(",")[0].rstrip(")")))
    return found


def _windows_share(folder: Path) -> str:
    lies = resolved(folder)
    if lies.drive.startswith("\\\\"):
        return "a network share"
    import ctypes

    remote = 4  # DRIVE_REMOTE
    kind = ctypes.windll.kernel32.GetDriveTypeW(f"{lies.drive}\\")  # type: ignore[attr-defined,unused-ignore]
    if kind == remote:
        return "a network drive"
    return ""
