"""What newcomers write, invented: people of several languages, and the three kinds of spammers who write at all.

None of these sentences stands in the base that the classifier comes with. What share of people links where is an
assumption, stated beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from old_board import THINGS, TRUSTED

# A person says two to four of these, all in one language.
TALK = {
    "en": """I joined because of the thread about ice in polar craters|We drove four hours to see the rocket rise and it was worth every minute|The third burn took longer than planned, did anybody else notice
My daughter asked how astronauts sleep and I had no good answer|If the tank is insulated you lose about one percent a month|The archive in our town has drawings of the first test stand, I can scan them
That figure cannot be right, divide by the mass of the dry stage|Please forgive my English, I write from Finland|I worked in optics for thirty years and this lens is no toy
Could we have a separate topic for amateur radio|The second video shows the leg folding in slow motion|It was free to visit, and the guide had been a flight controller
I would buy that book again, the chapter on guidance is superb|Bad weather here, so no pictures this week|You may be right, but the report says eleven seconds""",
    "de": """Ich habe mich wegen des Themas über Landeplätze angemeldet|Bei uns im Verein bauen wir gerade ein Teleskop aus Sperrholz|Die dritte Zündung dauerte länger als geplant
Kann mir jemand sagen, wo die alten Pläne liegen|Meine Tochter fragte, wie Astronauten schlafen|Das Buch ist leider vergriffen, ich leihe es gern aus
Gestern Nacht war die Sicht endlich gut|Die Zahl im zweiten Beitrag kann nicht stimmen""",
    "fr": """Je me suis inscrit pour la discussion sur les cratères|Nous avons roulé toute la nuit pour voir la fusée|Le chiffre du deuxième message me paraît faux
Ma fille voulait savoir comment dorment les astronautes|Quelqu'un a-t-il les plans de l'ancien moteur|Il a plu toute la semaine, donc aucune photo""",
    "ru": """Зарегистрировался из-за темы о льде в кратерах|Ехали всю ночь, чтобы увидеть старт ракеты|Третье включение двигателя длилось дольше плана
Дочка спросила, как спят космонавты|Цифра во втором сообщении неверна, проверьте массу ступени|У нас в кружке строят телескоп из фанеры""",
    "es": """Me registré por el tema de los cráteres helados|Condujimos toda la noche para ver el cohete|La tercera ignición duró más de lo previsto
Mi hija preguntó cómo duermen los astronautas|Esa cifra no puede ser correcta|Ha llovido toda la semana y no hay fotos""",
    "zh": """我是因为讨论极地冰才注册的|我们开了一夜的车去看火箭升空|第三次点火的时间比计划长
女儿问我宇航员怎么睡觉|第二条帖子里的数字好像不对|这个星期一直下雨,没有拍到照片""",
    "ja": """クレーターの氷の話題を読んで登録しました|一晩中運転してロケットを見に行きました|三回目の燃焼は予定より長かったですね
娘に宇宙飛行士はどう眠るのかと聞かれました|二番目の投稿の数字は間違いだと思います""",
}  # fmt: skip
PITCHES = {
    "en": """Hello friends, after months of search I can recommend this shop for {thing}, great prices and fast delivery, just click and order|Anyone who needs {thing} should try them, they gave me a huge discount and a bonus for new customers
Cheap {thing} online, best quality guaranteed, visit the website now|Very informative post, keep it up! By the way the best {thing} offers are here, save money today
Are you tired of paying too much for {thing}? Get a free quote, limited offer, sign up now|I earn good money every week with {thing}, contact me on WhatsApp and I show you the way""",
    "de": """Beste Angebote für {thing}, jetzt kostenlos anmelden und Bonus sichern|Wer {thing} günstig kaufen will, sollte hier bestellen, schnelle Lieferung und Rabatt""",
    "ru": """Лучшие цены на {thing}, скидка новым клиентам, заказать на нашем сайте|Заработок на {thing} без вложений, бонус за регистрацию, пишите""",
    "es": """La mejor oferta de {thing}, gratis el primer mes, haz clic aquí|Gana dinero con {thing} desde casa, bono de bienvenida, regístrate ahora""",
    "zh": """最便宜的{thing},点击链接立即购买,免费送货|注册就送彩金,{thing}在线平台,欢迎访问我们的网站""",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Newcomer:
    """`later` is what their post is edited into, some days on; "" when it is not."""

    kind: str
    is_spam: bool
    text: str
    later: str = ""
    website: str = ""
    language: str = "en"


def people(chance: Random, number: int) -> Iterator[Newcomer]:
    """Half of them write English. A fifth links to where everybody links, 3 % show a page of their own."""
    for n in range(number):
        language = "en" if chance.random() < 0.5 else chance.choice([*TALK])
        text, kind = _talk(chance, language), "people"
        dice = chance.random()
        if dice < 0.2:
            text, kind = (
                f"{text} https://{chance.choice(TRUSTED)}/{chance.randint(1, 999)}",
                "linking to known places",
            )
        elif dice < 0.23:
            text, kind = f"{text} https://my-pictures-{n}.example/", "showing their own page"
        yield Newcomer(kind, False, text, language=language)


def spammers(chance: Random, number: int) -> Iterator[Newcomer]:
    """Droppers, copiers and late editors as 20 : 10 : 5, as in old_board. In one language of five, half English."""
    for n in range(number):
        thing = chance.choice(THINGS)
        host = f"{thing.replace(' ', '-')}-{chance.randint(1, 40)}.example"
        language = "en" if chance.random() < 0.5 else chance.choice([*PITCHES])
        pitch = chance.choice(_lines(PITCHES[language])).format(thing=thing)
        kind = ("droppers",) * 4 + ("copiers",) * 2 + ("late editors",)
        match kind[n % 7]:
            case "droppers":
                # Half of them hide the link in talk.
                words = pitch if chance.random() < 0.5 else _talk(chance, "en")
                yield Newcomer("droppers", True, f"{words} http://{host}/buy", language=language)
            case "copiers":
                yield Newcomer("copiers", True, pitch, website=f"http://{host}/", language=language)
            case _:
                words = _talk(chance, "en")
                yield Newcomer("late editors", True, words, f"{words} http://{host}/")


def _talk(chance: Random, language: str) -> str:
    lines = _lines(TALK[language])
    return ". ".join(chance.sample(lines, chance.randint(2, min(4, len(lines))))) + "."


def _lines(text: str) -> list[str]:
    return text.replace("\n", "|").split("|")
