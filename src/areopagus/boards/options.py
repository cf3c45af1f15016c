"""What an administrator may change about the board."""

from __future__ import annotations

from areopagus.core.options import option

TITLE = option("board.title", "A new board", "The name at the top of every page.")
DESCRIPTION_HTML = option(
    "board.description_html", "", "The line under the board's name.", is_html=True
)
ANNOUNCEMENT_HTML = option(
    "board.announcement_html", "", "A box on every page; empty for none.", is_html=True
)
MAINTENANCE = option(
    "board.maintenance", False, "Whether the board is closed to all but administrators."
)
MAINTENANCE_HTML = option(
    "board.maintenance_html",
    "The board is being looked after and will be back shortly.",
    "What visitors read while the board is closed.",
    is_html=True,
)
INSTALLABLE = option(
    "board.installable",
    True,
    "Whether browsers may install the board like an app, and keep a page that says when there is no connection.",
)
COLOUR = option(
    "board.colour",
    "#97331b",
    "The colour around the board where it is installed, such as #97331b, which is that of its icon.",
)
TOPICS_PER_PAGE = option(
    "board.topics_per_page", 30, "Topics on a page of a forum.", at_least=3, at_most=75
)
POSTS_PER_PAGE = option(
    "board.posts_per_page", 25, "Posts on a page of a topic.", at_least=3, at_most=75
)
TITLE_LENGTH = option(
    "board.title_length",
    70,
    "The longest title of a topic, in characters.",
    at_least=10,
    at_most=255,
)
POST_LENGTH = option(
    "board.post_length", 60_000, "The longest post, in characters.", at_least=100, at_most=1_000_000
)
MARKUP = option(
    "board.markup",
    "bbcode",
    "How members write unless they choose otherwise.",
    choices=("bbcode", "markdown"),
)
QUOTE_DEPTH = option(
    "board.quote_depth", 3, "How many quotes may stand inside one another.", at_least=0, at_most=20
)
SMILIES = option("board.smilies", True, "Whether smilies become pictures.")
POST_IMAGES = option("board.post_images", True, "Whether posts show images.")
QUICK_REPLY = option("board.quick_reply", True, "Whether a reply box stands under each topic.")
GUEST_MAIL_REQUIRED = option(
    "board.guest_mail_required", True, "Whether a guest who writes must give a mail address."
)
TOPIC_REVIEW = option(
    "board.topic_review",
    15,
    "Posts shown under the reply form; 0 for none.",
    at_least=0,
    at_most=50,
)
ONLINE_SECONDS = option(
    "board.online_seconds", 300, "Seconds after which somebody counts as gone.", at_least=60
)
USERS_ONLINE = option("board.users_online", True, "Whether the index says who is online.")
SHOW_VIEWS = option("board.show_views", True, "Whether topics show how often they were read.")
SHOW_AUTHOR_FACTS = option(
    "board.show_author_facts", True, "Whether posts show From, Registered and Posts."
)
FEED_LENGTH = option("board.feed_length", 15, "Entries in a feed.", at_least=1, at_most=50)

# Robots. What is asked of them binds only those who heed it.

UNSAID = ("unsaid", "yes", "no")
DISALLOWED = option(
    "robots.disallowed",
    "",
    "Addresses that robots are to leave alone, besides forms and such: /forums/7-archive/ for example, with blanks between.",
)
CRAWL_DELAY = option(
    "robots.crawl_delay",
    0,
    "Seconds a robot is to wait between two pages; 0 to say nothing. Bing and others heed it, Google does not.",
    at_least=0,
    at_most=60,
)
USE_FOR_SEARCH = option(
    "robots.search",
    "unsaid",
    "May what is written here be found by search engines?",
    choices=UNSAID,
)
USE_AS_INPUT = option(
    "robots.ai_input",
    "unsaid",
    "May it be given to a language model that answers a question with it?",
    choices=UNSAID,
)
USE_FOR_TRAINING = option(
    "robots.ai_training", "unsaid", "May language models be trained with it?", choices=UNSAID
)
REFUSES_AI_CRAWLERS = option(
    "robots.refuses_ai_crawlers",
    False,
    "Whether the robots named below are asked to stay away altogether.",
)
AI_CRAWLERS = option(
    "robots.ai_crawlers",
    "GPTBot ClaudeBot CCBot Google-Extended Applebot-Extended Bytespider meta-externalagent Amazonbot",
    "Their names, with blanks between. These gather texts for language models.",
)
WORDS = option(
    "boards.words",
    "",
    "Words to be shown otherwise (heck = darn), or that hold a text back (casino* hold), refuse it (spamword refuse) or "
    "call the moderators (lottery flag). An asterisk stands for any letters.",
    is_list=True,
)
