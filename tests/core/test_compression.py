"""Pages leave compressed, when the reader's software can read that."""

from __future__ import annotations

import gzip

import brotli
import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from areopagus.core.compression import SHORTEST, CompressionMiddleware

TEXT = "Who lands first? " * 100


def answered(answer: HttpResponseBase, accepts: str | None) -> HttpResponseBase:
    request = HttpRequest()
    if accepts is not None:
        request.META["HTTP_ACCEPT_ENCODING"] = accepts
    return CompressionMiddleware(lambda _: answer)(request)


def page(accepts: str | None, text: str = TEXT, kind: str = "text/html") -> HttpResponse:
    answer = answered(HttpResponse(text, content_type=kind), accepts)
    assert isinstance(answer, HttpResponse)
    return answer


def test_brotli_is_preferred() -> None:
    answer = page("gzip, deflate, br")
    assert answer["Content-Encoding"] == "br"
    assert brotli.decompress(answer.content).decode() == TEXT
    assert int(answer["Content-Length"]) == len(answer.content)


@pytest.mark.parametrize("accepts", ["gzip", "br;q=0, gzip;q=0.5", "GZIP", "br; q=0.0, gzip"])
def test_gzip_for_others(accepts: str) -> None:
    answer = page(accepts)
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).decode() == TEXT


@pytest.mark.parametrize("accepts", [None, "", "identity", "gzip;q=0", "br;q=0.000,"])
def test_plain_for_the_rest_and_caches_are_told(accepts: str | None) -> None:
    answer = page(accepts)
    assert "Content-Encoding" not in answer
    assert answer.content.decode() == TEXT
    assert "Accept-Encoding" in answer["Vary"]


def test_short_answers_pictures_and_streams_are_left_alone() -> None:
    assert "Content-Encoding" not in page("br", "x" * (SHORTEST - 1))
    assert "Content-Encoding" not in page("br", kind="image/webp")
    assert "Content-Encoding" not in answered(StreamingHttpResponse(iter([TEXT])), "br")


def test_what_is_compressed_already_is_not_compressed_again() -> None:
    packed = HttpResponse(gzip.compress(TEXT.encode()), headers={"Content-Encoding": "gzip"})
    answer = answered(packed, "br")
    assert isinstance(answer, HttpResponse)
    assert gzip.decompress(answer.content).decode() == TEXT


@pytest.mark.django_db
def test_the_board_sends_its_pages_so(client: Client) -> None:
    answer = client.get("/", headers={"accept-encoding": "br"})
    assert answer["Content-Encoding"] == "br"
    assert b"</html>" in brotli.decompress(answer.content)
