"""The names that folders for sent mail have, as mail programs and servers call them in their languages."""

from __future__ import annotations

import base64
import re
import unicodedata

_NAMES = (
    "Sent", "Sent Mail", "Sent-Mail", "Sent Items", "Sent Messages",
    "보낸 편지함", "보낸편지함", "보낸 메일함", "보낸메일함", "보낸 메시지", "보낸 항목",
    "送信済み", "送信済みアイテム", "送信済みメール", "送信済みメッセージ", "送信済みトレイ", "送信メール",
    "已发送", "已发送邮件", "已发送消息", "已发邮件", "已傳送", "已傳送郵件", "寄件備份", "寄件匣",
    "Gesendet", "Gesendete Objekte", "Gesendete Elemente", "Gesendete Nachrichten",
    "Envoyés", "Éléments envoyés", "Messages envoyés", "Objets envoyés",
    "Enviados", "Elementos enviados", "Mensajes enviados", "Enviadas", "Itens enviados", "Mensagens enviadas",
    "Inviati", "Inviata", "Posta inviata", "Messaggi inviati",
    "Verzonden", "Verzonden items", "Verzonden berichten", "Sendt", "Sendte elementer", "Skickat", "Skickade objekt",
    "Lähetetyt", "Wysłane", "Elementy wysłane", "Odeslané", "Odeslaná pošta", "Odoslané", "Elküldött",
    "Elküldött elemek", "Gönderilmiş", "Gönderilmiş Öğeler", "Отправленные", "Надіслані", "Đã gửi", "Thư đã gửi",
    "ส่งแล้ว", "รายการที่ส่งแล้ว", "Terkirim", "Item Terkirim", "المرسلة", "العناصر المرسلة",
)  # fmt: skip
"""As folders are called on the disk, the likeliest first where a mailbox has several."""
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")


def rank_of_sent(name: str) -> int | None:
    """How likely a folder of this name holds what was sent, 0 the likeliest; None for a name of another kind.

    The name may be written as servers of IMAP do it (modified UTF-7; RFC 3501, 5.1.3).
    """
    return _RANKS.get(_key(readable_name(name)))


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


_RANKS = {_key(name): rank for rank, name in reversed(list(enumerate(_NAMES)))}


def readable_name(name: str) -> str:
    """A folder's name in Unicode; one that is no modified UTF-7 as it stands. Foreign, as names are."""
    try:
        return _SHIFTED.sub(lambda found: _unshifted(found[1]), name)
    except ValueError:
        return name


def _unshifted(text: str) -> str:
    if not text:
        return "&"
    padded = text.replace(",", "/") + "=" * (-len(text) % 4)
    return base64.b64decode(padded, validate=True).decode("utf-16-be")
