"""The few words that posts say for themselves, by language, and how platforms are called. Pure."""

import re

from bot.text.languages import of_language

PLATFORMS = {
    "bluesky": "Bluesky",
    "discord": "Discord",
    "facebook": "Facebook",
    "flipboard": "Flipboard",
    "google_news": "Google News",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "matrix": "Matrix",
    "pinterest": "Pinterest",
    "reddit": "Reddit",
    "rss": "RSS",
    "slack": "Slack",
    "substack": "Substack",
    "telegram": "Telegram",
    "threads": "Threads",
    "tiktok": "TikTok",
    "vk": "VK",
    "whatsapp": "WhatsApp",
    "x": "X",
    "youtube": "YouTube",
}

_WORDS = {  # language: join us, photo
    "ar": ("انضموا إلينا", "الصورة"),
    "bg": ("Последвайте ни", "Снимка"),
    "bn": ("আমাদের সঙ্গে যোগ দিন", "ছবি"),
    "ca": ("Segueix-nos", "Foto"),
    "cs": ("Sledujte nás", "Foto"),
    "da": ("Følg os", "Foto"),
    "de": ("Folgen Sie uns", "Foto"),
    "el": ("Ακολουθήστε μας", "Φωτογραφία"),
    "en": ("Join us", "Photo"),
    "es": ("Síguenos", "Foto"),
    "et": ("Jälgi meid", "Foto"),
    "fa": ("به ما بپیوندید", "عکس"),
    "fi": ("Seuraa meitä", "Kuva"),
    "fr": ("Rejoignez-nous", "Photo"),
    "he": ("הצטרפו אלינו", "צילום"),
    "hi": ("हमसे जुड़ें", "फ़ोटो"),
    "hr": ("Pratite nas", "Foto"),
    "hu": ("Kövessen minket", "Fotó"),
    "id": ("Ikuti kami", "Foto"),
    "it": ("Seguici", "Foto"),
    "ja": ("フォローする", "写真"),
    "ko": ("팔로우하기", "사진"),
    "lt": ("Sekite mus", "Nuotrauka"),
    "lv": ("Seko mums", "Foto"),
    "nb": ("Følg oss", "Foto"),
    "nl": ("Volg ons", "Foto"),
    "no": ("Følg oss", "Foto"),
    "pl": ("Dołącz do nas", "Zdjęcie"),
    "pt": ("Siga-nos", "Foto"),
    "ro": ("Urmărește-ne", "Foto"),
    "ru": ("Присоединяйтесь", "Фото"),
    "sk": ("Sledujte nás", "Foto"),
    "sl": ("Spremljajte nas", "Foto"),
    "sr": ("Пратите нас", "Фото"),
    "sv": ("Följ oss", "Foto"),
    "th": ("ติดตามเรา", "ภาพ"),
    "tr": ("Bizi takip edin", "Fotoğraf"),
    "uk": ("Приєднуйтесь", "Фото"),
    "ur": ("ہم سے جڑیں", "تصویر"),
    "vi": ("Theo dõi chúng tôi", "Ảnh"),
    "zh": ("关注我们", "图"),
    "zh-hant": ("追蹤我們", "圖"),
    "zh-hk": ("追蹤我們", "圖"),
    "zh-tw": ("追蹤我們", "圖"),
}
_SAYS_ITSELF = re.compile(
    r"^\s*(?:[©📷📸]|\(c\))|(?:image|picture|bild|credit)[^:：]{0,20}[:：]|"
    + "|".join({re.escape(photo) for _, photo in _WORDS.values()}),
    re.IGNORECASE,
)


def platform_name(platform: str) -> str:
    """Say how readers know a platform; one that is not in the table is named as it is."""
    return PLATFORMS.get(platform, platform)


def join_us(language: str) -> str:
    """Say the invitation to other places; "" where we do not speak `language` (BCP 47)."""
    return _words(language)[0]


def photo_credit(credit: str, language: str) -> str:
    """Say who made the picture; a credit that says by itself what it is stays as it is."""
    if _SAYS_ITSELF.search(credit):
        return credit
    label = _words(language)[1]
    return f"{label}: {credit}" if label else f"📷 {credit}"


def _words(language: str) -> tuple[str, str]:
    return of_language(_WORDS, language) or ("", "")
