"""Office files without a clock: the same content is the same bytes."""

from __future__ import annotations

import io
import re
import zipfile

MOMENT = (2012, 7, 1, 0, 0, 0)
_STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def steady(content: bytes) -> bytes:
    """The archive with its members in their order, all of one moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in read.infolist():
            data = read.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _STAMPS.sub(rb"\g<1>2012-07-01T00:00:00Z\g<3>", data)
            made = zipfile.ZipInfo(entry.filename, MOMENT)
            made.compress_type, made.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            written.writestr(made, data)
    return out.getvalue()
