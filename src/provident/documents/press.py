"""印刷 · from a template and its data to a PDF.

Data reaches the typesetter as JSON beside the template, never inside its markup, so that
whatever stands in a name is printed and not obeyed.  Every document is set in a child
process: the typesetter keeps typefaces and layouts in memory, 100 MB after one page, and
a process that ends gives them back.  Long documents are set section by section and
joined, with page numbers that run through.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfReader, PdfWriter

from provident.documents import typefaces
from provident.kernel.refusal import Defect

TEMPLATES = Path(__file__).parent / "templates"

CHILD_SECONDS_MAX = 600
"""A print job that takes longer is stuck and must not hold its caller for ever."""

# typst keeps the layouts of its last ten compilations.  Ten empty ones push a section's
# layout out before the next is set: 10 000 rows then need the memory of 500.
_COMPILATIONS_REMEMBERED = 10

_PASSES_MAX = 3


@dataclass(frozen=True, slots=True)
class Section:
    """One stretch of a document that is set in a single go.

    `data` holds only JSON values with amounts already written as text (see
    `notation.plain`); `pages_guess` spares a second pass when it is right.
    """

    template: str
    data: dict[str, Any]
    pages_guess: int = 1


def render(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of one template with its data.  Raises `FontMissingError`."""
    return render_sections([Section(template, data)])


def render_sections(sections: Sequence[Section]) -> bytes:
    """One PDF of all sections, pages numbered through.  Raises `FontMissingError`."""
    typefaces.require_fonts()
    job = json.dumps([asdict(section) for section in sections], ensure_ascii=False)
    done = subprocess.run(
        [sys.executable, "-m", "provident.documents"],
        input=job.encode(),
        capture_output=True,
        timeout=CHILD_SECONDS_MAX,
        check=False,
    )
    if done.returncode != 0:
        raise Defect(f"typesetting failed: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def typeset(job: str) -> bytes:
    """Set a job (the JSON list of its sections); this is the child's work."""
    sections = [Section(**section) for section in json.loads(job)]
    if len(sections) == 1:
        return _compile(sections[0], first_page=1, pages_total=0, tagged=True)
    pages = [section.pages_guess for section in sections]
    # What a page number says does not change how many pages there are, so the counts of
    # one pass are the truth for the next.
    for _ in range(_PASSES_MAX):
        parts = _set_all(sections, pages)
        counted = [len(PdfReader(io.BytesIO(part)).pages) for part in parts]
        if counted == pages:
            return _joined(parts)
        pages = counted
    raise Defect(f"page counts do not settle: {pages}")


def _set_all(sections: Sequence[Section], pages: Sequence[int]) -> list[bytes]:
    parts: list[bytes] = []
    first_page = 1
    for section, count in zip(sections, pages, strict=True):
        # Tags describe the structure of one file and would be lost in joining.
        parts.append(_compile(section, first_page, sum(pages), tagged=False))
        first_page += count
        _forget_layouts()
    return parts


def _compile(section: Section, first_page: int, pages_total: int, *, tagged: bool) -> bytes:
    """Set one section; `pages_total` 0 means that the section is the whole document."""
    template = TEMPLATES / f"{section.template}.typ"
    if not section.template.isidentifier() or not template.is_file():
        raise Defect(f"no such document template: {section.template!r}")
    try:
        return typst.compile(
            str(template),
            root=str(TEMPLATES),
            font_paths=typefaces.installed(),
            format="pdf",
            sys_inputs={
                "data": json.dumps(section.data, ensure_ascii=False),
                "first_page": str(first_page),
                "pages_total": str(pages_total),
            },
            pdf_tags=tagged,
        )
    except typst.TypstError as error:
        raise Defect(f"template {section.template}: {error}") from error


def _forget_layouts() -> None:
    for _ in range(_COMPILATIONS_REMEMBERED):
        typst.compile(b"", font_paths=typefaces.installed())


def _joined(parts: Sequence[bytes]) -> bytes:
    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part), import_outline=False)
    information = PdfReader(io.BytesIO(parts[0])).metadata
    if information is not None:
        writer.metadata = information
    joined = io.BytesIO()
    writer.write(joined)
    return joined.getvalue()
