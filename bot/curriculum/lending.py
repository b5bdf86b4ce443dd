"""Drills of one track used by another that names it under `borrows`."""

from collections.abc import Mapping

from bot.curriculum.catalog import AnyFamily, Track


def with_lent(
    families: Mapping[str, AnyFamily], tracks: Mapping[str, Track]
) -> dict[str, AnyFamily]:
    """The families, each with the tracks that borrow it added to its own."""
    return {name: _lent(family, tracks) for name, family in families.items()}


def _lent(family: AnyFamily, tracks: Mapping[str, Track]) -> AnyFamily:
    borrowers = [
        track.id
        for track in tracks.values()
        if track.id not in family.tracks and set(track.file.borrows) & set(family.tracks)
    ]
    if not borrowers:
        return family
    return family.model_copy(update={"tracks": [*family.tracks, *borrowers]})
