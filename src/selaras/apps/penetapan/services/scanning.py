"""A signed paper or a photo that people send in: made harmless before it is kept."""

from __future__ import annotations

from selaras.apps.penetapan.rules import scans
from selaras.apps.verval.services import pictures
from selaras.kernel import errors


def harmless(contents: bytes) -> tuple[str, bytes]:
    """(form, bytes to keep): a PDF without commands as it is, a picture encoded anew and without where it was taken.

    Raises SelarasError pindaian_terlalu_besar, pindaian_berisi_perintah, pindaian_bukan_gambar.
    """
    if len(contents) > scans.MOST_BYTES:
        raise errors.SelarasError("pindaian_terlalu_besar", mb=scans.MOST_BYTES // 1_000_000)
    if scans.is_document(contents):
        if scans.carries_commands(contents):
            raise errors.SelarasError("pindaian_berisi_perintah")
        return "pdf", contents
    picture = pictures.harmless(contents)
    if picture is None:
        raise errors.SelarasError("pindaian_bukan_gambar")
    return "jpeg", picture.jpeg
