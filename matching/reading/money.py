"""Amounts of money in text: number, multiplier, currency, place. Pure.

Reads 1,234.56 and 1.234,56, 110'000, 65 000, Indian 18,00,000, 85k, 2.5 million, 70 TEUR, 12 LPA and 600万円.
A number without any currency is an amount too: whoever asks decides whether its context makes it money.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SYMBOLS = {
    "us$": "USD",
    "au$": "AUD",
    "a$": "AUD",
    "ca$": "CAD",
    "c$": "CAD",
    "can$": "CAD",
    "nz$": "NZD",
    "s$": "SGD",
    "sg$": "SGD",
    "cdn": "CAD",
    "hk$": "HKD",
    "nt$": "TWD",
    "r$": "BRL",
    "mx$": "MXN",
    "$": "$",
    "€": "EUR",
    "£": "GBP",
    "¥": "¥",
    "￥": "¥",
    "円": "JPY",
    "元": "CNY",
    "₹": "INR",
    "₺": "TRY",
    "₪": "ILS",
    "₽": "RUB",
    "₩": "KRW",
    "원": "KRW",
    "฿": "THB",
    "₱": "PHP",
    "₫": "VND",
    "₦": "NGN",
    "₴": "UAH",
    "₡": "CRC",
    "₵": "GHS",
    "zł": "PLN",
    "zl": "PLN",
    "kč": "CZK",
    "kc": "CZK",
    "ft": "HUF",
    "kr": "kr",
    "rs": "Rs",
    "re": "Rs",
    "rm": "MYR",
    "rp": "IDR",
    "sfr": "CHF",
    "fr": "CHF",
    "lei": "RON",
    "tl": "TRY",
    "ksh": "KES",
    "dhs": "AED",
    "nis": "ILS",
    "rmb": "CNY",
    "лв": "BGN",
    "руб": "RUB",
    "грн": "UAH",
    "r": "ZAR",
}
WORDS = {
    "us dollars": "USD",
    "u.s. dollars": "USD",
    "american dollars": "USD",
    "canadian dollars": "CAD",
    "australian dollars": "AUD",
    "singapore dollars": "SGD",
    "new zealand dollars": "NZD",
    "hong kong dollars": "HKD",
    "dollars": "$",
    "dollar": "$",
    "bucks": "$",
    "euros": "EUR",
    "euro": "EUR",
    "pounds sterling": "GBP",
    "pounds": "GBP",
    "quid": "GBP",
    "sterling": "GBP",
    "swiss francs": "CHF",
    "francs": "CHF",
    "franken": "CHF",
    "stutz": "CHF",
    "rupees": "Rs",
    "indian rupees": "INR",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "zloty": "PLN",
    "zlotych": "PLN",
    "złotych": "PLN",
    "złoty": "PLN",
    "kronor": "SEK",
    "kroner": "kr",
    "crowns": "CZK",
    "korun": "CZK",
    "forint": "HUF",
    "reais": "BRL",
    "pesos": "$",
    "rand": "ZAR",
    "dirhams": "AED",
    "riyals": "SAR",
    "shekels": "ILS",
    "rubles": "RUB",
    "naira": "NGN",
    "ringgit": "MYR",
    "baht": "THB",
    "won": "KRW",
    "lira": "TRY",
}
CODES = (
    "USD EUR GBP CHF CAD AUD NZD SGD HKD TWD JPY CNY INR PKR BDT LKR NPR SEK NOK DKK ISK PLN CZK HUF "
    "RON BGN HRK RSD UAH RUB TRY "
    "ILS AED SAR QAR KWD BHD OMR JOD EGP MAD TND ZAR NGN KES GHS UGX TZS ETB BRL MXN ARS CLP COP PEN "
    "UYU CRC KRW THB PHP MYR "
    "IDR VND KZT GEL AMD"
)
MULTIPLIERS = {
    "k": 1e3,
    "thousand": 1e3,
    "tsd": 1e3,
    "tausend": 1e3,
    "t": 1e3,
    "mil": 1e3,
    "tys": 1e3,
    "тыс": 1e3,
    "grand": 1e3,
    "mille": 1e3,
    "千": 1e3,
    "万": 1e4,
    "萬": 1e4,
    "만": 1e4,
    "m": 1e6,
    "mm": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "mill": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "millionen": 1e6,
    "млн": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "billions": 1e9,
    "mrd": 1e9,
    "milliarden": 1e9,
    "trillion": 1e12,
    "l": 1e5,
    "lpa": 1e5,
    "lakh": 1e5,
    "lakhs": 1e5,
    "lac": 1e5,
    "lacs": 1e5,
    "cr": 1e7,
    "crore": 1e7,
    "crores": 1e7,
}
INDIAN = frozenset({"lpa", "lakh", "lakhs", "lac", "lacs", "cr", "crore", "crores"})  # these units alone mean rupees
# Which currency an ambiguous sign means in a country; else the sign's own default.
BY_COUNTRY = {
    "$": {
        "CA": "CAD",
        "AU": "AUD",
        "NZ": "NZD",
        "SG": "SGD",
        "HK": "HKD",
        "MX": "MXN",
        "CL": "CLP",
        "CO": "COP",
        "AR": "ARS",
        "TW": "TWD",
    },
    "kr": {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK"},
    "¥": {"JP": "JPY", "CN": "CNY"},
    "Rs": {"IN": "INR", "PK": "PKR", "LK": "LKR", "NP": "NPR", "MU": "MUR"},
}
DEFAULTS = {"$": "USD", "kr": "SEK", "¥": "JPY", "Rs": "INR"}


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure: `value` without its multiplier, `unit` that multiplier's word or "", `sign` a code or ambiguous sign."""

    value: float
    unit: str
    sign: str | None
    start: int
    end: int
    grouped: bool  # written with separators of thousands, so a count of money, not a year or a code

    @property
    def factor(self) -> float:
        """What the multiplier word stands for (1 without one)."""
        return MULTIPLIERS.get(self.unit, 1.0)


def _alternatives(names: list[str]) -> str:
    return "|".join(re.escape(n).replace(r"\ ", r"\s") for n in sorted(names, key=len, reverse=True))


_LATIN = [s for s in SYMBOLS if s.isalpha() and s.isascii() or s in ("zł", "kč", "лв", "руб", "грн")]
_SIGNS = [s for s in SYMBOLS if s not in _LATIN]
_CODE = CODES.replace(" ", "|")
_PREFIX_WORDS = _alternatives([s for s in _LATIN if s not in ("ft", "lei", "re", "zl", "zł", "kč", "kc")])
_SUFFIX_WORDS = _alternatives(
    [s for s in _LATIN if s not in ("r", "re", "fr", "rs", "rm", "rp", "kc", "zl")] + ["zl", *WORDS]
)
_LETTERED = _alternatives([s for s in _SIGNS if s[0].isascii() and s[0].isalpha()])  # US$, A$, R$
_BARE = _alternatives([s for s in _SIGNS if len(s) == 1])
_NO_LETTER = r"(?<![^\W\d_])"
_MONEY_BEFORE = rf"(?:{_NO_LETTER}(?:{_LETTERED}|{_CODE}|(?:{_PREFIX_WORDS})\.?)|{_BARE})"
_MONEY_AFTER = rf"(?:(?:{_CODE})(?![^\W\d_])|(?:{_SUFFIX_WORDS})(?![^\W\d_])\.?|{_BARE})"
_SPACE = "[ \u00a0\u202f\u2009]"
_NUMBER = (
    rf"(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\d.,]*\d)|\d{{1,3}}(?:[.,'’´]\d{{3}})+(?!\d)|"
    rf"\d{{1,2}}(?:,\d{{2}})+,\d{{3}}(?!\d)|\d+)"
    r"(?:[.,]\d{1,2}(?![\d]))?"
)
_UNIT_WORDS = _alternatives([u for u in MULTIPLIERS if u.isascii() and u not in ("t",)] + ["тыс", "млн"])
_UNIT = rf"(?:(?:{_UNIT_WORDS})(?![^\W\d_])\.?|(?:k|t)(?=\s?(?:€|eur\b|£|\$|usd\b|chf\b))|[千万萬만])"
AMOUNT = re.compile(
    rf"(?:(?P<pre>{_MONEY_BEFORE})\s{{0,2}}(?:(?P<pre2>{_MONEY_BEFORE})\s?)?|(?<![A-Za-z0-9_.,]))"
    rf"(?P<num>{_NUMBER})(?:,[-–—]{{1,2}}|\.[-–—])?"
    rf"(?:\s?(?P<unit>{_UNIT}))?(?:\+(?=\s?{_MONEY_AFTER}))?(?:\s?\(?(?P<post>{_MONEY_AFTER})\)?)?(?!(?!p\.?[hdwma]\b|"
    rf"per\b|hr\b|h\b)[^\W_])",
    re.IGNORECASE,
)
LONGEST_SIGN = 14  # characters of "USD US$ " and the like before a figure
_DIGIT = re.compile(r"\d")
_GROUPED = re.compile(rf"\d[.,'’´]\d{{3}}(?!\d)|\d{_SPACE}\d{{3}}(?!\d)|,\d{{2}},")


def number(text: str) -> float:
    """The value of a written number: "1.234,56", "1,234.56", "65 000", "110'000", "18,00,000", "28.50"."""
    digits = re.sub(r"[\s'’´]", "", text)
    decimals = re.search(r"[.,](\d{1,2})$", digits)
    whole = digits[: decimals.start()] if decimals else digits
    value = float(re.sub(r"[.,]", "", whole) or 0)
    return value + float(f"0.{decimals[1]}") if decimals else value


def _sign(text: str | None) -> str | None:
    if not text:
        return None
    plain = " ".join(text.lower().split()).rstrip(".")
    return SYMBOLS.get(plain) or WORDS.get(plain) or (plain.upper() if plain.upper() in CODES.split() else None)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Matches of AMOUNT, looked for only near digits (most of a posting has none)."""
    position = 0
    while digit := _DIGIT.search(text, position):
        m = AMOUNT.search(text, max(position, digit.start() - LONGEST_SIGN))
        if m is None:
            return
        yield m
        position = m.end()


def amounts(text: str) -> list[Amount]:
    """Every figure in `text`, in order."""
    found = []
    for m in _matches(text):
        signs = [s for s in (_sign(m["post"]), _sign(m["pre"]), _sign(m["pre2"])) if s]
        sign = next((s for s in signs if len(s) == 3), signs[0] if signs else None)
        grouped = bool(_GROUPED.search(m["num"]))
        if sign == "ZAR" and not (grouped or m["unit"]) and (m["pre"] or "").lower() == "r":
            sign = None  # "R 3.5" is the language
        unit = (m["unit"] or "").lower().rstrip(".")
        if unit in INDIAN and (sign is None or sign == "Rs"):
            sign = "INR"
        found.append(Amount(number(m["num"]), unit, sign, m.start(), m.end(), grouped))
    return found


def currency(sign: str | None, country: str | None) -> str | None:
    """ISO 4217 code of a sign, as it is used in `country` (ISO2)."""
    if sign is None or sign not in DEFAULTS:
        return sign
    return BY_COUNTRY[sign].get(country or "", DEFAULTS[sign])
