"""What GeoNames' city file does not carry: names of regions and areas, what people call countries and cities.

Codes of regions are GeoNames admin1 codes (ISO 3166-2 has others for some countries).
"""

COUNTRY_NAMES: dict[str, tuple[str, ...]] = {
    "US": (
        "USA",
        "U.S.",
        "U.S.A.",
        "United States of America",
        "America",
        "Vereinigte Staaten",
        "Estados Unidos",
        "États-Unis",
    ),
    "GB": (
        "UK",
        "U.K.",
        "Great Britain",
        "Britain",
        "Vereinigtes Königreich",
        "Großbritannien",
        "Royaume-Uni",
        "Reino Unido",
    ),
    "DE": ("Deutschland", "Allemagne", "Alemania", "Germania", "Duitsland", "BRD"),
    "AT": ("Österreich", "Oesterreich", "Autriche"),
    "CH": ("Schweiz", "Suisse", "Svizzera"),
    "NL": ("Netherlands", "The Netherlands", "Holland", "Niederlande", "Nederland", "Pays-Bas"),
    "BE": ("Belgique", "België", "Belgien"),
    "FR": ("Frankreich", "Francia"),
    "ES": ("España", "Spanien", "Espagne"),
    "IT": ("Italia", "Italien", "Italie"),
    "PT": (),
    "IE": ("Republic of Ireland", "Irland", "Éire"),
    "DK": ("Danmark", "Dänemark"),
    "SE": ("Sverige", "Schweden"),
    "NO": ("Norge", "Norwegen"),
    "FI": ("Suomi", "Finnland"),
    "PL": ("Polska", "Polen"),
    "CZ": ("Czech Republic", "Czechia", "Česko", "Tschechien"),
    "HU": ("Magyarország", "Ungarn"),
    "RO": ("Rumänien",),
    "GR": ("Griechenland",),
    "TR": ("Turkey", "Türkei", "Türkiye"),
    "UA": ("Ukraina",),
    "RU": ("Russia", "Russian Federation", "Russland"),
    "IN": ("Bharat", "Indien"),
    "CN": ("PRC", "China", "Mainland China"),
    "JP": ("Nippon",),
    "KR": ("Korea", "Republic of Korea"),
    "AE": ("UAE", "U.A.E.", "Emirates"),
    "SA": ("KSA",),
    "ZA": ("RSA",),
    "NZ": ("Aotearoa",),
    "BR": ("Brasil", "Brasilien"),
    "MX": ("México",),
    "VN": ("Viet Nam",),
    "PH": ("The Philippines",),
    "LU": ("Luxemburg",),
}

CITY_NICKNAMES: dict[tuple[str, str], tuple[str, ...]] = {
    ("New York City", "US"): ("NYC", "N.Y.C.", "New York", "City of New York"),
    ("Brooklyn", "US"): ("Bklyn",),
    ("Queens", "US"): ("Qns",),
    ("The Bronx", "US"): ("Bronx", "Bx"),
    ("Staten Island", "US"): ("Staten Isl", "S.I."),
    ("Long Island City", "US"): ("L I City", "LIC"),
    ("Washington", "US"): ("Washington DC", "Washington D C", "District of Columbia"),
    ("San Francisco", "US"): ("SF", "San Francisco Bay Area", "Bay Area"),
    ("San Jose", "US"): ("Silicon Valley",),
    ("Los Angeles", "US"): ("Greater Los Angeles", "LA"),
    ("Philadelphia", "US"): ("Philly",),
    ("Las Vegas", "US"): ("Vegas",),
    ("London", "GB"): ("Greater London", "City of London", "Central London"),
    ("Frankfurt am Main", "DE"): ("Frankfurt", "Frankfurt a M", "Frankfurt a.M.", "Frankfurt Main", "FFM"),
    ("Mumbai", "IN"): ("Navi Bombay",),
    ("Delhi", "IN"): ("Delhi NCR", "NCR"),
    ("Gurugram", "IN"): ("Gurgaon",),
    ("Greater Noida", "IN"): (),
    ("São Paulo", "BR"): ("Sampa",),
    ("Mexico City", "MX"): ("CDMX",),
    ("Ho Chi Minh City", "VN"): ("HCMC", "Saigon"),
    ("Hong Kong", "HK"): ("HK", "Hongkong"),
}

REGIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "CA": {
        "01": ("Alberta", "AB"),
        "02": ("British Columbia", "BC"),
        "03": ("Manitoba", "MB"),
        "04": ("New Brunswick", "NB"),
        "05": ("Newfoundland and Labrador", "NL"),
        "07": ("Nova Scotia", "NS"),
        "08": ("Ontario", "ON"),
        "09": ("Prince Edward Island", "PE"),
        "10": ("Quebec", "Québec", "QC"),
        "11": ("Saskatchewan", "SK"),
    },
    "GB": {
        "ENG": ("England",),
        "SCT": ("Scotland",),
        "WLS": ("Wales",),
        "NIR": ("Northern Ireland",),
    },
    "AU": {
        "01": ("Australian Capital Territory", "ACT"),
        "02": ("New South Wales", "NSW"),
        "03": ("Northern Territory", "NT"),
        "04": ("Queensland", "QLD"),
        "05": ("South Australia",),
        "06": ("Tasmania", "TAS"),
        "07": ("Victoria", "VIC"),
        "08": ("Western Australia", "WA"),
    },
    "DE": {
        "01": ("Baden-Württemberg",),
        "02": ("Bavaria", "Bayern"),
        "05": ("Hesse", "Hessen"),
        "06": ("Lower Saxony", "Niedersachsen"),
        "07": ("North Rhine-Westphalia", "Nordrhein-Westfalen", "NRW"),
        "08": ("Rhineland-Palatinate", "Rheinland-Pfalz"),
        "09": ("Saarland",),
        "10": ("Schleswig-Holstein",),
        "11": ("Brandenburg",),
        "12": ("Mecklenburg-Western Pomerania", "Mecklenburg-Vorpommern"),
        "13": ("Saxony", "Sachsen"),
        "14": ("Saxony-Anhalt", "Sachsen-Anhalt"),
        "15": ("Thuringia", "Thüringen"),
    },
    "IN": {
        "09": ("Gujarat",),
        "10": ("Haryana",),
        "13": ("Kerala",),
        "16": ("Maharashtra",),
        "19": ("Karnataka",),
        "25": ("Tamil Nadu",),
        "28": ("West Bengal",),
        "36": ("Uttar Pradesh",),
        "40": ("Telangana",),
    },
    "FR": {"11": ("Île-de-France",), "93": ("Provence-Alpes-Côte d'Azur",), "84": ("Auvergne-Rhône-Alpes",)},
    "ES": {
        "51": ("Andalusia", "Andalucía"),
        "56": ("Catalonia", "Catalunya", "Cataluña"),
        "59": ("Basque Country", "País Vasco"),
    },
    "IT": {"09": ("Lombardy", "Lombardia"), "07": ("Lazio",), "16": ("Tuscany", "Toscana"), "05": ("Emilia-Romagna",)},
    "NL": {
        "06": ("North Brabant", "Noord-Brabant"),
        "07": ("North Holland", "Noord-Holland"),
        "11": ("South Holland", "Zuid-Holland"),
    },
}

# name: latitude and longitude of a place to stand for it, time zone, members (@XX = a whole continent), further names
AREAS: dict[str, tuple[float, float, str, str, tuple[str, ...]]] = {
    "European Union": (
        50.85,
        4.35,
        "Europe/Brussels",
        "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK",
        ("EU", "E.U.", "EU-wide"),
    ),
    "Europe": (50.85, 4.35, "Europe/Brussels", "@EU", ("Europa", "CET")),
    "DACH": (48.14, 11.58, "Europe/Berlin", "DE AT CH", ("D-A-CH", "DACH region")),
    "Benelux": (50.85, 4.35, "Europe/Brussels", "BE NL LU", ()),
    "Nordics": (
        59.33,
        18.07,
        "Europe/Stockholm",
        "DK SE NO FI IS",
        ("Scandinavia", "Skandinavien", "Nordic countries"),
    ),
    "EMEA": (50.85, 4.35, "Europe/Brussels", "@EU @AF AE SA QA KW BH OM JO LB IL TR EG IQ IR", ()),
    "North America": (39.83, -98.58, "America/Chicago", "US CA MX", ("NAMER",)),
    "Americas": (39.83, -98.58, "America/Chicago", "@NA @SA", ("AMER", "The Americas")),
    "Latin America": (
        -15.78,
        -47.93,
        "America/Sao_Paulo",
        "@SA MX GT HN SV NI CR PA CU DO PR",
        ("LATAM", "LatAm", "Lateinamerika"),
    ),
    "Asia": (1.35, 103.82, "Asia/Singapore", "@AS", ("Asien",)),
    "APAC": (1.35, 103.82, "Asia/Singapore", "@AS @OC", ("Asia-Pacific", "Asia Pacific")),
    "Africa": (-1.29, 36.82, "Africa/Nairobi", "@AF", ("Afrika",)),
    "Middle East": (25.2, 55.27, "Asia/Dubai", "AE SA QA KW BH OM JO LB IL TR EG IQ IR", ("MENA",)),
}

# Words and names of people, months and things that are also towns: in running text they need a region or country.
COMMON = """
ahlen apache are asti at august aurora austin bad baden bar bari barry bath bay beach bend bergen best bolton boom bor
born buy calw can carson celle center central centre charlotte clinton columbia come commerce como corona da date de
deal del delphi derby diamond douglas dover drug du dun e east eastern el engineer enterprise erie essen eugene flint
florence franklin gap george gilbert gold golden grand green ha hagen halle hamilton harrison heide henderson hill ho
hod home hope hull hybrid ideal imperial independence industry irving jackson java jefferson june kafka kent la lage
lake las le lead lens liberty lima lincoln linden long los madison male man manager march marina marion mary may media
mercedes mission mitte mobile moers monroe most much name nature negotin nelson nice normal north northern nova of
opportunity oral orange ordu pace palm para paradise park pass pisa plan plus point posse price progress reading regal
remote rich roman rose sale salem salt same san sandy santa santiago senior service siegen singen sofia south southern
split spring springs st stafford story sun surprise taylor team temple tours trier troy tyler union university valley
van vernon victoria vista vita wake ware warren wellington wells werl wesel west western wilson windsor worms york
"""
