import pytest

from bot.text.dateline import without_dateline
from tests.runaway import no_runaway

# Each case is what stands before the story, and " | ", and how that begins.
DATELINES = (
    "【NHK】 | 気象庁は19日、東京の桜が開花したと発表した。",
    "【環球時報】 | 新线全长28公里。",
    "KYIV, Nov 3 (Reuters) -  | Ukraine said so.",
    "WASHINGTON (AP) —  | The president said.",
    "NEW YORK (Reuters) -  | Stocks fell.",
    "LONDON, Nov. 3 (Reuters) –  | Shares rose.",
    "PARIS/BERLIN, May 1 (Reuters) -  | France said.",
    "Nov 3 (Reuters) -  | Apple said.",
    "(Reuters) -  | Apple said.",
    "(CNN) —  | The storm hit.",
    "LOS ANGELES, Calif. —  | Fire burns.",
    "BEIJING, Nov. 3 (Xinhua) --  | China said.",
    "Berlin (dpa) -  | Die Regierung sagt das.",
    "Berlin/München (dpa/lby) -  | Die Polizei sucht.",
    "Wien (APA) –  | Der Kanzler kam.",
    "Frankfurt a. M. (dpa) -  | Die Bank teilte mit.",
    "PARIS, 3 nov (Reuters) -  | La France a dit.",
    "Paris, 3 nov. 2026 (AFP) –  | La France a dit.",
    "Madrid, 3 nov (EFE).-  | El Gobierno dijo.",
    "Santiago de Chile, 3 nov (EFE).-  | El Gobierno dijo.",
    "Redacción Internacional, 3 nov (EFE).-  | El Gobierno dijo.",
    "MADRID, 3 (EUROPA PRESS)  | El Gobierno dijo.",
    "MADRID.-  | El Gobierno dijo.",
    "BOGOTÁ (AP) —  | Colombia dijo.",
    "(ANSA) - ROMA, 03 NOV -  | Il governo dice.",
    "Milano, 3 nov. (Adnkronos) -  | Il governo dice.",
    "Lisboa, 03 nov 2026 (Lusa) –  | O Governo disse.",
    "SÃO PAULO, SP (FOLHAPRESS) -  | O governo disse.",
    "ANKARA (AA) -  | Bakan konuştu.",
    "МОСКВА, 3 ноя — РИА Новости.  | Президент сказал.",
    "МОСКВА, 3 ноября. /ТАСС/.  | Президент сказал.",
    "Москва. 3 ноября. INTERFAX.RU -  | Президент сказал.",
    "КИЕВ, 3 ноября (Рейтер) -  | Президент сказал.",
    "КИЇВ. 3 листопада. УНН.  | Президент сказав.",
    "Warszawa (PAP) -  | Premier powiedział.",
    "القاهرة (رويترز) -  | قال الوزير.",
    "القاهرة 3 نوفمبر (رويترز) -  | قال الوزير.",
    "नई दिल्ली, 3 नवंबर (भाषा)  | प्रधानमंत्री ने कहा।",
    "NEW DELHI:  | The court ruled.",
    "Mumbai, Nov 3 (PTI)  | The court ruled.",
    "DHAKA, Nov 3:  | The court ruled.",
    "NEW YORK —  | The mayor spoke.",
    "WASHINGTON –  | “No,” said the senator.",
    "PORT ELLERY —  | The night train returns.",
    "Kyiv, Ukraine –  | Volodymyr sat down.",
    "Gaza City, Gaza –  | The bombs fell.",
    "SEOUL, South Korea (AP) —  | North Korea fired.",
    "SEOUL, Nov. 3 (Yonhap) --  | South Korea said.",
    "新华社北京11月3日电（记者张三） | 中国政府说。",
    "（中央社記者王小明台北3日電） | 總統說。",
    "【ワシントン=山田太郎】 | 米大統領は言った。",
    "[東京 3日 ロイター] -  | 日銀は言った。",
    "(서울=연합뉴스) 홍길동 기자 =  | 정부는 말했다.",
    "[서울=뉴시스] 홍길동 기자 =  | 정부는 말했다.",
    "[아침신문=홍길동의 문화산책]  | 정부는 말했다.",
    "(CNN) | The storm hit.",
    "WATCH:  | The night train returns.",
    "Video –  | The night train returns.",
    "Vídeo:  | O trem noturno volta.",
    "UPDATED:  | The night train returns.",
    "Обновлено:  | Ночной поезд возвращается.",
    "Port Ellery (CNN Business) | Shares rose.",
    "PORT ELLERY, Maine (WABC) -  | The night train returns.",
    "TORONTO —  | 25 people were hurt.",
    "ST. LOUIS (AP) —  | The Cardinals won.",
    "WINSTON-SALEM, N.C. (AP) —  | Wake Forest won.",
)
STORIES = (
    "【社説】政府は説明を尽くすべきだ。",
    "【速報】東京で桜が開花した。",
    "Apple (AAPL) - the maker - said so.",
    "NASA – which flies to the moon – said so.",
    "CLAIM: Vaccines do harm.",
    "CLAIM — Vaccines do harm.",
    "BIDEN: We won.",
    "MYTH: It is flat.",
    "The bank (HSBC) – Britain's largest – said.",
    "COVID-19 – Die Zahlen steigen.",
    "Berlin ist schön.",
    "He told Reuters - and others - that it was over.",
    "Smith, who is 40 — The youngest — spoke.",
    "Tom Okafor – he lost a boat – spoke.",
    "WASHINGTON (AP) — ",
    "Der Sender (CNN) berichtet.",
    "Anna, Bert and Carla – Three friends.",
    "Die Nachrichtenagentur (dpa) meldet das.",
    "US – der Rest – bleibt.",
    "„Nein“ – Das war alles.",
    "I – The first.",
    "SATIRE — The president is a lizard.",
    "Q: Why? A: Because.",
    "USA: Trump gewinnt.",
    "İDDİA — Su yanıyor.",
    "NVIDIA (NVDA) – Shares rose.",
    "Video: a lamp burns.",
    "FILE - Fishermen look at the wall.",
    "Watch the lamps: They burn.",
    "[x=3] is what is told.",
)


@pytest.mark.parametrize("case", DATELINES)
def test_a_dateline_is_no_part_of_the_story(case: str) -> None:
    dateline, _, story = case.partition(" | ")
    assert without_dateline(dateline + story) == story


@pytest.mark.parametrize("text", STORIES)
def test_what_only_looks_like_a_dateline_stays(text: str) -> None:
    """Above all what says whose words these are, or that they are wrong."""
    assert without_dateline(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Berlin – Die Stadt baut die Brücke.", "Die Stadt baut die Brücke."),
        ("Port Ellery — The city mends the bridge.", "The city mends the bridge."),
        ("Jakarta - Kota itu membangun jembatan.", "Kota itu membangun jembatan."),
        ("Ellery – Dortmund endet 3:1.", "Ellery – Dortmund endet 3:1."),
        ("Ellery – Nice ends 3-1.", "Ellery – Nice ends 3-1."),
    ],
)
def test_a_place_alone_is_told_by_how_the_story_goes_on(text: str, told: str) -> None:
    story = "Es heißt, die Brücke sei alt. They said the bridge was old. Warga, kota tua, diam. A nice win for Nice."
    assert without_dateline(text, story) == told
    assert without_dateline(text) == text


@pytest.mark.parametrize("part", ["A", "A ", "A, ", "(AP", "A.B.", "AB-", "3 ", "Aa – ", "新华社"])
def test_no_text_takes_long(part: str) -> None:
    with no_runaway():
        without_dateline(part * 10_000)
