"""A form, read whole before any of it is looked at."""

from aiohttp import BodyPartReader, MultipartReader, StreamReader, web


async def read_form(request: web.Request) -> dict[str, str | bytes]:
    """Give the fields of a form by name: text as it is, files as bytes.

    The bytes are read first, so that half a form takes no effect and one that a fault has looked at
    is still there.
    """
    body = await request.read()
    if not request.content_type.startswith("multipart/"):
        return {name: str(value) for name, value in (await request.post()).items()}
    stream = StreamReader(request.protocol, len(body) + 1)
    stream.feed_data(body)
    stream.feed_eof()
    fields: dict[str, str | bytes] = {}
    async for part in MultipartReader(request.headers, stream):
        if isinstance(part, BodyPartReader) and part.name:
            fields[part.name] = bytes(await part.read()) if part.filename else await part.text()
    return fields
