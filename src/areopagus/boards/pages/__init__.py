"""What each page of the boards shows, gathered in a fixed number of queries."""

from areopagus.boards.pages.finding import find_forum, find_post, find_topic
from areopagus.boards.pages.forums import ForumPage, IndexPage, forum_page, index_page
from areopagus.boards.pages.held import held_page, held_writing, own_held, own_waiting
from areopagus.boards.pages.topic import TopicPage, place_of, topic_page, way_to
from areopagus.boards.pages.writing import (
    NewTopicPage,
    PostPage,
    Preview,
    ReplyPage,
    RevisionsPage,
    WritingPage,
    default_dialect,
    delete_page,
    edit_page,
    new_topic_page,
    preview,
    quotation,
    reply_page,
    revisions_page,
)

__all__ = [
    "ForumPage",
    "IndexPage",
    "NewTopicPage",
    "PostPage",
    "Preview",
    "ReplyPage",
    "RevisionsPage",
    "TopicPage",
    "WritingPage",
    "default_dialect",
    "delete_page",
    "edit_page",
    "find_forum",
    "find_post",
    "find_topic",
    "forum_page",
    "held_page",
    "held_writing",
    "index_page",
    "new_topic_page",
    "own_held",
    "own_waiting",
    "place_of",
    "preview",
    "quotation",
    "reply_page",
    "revisions_page",
    "topic_page",
    "way_to",
]
