"""`styles.xml` with a fill for each severity, and the styles of marked cells made from those they had."""

import re
from typing import Final

from consumo.domain.vocabulary import Severidad
from consumo.importing.xlsx_scan import UnusualXmlError

__all__ = ["COLOURS", "StyleBook"]

COLOURS: Final = {Severidad.BLOQUEA: "FFF4B6B0", Severidad.REVISAR: "FFFFD966", Severidad.INFORMA: "FFDDEBF7"}
"""Fill of a cell by what is found in it (ARGB)."""

_XF: Final = re.compile(rb"<xf\b[^>]*?/>|<xf\b[^>]*?>.*?</xf>", re.DOTALL)
_BARE: Final = re.compile(rb'\s(?:fillId|applyFill)="[^"]*"')
_FILL: Final = '<fill><patternFill patternType="solid"><fgColor rgb="{}"/><bgColor indexed="64"/></patternFill></fill>'
_BOLD: Final = b'<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
_LINK: Final = b'<font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="Calibri"/><family val="2"/></font>'
_WRAP: Final = b'<alignment vertical="top" wrapText="1"/>'


class StyleBook:
    """The styles of a workbook, added to.

    Args:
        xml: the part `xl/styles.xml`.

    Raises:
        UnusualXmlError: if it is laid out in a way that is not known here.
    """

    def __init__(self, xml: bytes) -> None:
        ours = _fills_of_ours(xml)
        fills = "".join(_FILL.format(colour) for colour in COLOURS.values()).encode()
        xml, first = _appended(xml, b"fills", b"fill", fills, len(COLOURS))
        self._fills = {severity: first + k for k, severity in enumerate(COLOURS)}
        xml, font = _appended(xml, b"fonts", b"font", _BOLD + _LINK, 2)
        self._xml = xml
        start, end = _inner(xml, b"cellXfs")
        self._styles = _XF.findall(xml[start:end])
        if not self._styles:
            raise UnusualXmlError("no styles of cells")
        self._unmarked = {k: self._without_fill(k, ours) for k, xf in enumerate(self._styles) if _fill_of(xf) in ours}
        self._made: dict[tuple[int, Severidad], int] = {}
        # Text that begins with = + - @ stays text when somebody edits the cell.
        plain = b'<xf numFmtId="49" fontId="%d" fillId="0" borderId="0" xfId="0" quotePrefix="1" %s>' + _WRAP + b"</xf>"
        self.text = self._add(plain % (0, b'applyNumberFormat="1" applyAlignment="1"'))
        self.bold = self._add(plain % (font, b'applyFont="1" applyNumberFormat="1" applyAlignment="1"'))
        self.link = self._add(plain % (font + 1, b'applyFont="1" applyNumberFormat="1" applyAlignment="1"'))

    def unmark(self, sheet: bytes) -> bytes:
        """Return a sheet without the fills that an earlier annotation gave its cells."""
        if not self._unmarked:
            return sheet
        wanted = "|".join(str(style) for style in self._unmarked).encode()

        def back(found: re.Match[bytes]) -> bytes:
            return found[1] + b"%d" % self._unmarked[int(found[2])] + found[3]

        return re.sub(rb'(<c\b[^>]*?\ss=")(%s)(")' % wanted, back, sheet)

    def _without_fill(self, style: int, ours: frozenset[int]) -> int:
        """Return a style that differs from `style` in its fill alone, the one it was made from if it is there still."""
        bare = _BARE.sub(b"", self._styles[style])
        for k, xf in enumerate(self._styles):
            if _fill_of(xf) not in ours and _BARE.sub(b"", xf) == bare:
                return k
        return self._add(re.sub(rb'\bfillId="\d+"', b'fillId="0"', self._styles[style]))

    def marked(self, style: int, severity: Severidad) -> int:
        """Return the style that is `style` with the fill of `severity`."""
        if style >= len(self._styles):
            raise UnusualXmlError("style that is not there")
        if (style, severity) not in self._made:
            xf = self._styles[style]
            head, rest = xf[: xf.index(b">")], xf[xf.index(b">") :]
            closing = b"/" if head.endswith(b"/") else b""
            head = _BARE.sub(b"", head.removesuffix(b"/"))
            filled = head + b' fillId="%d" applyFill="1"' % self._fills[severity] + closing + rest
            self._made[style, severity] = self._add(filled)
        return self._made[style, severity]

    def xml(self) -> bytes:
        """Return the part with what was added."""
        start, end = _inner(self._xml, b"cellXfs")
        whole = self._xml[:start] + b"".join(self._styles) + self._xml[end:]
        return _counted(whole, b"cellXfs", len(self._styles))

    def _add(self, xf: bytes) -> int:
        self._styles.append(xf)
        return len(self._styles) - 1


def _fills_of_ours(xml: bytes) -> frozenset[int]:
    """Return the numbers of the fills that an earlier annotation added."""
    start, end = _inner(xml, b"fills")
    fills = re.findall(rb"<fill\b[^>]*?/>|<fill\b[^>]*>.*?</fill>", xml[start:end], re.DOTALL)
    colours = [colour.encode() for colour in COLOURS.values()]
    return frozenset(k for k, fill in enumerate(fills) if any(b'<fgColor rgb="%s"' % c in fill for c in colours))


def _fill_of(xf: bytes) -> int:
    found = re.search(rb'\bfillId="(\d+)"', xf)
    return int(found[1]) if found else 0


def _inner(xml: bytes, tag: bytes) -> tuple[int, int]:
    opening = re.search(rb"<%s\b[^>]*[^/]>|<%s>" % (tag, tag), xml)
    end = xml.find(b"</%s>" % tag)
    if opening is None or end < 0:
        raise UnusualXmlError(tag.decode())
    return opening.end(), end


def _appended(xml: bytes, tag: bytes, child: bytes, children: bytes, n: int) -> tuple[bytes, int]:
    start, end = _inner(xml, tag)
    before = len(re.findall(rb"<%s[\s/>]" % child, xml[start:end]))
    return _counted(xml[:end] + children + xml[end:], tag, before + n), before


def _counted(xml: bytes, tag: bytes, count: int) -> bytes:
    """Return the part with `count` as what the list says of itself."""

    def say(found: re.Match[bytes]) -> bytes:
        return re.sub(rb'\bcount="\d+"', b'count="%d"' % count, found[0])

    return re.sub(rb"<%s\b[^>]*>" % tag, say, xml, count=1)
