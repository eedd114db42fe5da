"""Salary reading: many currencies, number formats and periods; sums that are no salary."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.reading.salary import Salary, find_salary, read_salary

N = None
YEAR, MONTH, WEEK, DAY, HOUR = "year", "month", "week", "day", "hour"

OFFERS: list[tuple[str, float | None, float | None, str | None, str | None]] = [
    # dollars and their kin
    ("$120,000 - $150,000 per year", 120_000, 150_000, "USD", YEAR),
    ("$120,000.00 to $150,000.00 annually", 120_000, 150_000, "USD", YEAR),
    ("Salary: $85k", 85_000, 85_000, "USD", YEAR),
    ("Pay range: $22.10–$31.75/hr", 22.1, 31.75, "USD", HOUR),
    ("$25/hour", 25, 25, "USD", HOUR),
    ("$18 per hour, 40 hours per week", 18, 18, "USD", HOUR),
    ("20 hours a week at $19.50 an hour", 19.5, 19.5, "USD", HOUR),
    ("Hourly rate: $45 - $60", 45, 60, "USD", HOUR),
    ("$800 - $900 per day", 800, 900, "USD", DAY),
    ("$1,500 per week", 1_500, 1_500, "USD", WEEK),
    ("$7,083.00 – $9,500.00 Monthly", 7_083, 9_500, "USD", MONTH),
    ("$80K/yr", 80_000, 80_000, "USD", YEAR),
    ("USD 95,000 - 110,000 p.a.", 95_000, 110_000, "USD", YEAR),
    ("US$ 70k–90k", 70_000, 90_000, "USD", YEAR),
    ("between $60,000 and $70,000", 60_000, 70_000, "USD", YEAR),
    ("Between 95 and 105 thousand US dollars a year", 95_000, 105_000, "USD", YEAR),
    ("The salary for this role is 72,500 dollars per year", 72_500, 72_500, "USD", YEAR),
    ("Starting at $17.25 per hour", 17.25, N, "USD", HOUR),
    ("from $65,000 a year", 65_000, N, "USD", YEAR),
    ("$100k+", 100_000, N, "USD", YEAR),
    ("at least $3,000 per month", 3_000, N, "USD", MONTH),
    ("up to $130,000 per annum", N, 130_000, "USD", YEAR),
    ("Compensation up to $45/hour", N, 45, "USD", HOUR),
    ("Base salary $110k plus 15% bonus", 110_000, 110_000, "USD", YEAR),
    ("Salary £45k. Bonus up to £5,000.", 45_000, 45_000, "GBP", YEAR),
    ("Salary £45k.\nBonus up to £5,000.", 45_000, 45_000, "GBP", YEAR),
    ("Bonus of £5k. Salary: £45k. Equity on top.", 45_000, 45_000, "GBP", YEAR),
    ("$95,000-$115,000 + equity + benefits", 95_000, 115_000, "USD", YEAR),
    ("Salary: $90,000 (plus $10,000 signing bonus)", 90_000, 90_000, "USD", YEAR),
    ("$140,000 base, $30,000 RSU", 140_000, 140_000, "USD", YEAR),
    ("CAD 80,000 - 95,000", 80_000, 95_000, "CAD", YEAR),
    ("C$85,000.00 - C$100,000.00 per year", 85_000, 100_000, "CAD", YEAR),
    ("$90,000 CAD annually", 90_000, 90_000, "CAD", YEAR),
    ("$38.50 per hour (CAD)", 38.5, 38.5, "CAD", HOUR),
    ("Toronto, Ontario. Salary $75,000 to $85,000 a year.", 75_000, 85_000, "CAD", YEAR),
    ("Sydney, Australia. Package: $130k - $145k", 130_000, 145_000, "AUD", YEAR),
    ("A$110,000 - A$125,000 plus super", 110_000, 125_000, "AUD", YEAR),
    ("NZ$95,000 per year", 95_000, 95_000, "NZD", YEAR),
    ("S$5,500 - S$7,000 per month", 5_500, 7_000, "SGD", MONTH),
    ("HK$35,000 per month", 35_000, 35_000, "HKD", MONTH),
    # pounds
    ("£45,000 - £55,000", 45_000, 55_000, "GBP", YEAR),
    ("£28,500 per annum", 28_500, 28_500, "GBP", YEAR),
    ("£32k - 38k DOE", 32_000, 38_000, "GBP", YEAR),
    ("£40-50k", 40_000, 50_000, "GBP", YEAR),
    ("up to £65k + car allowance", N, 65_000, "GBP", YEAR),
    ("circa £50,000", 50_000, 50_000, "GBP", YEAR),
    ("£18.50ph", 18.5, 18.5, "GBP", HOUR),
    ("£11.44 per hour", 11.44, 11.44, "GBP", HOUR),
    ("£450pd outside IR35", 450, 450, "GBP", DAY),
    ("Day rate £550 to £600", 550, 600, "GBP", DAY),
    ("£2,100 pcm", 2_100, 2_100, "GBP", MONTH),
    ("£24,570 to £26,000 FTE", 24_570, 26_000, "GBP", YEAR),
    ("GBP 60,000 – 75,000 gross per year", 60_000, 75_000, "GBP", YEAR),
    ("Salary from £30,000 to £34,000 pa", 30_000, 34_000, "GBP", YEAR),
    ("£38,000 basic, £60,000 OTE", 38_000, 38_000, "GBP", YEAR),
    ("£500 per week", 500, 500, "GBP", WEEK),
    # euros, German
    ("55.000 € - 65.000 € brutto im Jahr", 55_000, 65_000, "EUR", YEAR),
    ("Jahresgehalt: 48.000 bis 56.000 Euro", 48_000, 56_000, "EUR", YEAR),
    ("ab 42.000 EUR p.a.", 42_000, N, "EUR", YEAR),
    ("bis zu 90.000 Euro jährlich", N, 90_000, "EUR", YEAR),
    ("Gehalt: 3.200 - 3.800 € brutto pro Monat", 3_200, 3_800, "EUR", MONTH),
    ("Bruttomonatslohn 2.850,00 EUR", 2_850, 2_850, "EUR", MONTH),
    ("14,50 €/Std.", 14.5, 14.5, "EUR", HOUR),
    ("Stundenlohn: 16,80 Euro", 16.8, 16.8, "EUR", HOUR),
    ("Tagessatz 750 €", 750, 750, "EUR", DAY),
    ("60-70 TEUR", 60_000, 70_000, "EUR", YEAR),
    ("65 T€", 65_000, 65_000, "EUR", YEAR),
    ("Gehaltsband 58-68k EUR", 58_000, 68_000, "EUR", YEAR),
    ("€60.000,00 - €72.000,00", 60_000, 72_000, "EUR", YEAR),
    ("mindestens 38.000 Euro brutto pro Jahr", 38_000, N, "EUR", YEAR),
    ("€ 3.500,- brutto monatlich", 3_500, 3_500, "EUR", MONTH),
    ("zwischen 50.000 und 60.000 EUR", 50_000, 60_000, "EUR", YEAR),
    ("Wir zahlen ein Jahresbruttogehalt von 52.000 €", 52_000, 52_000, "EUR", YEAR),
    ("Das Mindestgehalt beträgt EUR 46.269,33 brutto pro Jahr", 46_269.33, 46_269.33, "EUR", YEAR),
    # euros, elsewhere
    ("€45K - €55K", 45_000, 55_000, "EUR", YEAR),
    ("EUR 4 500 per month", 4_500, 4_500, "EUR", MONTH),
    ("45 000 € - 55 000 € brut annuel", 45_000, 55_000, "EUR", YEAR),
    ("Entre 40 et 50 K€", 40_000, 50_000, "EUR", YEAR),
    ("à partir de 2 300 € brut par mois", 2_300, N, "EUR", MONTH),
    ("30.000€ - 36.000€ brutos anuales", 30_000, 36_000, "EUR", YEAR),
    ("Salario: desde 1.500 € al mes", 1_500, N, "EUR", MONTH),
    ("€3.500 - €4.500 bruto per maand", 3_500, 4_500, "EUR", MONTH),
    ("tussen €60.000 en €70.000 per jaar", 60_000, 70_000, "EUR", YEAR),
    ("RAL 35.000 - 42.000 EUR", 35_000, 42_000, "EUR", YEAR),
    ("€2,400 net per month", 2_400, 2_400, "EUR", MONTH),
    # Swiss, Nordic, eastern Europe
    ("CHF 95'000 - 115'000", 95_000, 115_000, "CHF", YEAR),
    ("CHF 7’500 brutto pro Monat", 7_500, 7_500, "CHF", MONTH),
    ("Fr. 42.50 pro Stunde", 42.5, 42.5, "CHF", HOUR),
    ("SEK 40 000 - 48 000 per month", 40_000, 48_000, "SEK", MONTH),
    ("42 000 kr/mån", 42_000, 42_000, "SEK", MONTH),
    ("Stockholm: kr 520k - 640k", 520_000, 640_000, "SEK", YEAR),
    ("Oslo, Norway. Lønn: kr 650 000 - 750 000 per år", 650_000, 750_000, "NOK", YEAR),
    ("Copenhagen, Denmark. Salary: 45.000 kr. per month", 45_000, 45_000, "DKK", MONTH),
    ("DKK 38,000 per month", 38_000, 38_000, "DKK", MONTH),
    ("PLN 15 000 – 20 000 net + VAT / month", 15_000, 20_000, "PLN", MONTH),
    ("od 12 000 do 16 000 zł brutto miesięcznie", 12_000, 16_000, "PLN", MONTH),
    ("18-24k PLN", 18_000, 24_000, "PLN", MONTH),
    ("120 - 150 PLN/h", 120, 150, "PLN", HOUR),
    ("45 000 – 60 000 Kč měsíčně", 45_000, 60_000, "CZK", MONTH),
    ("600 000 Ft per month", 600_000, 600_000, "HUF", MONTH),
    ("RON 8,000 - 12,000 net per month", 8_000, 12_000, "RON", MONTH),
    ("от 150 000 до 200 000 ₽ в месяц", 150_000, 200_000, "RUB", MONTH),
    # Asia, Africa, Latin America
    ("₹12,00,000 - ₹18,00,000 per annum", 1_200_000, 1_800_000, "INR", YEAR),
    ("8-12 LPA", 800_000, 1_200_000, "INR", YEAR),
    ("CTC: 15 LPA", 1_500_000, 1_500_000, "INR", YEAR),
    ("₹ 10 - 14 lakhs per annum", 1_000_000, 1_400_000, "INR", YEAR),
    ("Rs. 25,000 - 35,000 per month", 25_000, 35_000, "INR", MONTH),
    ("INR 6,50,000 per year", 650_000, 650_000, "INR", YEAR),
    ("Lahore, Pakistan. Salary: Rs 120,000 per month", 120_000, 120_000, "PKR", MONTH),
    ("¥5,000,000 - ¥7,500,000 per year", 5_000_000, 7_500_000, "JPY", YEAR),
    ("年収600万円〜900万円", 6_000_000, 9_000_000, "JPY", YEAR),
    ("月給30万円", 300_000, 300_000, "JPY", MONTH),
    ("時給1,200円", 1_200, 1_200, "JPY", HOUR),
    ("Shanghai, China: ¥25,000-35,000 per month", 25_000, 35_000, "CNY", MONTH),
    ("RMB 20,000 per month", 20_000, 20_000, "CNY", MONTH),
    ("AED 18,000 - 22,000 per month", 18_000, 22_000, "AED", MONTH),
    ("PHP 40,000 monthly", 40_000, 40_000, "PHP", MONTH),
    ("RM 4,500 - RM 6,000 per month", 4_500, 6_000, "MYR", MONTH),
    ("Rp 12.000.000 per month", 12_000_000, 12_000_000, "IDR", MONTH),
    ("R450 000 - R600 000 per annum", 450_000, 600_000, "ZAR", YEAR),
    ("ZAR 35,000 per month", 35_000, 35_000, "ZAR", MONTH),
    ("₦350,000 monthly", 350_000, 350_000, "NGN", MONTH),
    ("KES 120,000 per month", 120_000, 120_000, "KES", MONTH),
    ("R$ 8.500,00 por mês", 8_500, 8_500, "BRL", MONTH),
    ("Ciudad de México, Mexico. Sueldo: $25,000 - $30,000 al mes", 25_000, 30_000, "MXN", MONTH),
    ("₪18,000 - ₪22,000 per month", 18_000, 22_000, "ILS", MONTH),
    ("₺45.000 per month", 45_000, 45_000, "TRY", MONTH),
    ("₩60,000,000 per year", 60_000_000, 60_000_000, "KRW", YEAR),
    ("70k+ EUR", 70_000, N, "EUR", YEAR),
    ("1.2 Cr per annum", 12_000_000, 12_000_000, "INR", YEAR),
    ("₹25,000 - ₹35,000", 25_000, 35_000, "INR", MONTH),
    ("SGD 6k-8k", 6_000, 8_000, "SGD", MONTH),
    ("DKK 250 pr. time", 250, 250, "DKK", HOUR),
    ("Salary £30,000 rising to £35,000", 30_000, 35_000, "GBP", YEAR),
    ("Minimum salary $55,000, maximum salary $75,000", 55_000, 75_000, "USD", YEAR),
    ("$17-19 DOE", 17, 19, "USD", HOUR),
    # in the middle of other text
    (
        "We offer a competitive package.\nSalary\n$100,000 - $120,000\nPlease apply by Friday.",
        100_000,
        120_000,
        "USD",
        YEAR,
    ),
    ("Our 401(k) matches 4%. Pay: $31 per hour. Sign-on bonus: $2,000.", 31, 31, "USD", HOUR),
    (
        "We raised $25M last year. The salary range for this position is $150,000 to $180,000.",
        150_000,
        180_000,
        "USD",
        YEAR,
    ),
    ("Manage a $2M budget. Compensation: $98,000 - $105,000 per year.", 98_000, 105_000, "USD", YEAR),
    ("Annual salary 50.000 EUR plus up to 10.000 EUR bonus", 50_000, 50_000, "EUR", YEAR),
    ("OTE £90k (base £50k)", 50_000, 50_000, "GBP", YEAR),
    ("Salary range: 42405.0 - 65485.0 USD Annual", 42_405, 65_485, "USD", YEAR),
    ("The monthly salary before tax is 27.220 DKK excluding pension", 27_220, 27_220, "DKK", MONTH),
    ("Interns receive a stipend of $1,000 per week", 1_000, 1_000, "USD", WEEK),
    ("Compensation: €60k - 75k | Equity Job type: Full-time", 60_000, 75_000, "EUR", YEAR),
    ("Compensation: £43k - 51k Location options: Visa sponsor", 43_000, 51_000, "GBP", YEAR),
    ("Salary including bonus: $100,000 - $120,000", 100_000, 120_000, "USD", YEAR),
    ("$0 - $0 unpaid", 0, 0, "USD", N),
]

OTHER_SUMS = [
    "",
    "Salary: competitive",
    "Gehalt nach Vereinbarung",
    "We raised $40M in our series B",
    "Backed by €12 million of seed funding",
    "a company with $3.2 billion in revenue",
    "Our platform processes £2bn of transactions a year",
    "annual turnover of EUR 3.3 bn",
    "Umsatz von 50 Mio. € im Jahr",
    "Manage a budget of $500,000",
    "Own a portfolio of $1,000,000 - $5,000,000 accounts",
    "carry a quota of $1.2M per year",
    "close deals worth $50k to $250k",
    "$5,000 sign-on bonus",
    "Sign-on bonus: $10,000",
    "annual bonus of up to £10,000",
    "bis zu 5.000 € Bonus",
    "referral bonus of €1,000",
    "$100,000 in equity",
    "RSUs worth $60,000 - $80,000 a year",
    "OTE: $200,000",
    "£80k OTE",
    "earn up to $2,000 commission per month",
    "401(k) match up to $5,000",
    "401(k) with a 4% match",
    "life insurance of $50,000",
    "€1.000 Weiterbildungsbudget pro Jahr",
    "$2,000 annual learning budget",
    "$500 home office allowance",
    "a £1,500 training budget every year",
    "relocation package of up to $8,000",
    "customers spend $50 per month",
    "plans start at $10 per month",
    "grants from $5,000 to $50,000",
    "approve purchases up to $25,000",
    "Must be able to lift 50 pounds",
    "tuition reimbursement up to $5,250 per year",
    "Over 10,000 customers in 30 countries",
    "We have 1,200 employees in 14 offices",
    "3-5 years of experience",
    "24/7 on-call rotation, 40 hours a week",
    "Founded in 1998, listed since 2021 - 2022",
    "Pay grade 12 to 14",
    "Entgeltgruppe E13 TV-L",
    "30 days of paid holiday",
    "13.5 monthly salaries",
    "ISO 27001 and PCI DSS 4.0",
    "call 555 010 2000 for pay questions",
    "Salary review every 12 months",
    "managing €10 million in assets",
    "$1 million in savings delivered",
    "save our clients $100,000 a year",
    "a £300,000 grant from the council",
    "fines of up to $10,000",
    "$45 per diem",
    "$0.62 per mile",
    "the fund invests $50,000 - $500,000 per company",
]


@pytest.mark.parametrize(("text", "low", "high", "currency", "period"), OFFERS, ids=[o[0][:40] for o in OFFERS])
def test_offer_is_read(
    text: str, low: float | None, high: float | None, currency: str | None, period: str | None
) -> None:
    salary = find_salary(text)

    assert salary == Salary(low, high, currency, period)


@pytest.mark.parametrize("text", OTHER_SUMS)
def test_other_sums_are_no_salary(text: str) -> None:
    assert find_salary(text) is None


def test_country_settles_the_dollar() -> None:
    assert find_salary("Salary: $80,000", country="CA") == Salary(80_000, 80_000, "CAD", "year")


def test_span_covers_the_figures() -> None:
    text = "Good pay. Salary: $80,000 to $90,000 per year."

    read = read_salary(text)

    assert read is not None
    assert text[read.start : read.end] == "$80,000 to $90,000"


def test_a_figure_without_currency_keeps_none() -> None:
    assert find_salary("Salary: 50,000 - 60,000 per year") == Salary(50_000, 60_000, None, "year")


@settings(deadline=None)  # the first example loads the data
@given(st.integers(20_000, 400_000), st.integers(0, 100_000), st.sampled_from(["$", "£", "€"]))
def test_any_yearly_range_is_read_back(low: int, more: int, sign: str) -> None:
    salary = find_salary(f"Salary: {sign}{low:,} - {sign}{low + more:,} per year")

    assert salary is not None
    assert (salary.min, salary.max, salary.period) == (low, low + more, "year")


@settings(deadline=None)  # the first example loads the data
@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    salary = find_salary(text)

    for amount in (salary.min, salary.max) if salary else ():
        assert amount is None or (amount >= 0 and math.isfinite(amount))
