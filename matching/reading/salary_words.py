"""Words that tell a salary from other sums, in the languages postings come in (mostly English and German)."""

import re

_I = re.IGNORECASE

SALARY = re.compile(
    r"\b(?:salar(?:y|ies)|compensation|pay(?:ing|s)?|paid|wages?|remuneration|base|basic|stipend|"
    r"earn(?:s|ings?)?|hourly|day\s?rate|daily\srate|rate"
    r"|package|ctc|gross|net|hiring\srange|starting\sat|offer(?:ing)?|p\.?a\.?|per\sannum|annually|lpa"
    r"|\w*geh(?:alt|älter|aelter)\w*|\w*vergütung|verguetung|minijob|\w*lohn|\w*verdienst\w*|entgelt|bezahlung|"
    r"brutto\w*|netto|stundensatz|tagessatz|jahresziel\w*"
    r"|salaires?|rémunération|brut|salarios?|sueldo|retribución|bruto|salário|remuneração|stipendio|"
    r"retribuzione|ral|lordo|salaris|loon|vergoeding"
    r"|wynagrodzenie|pensja|zarobki|lön|månadslön|lønn?|plat|mzda|fizetés|bér|maaş|年収|月給|時給|年薪|月薪|연봉|월급|"
    r"зарплата|оклад)\b|年収|月給|時給|年薪|月薪|연봉",
    _I,
)
DECOY = re.compile(
    r"\b(?:(?:relocation|equity|bonus|severance|benefits?|stock) packages?|bonus(?:es)?|boni|"
    r"sign(?:ing)?[-\s]?on|signing|relocat\w+|equity|shares?|stock|options?|"
    r"rsus?|ote|on[-\s]target|commissions?|provision"
    r"|fund(?:ing|ed|s)?|rais(?:ed?|ing)|series\s[a-h]|seed|valuation|valued|backed|invest\w*|revenues?|"
    r"turnover|umsatz|arr|mrr|acv|tcv|gmv|aum|assets"
    r"|sales|budgets?|\w*budget|quotas?|portfolios?|deals?|pipeline|grants?|sav(?:ed?|ing|ings)|worth|"
    r"contracts?|market|transactions?|spend(?:ing)?"
    r"|p&l|401\(?k\)?|match(?:ing|es|ed)?|insurance|coverage|cover|pension|allowances?|reimburs\w+|"
    r"referr?als?|vouchers?|gift|tuition|per\sdiem"
    r"|mileage|discounts?|fines?|fees?|donat\w+|prizes?|award(?:ed|s)?|customers?|users?|clients|plans?|"
    r"subscriptions?|pric(?:e|es|ed|ing)|costs?"
    r"|accounts?|manag(?:e|es|ing)|oversee\w*|process(?:es|ing)?|handl\w+|generat\w+|grew|grow\w*|"
    r"profits?|debt|loans?|mortgages?|claims?|purchas\w+"
    r"|projects?\sof|scholarships?|penalt\w+|billion|capital|zuschuss|prämie|investition\w*|"
    r"fördermittel|finanzierung\w*|auftragsvolumen|weiterbildung\w*"
    r"|stipend\sfor|learning|wellness|equipment|lift(?:ing)?|carry\w*|team\sof|chiffre|levée|"
    r"facturación|more\sthan|over\s\d|serv(?:e|es|ing))\b",
    _I,
)
# Behind a figure only things that follow it as its head noun: "$5,000 sign-on bonus", "$40M in funding".
DECOY_RIGHT = re.compile(
    r"^\W{0,3}(?:[\w'-]+\s){0,4}?(?:[\w-]*bonus(?:es)?|\w*prämie|sign(?:ing)?[-\s]?on|relocation|per\sdiem|equity|"
    r"in\s(?:stock|shares|equity)|shares?|stock|options?|rsus?|ote\b"
    r"|on[-\s]target|commissions?|(?:in\s)?(?:\w+\s)?funding|series\s[a-h]\b|seed|valuation|"
    r"(?:in\s)?revenues?|turnover|umsatz|arr\b|mrr\b|acv\b|aum\b"
    r"|assets|(?:in\s)?sales|\w*budgets?|quotas?|portfolios?|deals?|pipeline|grants?|savings|contracts?|"
    r"market|transactions?|spend|p&l|match"
    r"|insurance|coverage|allowances?|reimbursement|referral|vouchers?|gift|tuition|discount|fees?|"
    r"customers?|users?|employees|people"
    r"|companies|company|business|industry|startup|organi[sz]ation|investment|capital|profit|loans?|"
    r"zuschuss|profit|learning|wellness"
    r"|training\s\w+|education|development|home\soffice|equipment|internet|phone|travel|remote\swork|"
    r"of\s(?:life|cover)|lbs|kg|hours?\sof|orders)\b",
    _I,
)
# "including bonus", "before commission": the sum is still the pay.
NEUTRAL = re.compile(
    r"\b(?:incl(?:\.|uding|usive\sof)?|excl(?:\.|uding|usive\sof)?|before|without|inkl\.?|zzgl\.?|"
    r"ohne)\s(?:of\s)?[\w\s-]{0,25}?(?:bonus(?:es)?|commission|equity|stock|allowances?)"
    r"|\(?(?:plus|\+)\s?(?:bonus|commission|equity|benefits)\)?(?=\s*:)|\bbase\s(?:and|\+|&)\sbonus(?=\s*:)",
    _I,
)
BREAK = re.compile(
    r"(?<!\bp\.a)(?<!\bca)(?<!\bapprox)(?<!\bmin)(?<!\bmax)(?<!\bincl)[.!?;](?=\s|$)|[\n•●;|]|"
    r",\s(?=[^\W\d])|\s\+\s|\splus\s|\s[-–—]\s(?=[^\W\d])",
    _I,
)
RANGE = re.compile(
    r"\s*(?:[([]?(?:gross|brutto|net|netto|pa|p\.a\.|(?:per|an?|/)\s?(?:hour|hr|h|day|week|month|mo|"
    r"year|yr|annum|stunde|tag|monat|jahr))[)\]]?\s*)?"
    r"(?:[,;/|]?\s*\bmax(?:imum)?\b\.?\s*(?:salary|pay|rate|of)?\s*:?|\brising to\b|[-–—−‐‑~～〜→/]|"
    r"\.\.\.?|…|\bto\b|\bthrough\b|\buntil\b|\bbis(?:\szu)?\b|\bà\b|\ba\b|\be\b|\by\b|"
    r"\bet\b|\bi\b|\band\b|\bund\b|\baté\b|\bhasta\b|\bdo\b|\btill?\b"
    r"|\btot\b|\ben\b|\boch\b|\bog\b|\bdo\b|до|から)\s*(?:[-–—]\s*)?(?:maximum\s|max\.?\s|up\sto\s)?",
    _I,
)
RANGE_OPENERS = re.compile(
    r"(?:between|zwischen|entre|tussen|mellan|mellem|mellom|tra|fra|from|von|"
    r"between\s\w+)\s*(?:approx\.?|ca\.?|about)?\s*$",
    _I,
)
UP_TO = re.compile(
    r"(?:\bup\s?to|\bupto|\bbis(?:\s(?:zu|max\.?|maximal))?|\bmax(?:imum|imal)?\.?(?:\s(?:of|salary|pay|"
    r"rate))?|\bas\s(?:high|much)\sas|\bno\smore\sthan|\bnot\sexceeding"
    r"|\bunder|\bhöchstens|\bjusqu['’]à|\bhasta|\baté|\bfino\sa|\btot|\bdo|\bcapped\sat|\bop\still|"
    r"\bupp\still|до)\s*:?\s*(?:a\s|an\s|approx\.?\s|ca\.?\s|circa\s)?$",
    _I,
)
FROM = re.compile(
    r"(?:\bfrom|\bstart(?:s|ing)?\s(?:at|from)|\bbegin(?:s|ning)\sat|\bab|\bmin(?:imum|d\.|destens|"
    r"imal)?\.?(?:\s(?:of|salary|pay|rate))?|\bat\sleast|\bno\sless\sthan"
    r"|\bnot\sless\sthan|\bmore\sthan|\bover|\bod|\bà\spartir\sde|\ba\spartir\sde|\bdesde|"
    r"\ba\spartire\sda|\bda|\bvanaf|\bfrån|\bfra|\bupwards\sof|\bdès|\bmínimo|\bfloor\sof|от)"
    r"\s*:?\s*(?:a\s|an\s|approx\.?\s|ca\.?\s|circa\s|about\s)?$",
    _I,
)
OPEN_END = re.compile(
    r"\+(?!\s?\w)|\+\s?(?=(?:per|an?|/|p\.?a)\b)|\s?(?:and|or)\s(?:up|above|more|higher)\b|"
    r"\s?(?:upwards|aufwärts|and\supwards|oder\smehr|minimum|min\.)\b|から|以上",
    _I,
)

# A period right behind the figure; then anywhere near it.
_TAIL = (
    r"(?:\s?(?:gross|brutto|net|netto|brut|bruto|usd|eur|gbp|cad|aud|\(?gross\)?|salary|ctc|base|rate|"
    r"fte|\*))*\s?[,(]?\s*"
)
PERIODS = {
    "hour": re.compile(
        _TAIL + r"(?:/|per|pr\.?|an|a|each|pro|je|die|par|por|all['’]|the|p\.?\s?)?\s?(?:hours?|hrs?|h|std\.?|stunde|"
        r"heure|hora|ora|uur|timme|time|godz\w*|stunden?)\b|"
        + _TAIL
        + r"(?:hourly|ph\b|p/h|stündlich|時給|\S{0,2}(?:l['’]heure))",
        _I,
    ),
    "day": re.compile(
        _TAIL
        + r"(?:/|per|pr\.?|an|a|each|pro|je|par|por|al|p\.?\s?)?\s?(?:days?|tag|jour|d[ií]a|dia|dag|dzień|diem)\b|"
        + _TAIL
        + r"(?:daily|pd\b|p/d|p\.d\.|täglich|/d\b)",
        _I,
    ),
    "week": re.compile(
        _TAIL
        + r"(?:/|per|pr\.?|an|a|each|pro|je|par|por|p\.?\s?)?\s?(?:weeks?|wks?|woche|semaine|semana|vecka)\b|"
        + _TAIL
        + r"(?:weekly|pw\b|p/w|p\.w\.|wöchentlich)",
        _I,
    ),
    "month": re.compile(
        _TAIL + r"(?:/|per|pr\.?|an|a|each|pro|je|im|par|por|al|p\.?\s?|i\s)?\s?(?:months?|mth|mo|mon|monat|mois|"
        r"mes|mês|"
        r"mese|maand|månad(?:en)?|måned(?:en)?|mån|md|mies\w*|miesiąc|mc|měsíc\w*|hó|ay|lună)\b\.?|"
        + _TAIL
        + r"(?:monthly|pcm\b|p\.?m\.?\b|monatl\w*|mtl\b|mensuel\w*|mensual\w*|mensais|mensal|mensili|mies\.|в "
        r"месяц|/月|万/月)",
        _I,
    ),
    "year": re.compile(
        _TAIL + r"(?:/|per|pr\.?|an|a|each|pro|je|im|par|por|al|p\.?\s?)?\s?(?:years?|yrs?|y|annum|jahr|ann[eé]e|an|"
        r"año|"
        r"ano|anno|jaar|år|rok|év)\b|"
        + _TAIL
        + r"(?:annual(?:ly)?|yearly|p\.?\s?a\b\.?|jährlich|annuels?|anual(?:es)?|anuais|annui|rocznie|"
        r"jahresgehalt|/年)",
        _I,
    ),
}
PERIOD_HINTS = {
    "hour": re.compile(
        r"\b(?:hourly|per\shour|an\shour|stundenlohn|stundensatz|pro\sstunde|taux\shoraire|/hr|/h|/hour|"
        r"timlön|uurloon)\b|時給",
        _I,
    ),
    "day": re.compile(
        r"\b(?:daily|day\s?rate|per\sday|a\sday|tagessatz|tagessätze|pro\stag|tjm|tarif\sjournalier|/day)\b|"
        r"日給",
        _I,
    ),
    "week": re.compile(r"\b(?:weekly|per\sweek|a\sweek|wochenlohn|pro\swoche|/week)\b", _I),
    "month": re.compile(
        r"\b(?:monthly|per\smonth|a\smonth|\w*monats\w*|monatlich\w*|pro\smonat|im\smonat|mensuel\w*|"
        r"mensual\w*|mensal|al\smes|par\smois|por\smês|/month|/mo|miesięcznie|maandelijks|maandsalaris|"
        r"månadslön|månadsvis|månedsløn|měsíčně)\b|月給|月薪|월급",
        _I,
    ),
    "year": re.compile(
        r"\b(?:annual(?:ly|ised|ized)?|yearly|per\s(?:annum|year)|a\syear|p\.a|jahres\w*|jährlich\w*|"
        r"pro\sjahr|im\sjahr|annuel\w*|anual(?:es)?|par\san|al\saño|ctc|ral|/year|/yr|rocznie|årslön|"
        r"årslønn|jaarsalaris|per\sår)\b|年収|年薪|연봉",
        _I,
    ),
}

# Rough units of a currency for one dollar: only to tell an hourly from a yearly figure, never to convert pay.
UNITS_PER_DOLLAR = {
    "INR": 80.0,
    "PKR": 280.0,
    "BDT": 110.0,
    "LKR": 300.0,
    "NPR": 130.0,
    "JPY": 140.0,
    "CNY": 7.0,
    "TWD": 31.0,
    "HKD": 7.8,
    "KRW": 1300.0,
    "PLN": 4.0,
    "CZK": 23.0,
    "HUF": 360.0,
    "RON": 4.6,
    "BGN": 1.8,
    "RSD": 108.0,
    "UAH": 40.0,
    "RUB": 90.0,
    "TRY": 35.0,
    "SEK": 10.0,
    "NOK": 10.0,
    "DKK": 7.0,
    "ISK": 135.0,
    "ILS": 3.6,
    "AED": 3.7,
    "SAR": 3.75,
    "QAR": 3.6,
    "EGP": 45.0,
    "MAD": 10.0,
    "ZAR": 18.0,
    "NGN": 1500.0,
    "KES": 130.0,
    "GHS": 13.0,
    "BRL": 5.0,
    "MXN": 18.0,
    "ARS": 1000.0,
    "CLP": 900.0,
    "COP": 4000.0,
    "THB": 35.0,
    "PHP": 57.0,
    "MYR": 4.5,
    "IDR": 15500.0,
    "VND": 25000.0,
    "CRC": 520.0,
    "KZT": 480.0,
}
# Currencies of places where pay is quoted by the month.
MONTHLY = frozenset(
    [
        "EUR",
        "CHF",
        "SGD",
        "JPY",
        "PLN",
        "CZK",
        "HUF",
        "RON",
        "UAH",
        "RUB",
        "BGN",
        "RSD",
        "SEK",
        "DKK",
        "TRY",
        "ILS",
        "AED",
        "SAR",
        "QAR",
        "PKR",
        "BDT",
        "THB",
        "PHP",
        "MYR",
        "IDR",
        "VND",
        "BRL",
        "CNY",
        "TWD",
        "HKD",
        "EGP",
        "KES",
        "NGN",
    ]
)  # noqa: SIM905  (a table)
# Currencies of places where a small bare figure is an hourly wage.
HOURLY_PAID = frozenset({"USD", "CAD", "AUD", "NZD", "GBP", "EUR", "CHF"})
