"""A page put together of compressed parts is the page."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpRequest, HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from areopagus.core.compression import CompressionMiddleware
from areopagus.core.pieces import MARK, Piece, PiecedResponse

TEXTS = st.text(st.characters(codec="utf-8"), max_size=3000)


def page_with(before: str, piece: Piece, after: str) -> PiecedResponse:
    return PiecedResponse(HttpResponse(f"{before}{piece.__html__()}{after}"), piece)


def sent(answer: HttpResponse, accepts: str) -> HttpResponse:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accepts
    out = CompressionMiddleware(lambda _: answer)(request)
    assert isinstance(out, HttpResponse)
    return out


@given(TEXTS, TEXTS, TEXTS)
def test_the_parts_make_the_whole(before: str, middle: str, after: str) -> None:
    piece = Piece(middle)
    for _ in range(3):
        answer = page_with(before, piece, after)
        zipped = answer.gzipped()

        assert answer.content.decode() == before + middle + after
        assert zipped is None or gzip.decompress(zipped) == answer.content
    assert zipped is not None


def test_a_piece_is_compressed_when_it_is_shown_again() -> None:
    piece = Piece("The posts of a page. " * 200)

    first = sent(page_with("<html>", piece, "</html>"), "br, gzip")
    again = sent(page_with("<html>", piece, "</html>"), "br, gzip")

    assert first["Content-Encoding"] == "br"
    assert again["Content-Encoding"] == "gzip"
    assert gzip.decompress(again.content).startswith(b"<html>The posts of")
    assert int(again["Content-Length"]) == len(again.content)


@pytest.mark.parametrize("accepts", ["", "identity", "gzip;q=0"])
def test_who_takes_no_gzip_gets_the_plain_page(accepts: str) -> None:
    piece = Piece("The posts of a page. " * 200)
    for _ in range(3):
        answer = sent(page_with("<html>", piece, "</html>"), accepts)

        assert "Content-Encoding" not in answer
        assert answer.content.endswith(b"</html>")


def test_headers_and_cookies_of_the_page_stay() -> None:
    piece = Piece("words")
    plain = HttpResponse(MARK, headers={"X-Kept": "yes"}, status=200)

    assert PiecedResponse(plain, piece)["X-Kept"] == "yes"
