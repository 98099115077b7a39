"""Bytes to text, or an error that says which byte is wrong: UTF-8 only, no guessing of encodings."""

from __future__ import annotations

from typing import IO

from kg.errors import InputError


def read_bytes(stream: IO[bytes], where: str, max_size: int) -> bytes:
    """All that STREAM holds, or `InputError` where that is more than MAX_SIZE bytes."""
    data = stream.read(max_size + 1)
    if len(data) > max_size:
        raise too_large(where, max_size)
    return data


def decode(data: bytes, where: str) -> str:
    """The text of UTF-8 DATA without its byte order mark, line ends untouched; never blank."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("the text is UTF-16", where=where, hint="Save it as UTF-8")
    if b"\0" in data:
        raise InputError(f"this is binary, not text (byte {data.index(0):,} is NUL)", where=where)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        offset = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        what = f"not UTF-8: byte {offset:,} is 0x{data[offset]:02x}"
        hint = "Save it as UTF-8, such as by: iconv -f WINDOWS-1252 -t UTF-8"
        raise InputError(what, where=where, hint=hint) from error
    if not text.strip():
        raise InputError("the text is empty", where=where)
    return text


def check_text(text: str, where: str, max_size: int) -> None:
    """Raise `InputError` where TEXT, as JSON gives it, could not have come from a file of UTF-8 text."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise InputError(f"the text has half of a surrogate pair at character {error.start}", where=where) from error
    if size > max_size:
        raise too_large(where, max_size)
    if "\0" in text:
        raise InputError("the text has a NUL character: is it binary?", where=where)
    if not text.strip():
        raise InputError("the text is empty", where=where)


def is_writable(text: str) -> bool:
    """Whether TEXT can stand in UTF-8 and in RDF: no NUL, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def too_large(where: str, max_size: int) -> InputError:
    """The error that a text is longer than MAX_SIZE bytes."""
    hint = "Is it one article? If so, allow more with --max-size; many articles go into JSON Lines, one a line"
    return InputError(f"the text has more than {max_size:,} bytes", where=where, hint=hint)
