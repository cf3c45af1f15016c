"""What an import remembers about the old board, so that its old addresses lead to the right page."""

from __future__ import annotations

from areopagus.core.options import option

OLD_POSTS_PER_PAGE = option(
    "importers.fluxbb.posts_per_page",
    25,
    "Posts that stood on a page of the old board; its old addresses count in such pages.",
    at_least=1,
    at_most=1000,
)
OLD_TOPICS_PER_PAGE = option(
    "importers.fluxbb.topics_per_page",
    30,
    "Topics that stood on a page of the old board; its old addresses count in such pages.",
    at_least=1,
    at_most=1000,
)
