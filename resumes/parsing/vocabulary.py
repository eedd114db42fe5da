"""Words that tell a job title from an organisation, a degree from a school, a place from the rest; seven languages."""

# ruff: noqa: E501 (word lists, grouped by language)

from __future__ import annotations

import re

from resumes.parsing.characters import fold, word_set

_TITLE_WORDS = """engineer engineering-manager developer programmer manager intern internship analyst consultant director assistant officer founder
co-founder cofounder cto ceo cfo coo cio cmo vp president vice-president scientist researcher architect designer administrator admin specialist
coordinator lead leader head supervisor associate executive representative technician teacher tutor lecturer professor instructor
nurse physician doctor therapist pharmacist dentist surgeon paramedic caregiver accountant auditor bookkeeper controller clerk
secretary receptionist cashier waiter waitress bartender barista chef cook baker driver operator mechanic electrician plumber carpenter
welder machinist foreman inspector planner buyer purchaser recruiter advisor adviser counsel counselor counsellor attorney lawyer
paralegal solicitor barrister judge writer editor journalist reporter copywriter translator interpreter photographer videographer
artist animator illustrator musician producer marketer strategist salesperson salesman agent broker trader underwriter actuary
economist statistician mathematician physicist chemist biologist geologist ecologist librarian curator archivist trainer coach
mentor volunteer fellow trainee apprentice student freelancer freelance contractor owner partner principal chair chairman chairwoman
member staff worker laborer labourer cleaner guard firefighter soldier sergeant captain pilot steward stewardess hostess dispatcher
tester qa sre devops dba sysadmin webmaster evangelist advocate ambassador ta postdoc postdoctoral generalist superintendent
entrepreneur co-owner deputy registrar merchandiser stylist beautician hairdresser nanny babysitter housekeeper investigator
secouriste bénévole trésorier trésorière présidente secrétaire animateur animatrice voluntario voluntaria tesorero presidente volontario volontaria
tesoriere vrijwilliger vrijwilligster penningmeester voorzitter bestuurslid voluntário voluntária tesoureiro schatzmeister kassenwart schriftführer
treasurer organiser organizer co-organiser co-organizer reviewer trustee examiner demonstrator invigilator gardener landscaper courier lifeguard
fitter toolmaker attendant scaffolder bricklayer roofer joiner fabricator millwright plasterer hygienist orderly dishwasher caterer adjuster appraiser proofreader choreographer
apprenticeship traineeship secondment
commis plongeur pâtissier pâtissière boulanger boulangère serveuse barman correspondent columnist presenter newsreader broadcaster copyeditor sub-editor subeditor typesetter critic historian archaeologist linguist
physiotherapist epidemiologist microbiologist biochemist anaesthetist anesthetist paediatrician pediatrician orthodontist podiatrist chiropractor
osteopath optician audiologist phlebotomist agronomist horticulturist arborist forester farmer metallurgist geophysicist meteorologist
headteacher headmaster headmistress dean provost bursar matron paraprofessional aide caretaker janitor custodian groundskeeper
concierge porter bellman butler sommelier butcher florist tailor dressmaker seamstress upholsterer glazier painter decorator
pipefitter steamfitter boilermaker ironworker lineman lineworker locksmith assembler grinder foreperson forewoman chargehand
deckhand skipper bosun boatswain purser forwarder stevedore fundraiser campaigner canvasser lobbyist mediator conveyancer notary bailiff
banker teller typist stenographer assessor valuer constable detective councillor commissioner conductor composer cameraman cinematographer
conservator docent zookeeper brewer winemaker distiller
facilitator moderator liaison surveyor draftsman estimator scheduler expediter buyer handler loader packer picker bookseller veterinarian
optometrist radiographer sonographer phlebotomist midwife dietitian nutritionist psychologist psychiatrist counsellor chaplain pastor
entwickler entwicklerin ingenieur ingenieurin leiter leiterin berater beraterin praktikant praktikantin praktikum werkstudent werkstudentin
mitarbeiter mitarbeiterin geschäftsführer geschäftsführerin projektleiter teamleiter abteilungsleiter sachbearbeiter sachbearbeiterin
kaufmann kauffrau verkäufer verkäuferin lehrer lehrerin arzt ärztin pfleger pflegerin krankenpfleger krankenschwester pflegefachkraft fachkraft
techniker technikerin mechaniker mechatroniker elektriker assistent assistentin sekretärin referent referentin redakteur redakteurin
auszubildender auszubildende azubi hilfskraft aushilfe trainee gründer inhaber vorstand prokurist programmierer informatiker informatikerin
fachinformatiker systemadministrator produktmanager produktmanagerin vertriebsleiter einkäufer disponent koch köchin erzieher erzieherin wissenschaftlicher
ingénieur ingénieure développeur développeuse responsable chef cheffe directeur directrice stagiaire consultant consultante assistant assistante
chargé chargée conseiller conseillère gestionnaire comptable vendeur vendeuse commercial commerciale technicien technicienne
infirmier infirmière enseignant enseignante professeur professeure chercheur chercheuse alternant alternante apprenti apprentie gérant gérante
fondateur fondatrice rédacteur rédactrice chauffeur serveur serveuse cuisinier cuisinière analyste architecte concepteur conceptrice
ingeniero ingeniera desarrollador desarrolladora programador programadora gerente director directora jefe jefa analista consultor consultora
asistente becario becaria practicante administrador administradora técnico técnica profesor profesora maestro maestra enfermero enfermera médico
médica contador contadora vendedor vendedora auxiliar coordinador coordinadora encargado encargada responsable camarero camarera cocinero cocinera
abogado abogada diseñador diseñadora fundador fundadora investigador investigadora arquitecto arquitecta dependiente comercial
ingegnere sviluppatore sviluppatrice programmatore responsabile direttore direttrice stagista tirocinante tirocinio consulente assistente impiegato impiegata
tecnico insegnante docente infermiere infermiera medico contabile venditore commesso commessa coordinatore coordinatrice addetto addetta
ricercatore ricercatrice cameriere cameriera cuoco avvocato progettista fondatore analista architetto amministratore segretaria segretario
ontwikkelaar ingenieur manager adviseur stagiair stagiaire medewerker hoofd directeur leraar docent verpleegkundige arts boekhouder
verkoper projectleider teamleider coördinator onderzoeker beheerder oprichter eigenaar programmeur analist vertegenwoordiger administrateur
engenheiro engenheira desenvolvedor desenvolvedora programador gerente diretor diretora estagiário estagiária estágio consultor assistente
analista técnico professor professora enfermeiro enfermeira contador vendedor vendedora coordenador coordenadora encarregado supervisor
fundador pesquisador pesquisadora advogado advogada projetista auxiliar trainee bolsista monitor líder"""
TITLE_WORDS = frozenset(fold(word) for word in _TITLE_WORDS.split())
_TITLE_ENDINGS = ("entwickler", "entwicklerin", "ingenieur", "ingenieurin", "leiter", "leiterin", "berater", "beraterin", "manager", "managerin",
    "assistent", "assistentin", "mechaniker", "techniker", "kaufmann", "kauffrau", "verkaufer", "lehrer", "pfleger", "mitarbeiter",
    "mitarbeiterin", "administrator", "architekt", "architektin", "fuhrer", "fuhrerin", "student", "studentin", "kraft", "chauffeur", "vuller", "leider", "bezorger", "kundige", "ontwikkelaar",
    "medewerker", "adviseur", "arbeiter", "forscher", "redakteur", "redakteurin", "spezialist", "spezialistin", "trainer", "trainerin", "betreuer", "betreuerin", "helfer", "helferin", "analyst", "analystin")  # fmt: skip
_TITLE_HINTS = word_set("senior junior sr jr sr. jr. chief full-stack fullstack frontend backend front-end back-end graduate undergraduate interim acting "
    "lead staff principal executive freelance self-employed selbstständig freiberuflich part-time full-time")  # fmt: skip

_ORG_WORDS = """inc inc. llc ltd ltd. limited gmbh ag kg ug ohg e.v. ev se sa s.a. sas sarl s.r.l. srl spa s.p.a. bv b.v. nv n.v. plc corp corp. corporation
co co. company companies group gruppe groupe grupo gruppo holding holdings labs lab laboratory laboratories technologies technology solutions systems
software services consulting partners associates ventures capital bank university universität universite université universidad universidade
università universiteit college institute institut instituto istituto school hospital klinik klinikum clinic hopital hôpital foundation stiftung
fondation fundación agency agentur ministry department council government army navy museum church library society association federation
hotel restaurant studio studios media press airlines insurance pharma pharmaceuticals energy industries international global networks digital
interactive entertainment games health healthcare logistics motors automotive electronics engineering-gmbh research center centre centro
zentrum academy akademie académie startup office pvt pvt. pty airways telecom communications robotics analytics ai.com bros stores supermarket
bakery pharmacy surgery practice nhs trust authority city-of county stadt gemeinde landkreis ltda s.l. sl lda eurl oy ab as a/s aps o.o. s.r.o. d.o.o. kft asa kommune gemeinde club circle trust union league"""
ORG_WORDS = frozenset(fold(word) for word in _ORG_WORDS.split())
LEGAL_SUFFIX = re.compile(
    r"^(?:inc|llc|l\.l\.c|ltd|limited|gmbh|ag|kg|s\.?a\.?s?|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|plc|corp|co|pvt\.? ltd|pty ltd|lda|ltda|s\.?l|lp|llp|pc|na|e\.?v|s\.?l\.?u|o\.o|s\.r\.o|d\.o\.o|oy|ab|a/s|aps|kft|asa|a\.?ş|ş|şti|sp\.? ?j|sp\.? ?k|zrt|s\.c|ltda|sarl|sas|eurl|gbr|ohg|ug|bvba|vof|c\.?v|ooo|jsc|pjsc|sdn\.? bhd|bhd|k\.k|pte\.? ltd|e\.k)\.?$",
    re.IGNORECASE,
)

_SCHOOL_WORDS = """unisa cfa greta afpa tafe roc conalep senai senac fachschule abendschule volkshochschule university universities college institute polytechnic school academy conservatory seminary universität hochschule fachhochschule fh tu
berufsschule gymnasium realschule gesamtschule akademie institut berufskolleg hauptschule schule oberschule dhbw rwth ies université universite
école ecole lycée lycee iut insa faculté institut collège universidad universitat escuela instituto colegio politécnica politecnica
facultad università universita politecnico liceo istituto scuola accademia universiteit hogeschool lyceum vwo havo roc universidade faculdade escola
politécnico politecnico senai etec fatec mit eth epfl caltech ucla ucl lse iit nit bits kth ntnu epita hec insead univ"""
SCHOOL_WORDS = frozenset(fold(word) for word in _SCHOOL_WORDS.split())
_SCHOOL_PARTS = (
    "universit",
    "hochschule",
    "gymnasium",
    "polytechni",
    "politecni",
    "universidad",
    "kolleg",
    "berufsschule",
    "realschule",
    "akademie",
)

_DEGREE = r"""
  (?:executive\ |master's\ |joint\ |honou?rs\ )?(?:
    ph\.?\ ?d\b\.?|d\.?phil\b\.?|dr\.(?:[\ -]?[a-z]{2,6}\.)+(?:-?ing\b\.?)?|dr\.\ ?[a-z.-]*|doctorate|doctor\ of\ \w+|doktor\b|promotion\b|staatlich\ geprüfter?\ \w+|doctorat|doctorado|dottorato|doutorado|doutoramento|
    m\.?b\.?a\b\.?|m\.?\ ?sc\b\.?|m\.?s\.?(?=[\s,.(:–-]|$)|m\.?a\.?(?=[\s,.(:–-]|$)|m\.?eng\b\.?|m\.?tech\b\.?|m\.?ed\b\.?|m\.?phil\b\.?|m\.?fa\b\.?|m\.?res\b\.?|m\.?p\.?h\b\.?|m\.?com\b\.?|mca\b|mim\b|msw\b|m\.?arch\b\.?|
    b\.?\ ?sc\b\.?|b\.?s\.?(?=[\s,.(:–-]|$)(?!\s+(?:\d|en\b|iso\b))|b\.?a\.?(?=[\s,.(:–-]|$)|b\.?eng\b\.?|b\.?e\.?(?=[\s,.(:–-]|$)|b\.?tech\b\.?|b\.?ed\b\.?|b\.?com\b\.?|b\.?f\.?a\b\.?|b\.?b\.?a\b\.?|bca\b|b\.?arch\b\.?|mb\.?\ ?ch\.?\ ?b\b\.?|m\.?b\.?b\.?s\b\.?|b\.?d\.?s\b\.?|b\.?v\.?sc\b\.?|b\.?mus\b\.?|m\.?mus\b\.?|pharm\.?d\b\.?|d\.?v\.?m\b\.?|msci\b|mmath\b|mphys\b|mchem\b|mbiol\b|m\.?p\.?p\b\.?|ed\.?d\b\.?|b\.?pharm\b\.?|pg\ ?cert\b\.?|pg\ ?dip\b\.?|b\.?s\.?n\b\.?|m\.?s\.?n\b\.?|ll\.?\ ?[bm]\b\.?|j\.?d\b\.?|m\.?d\.?(?=[\s,.(:–-]|$)|
    a\.?a\.?s?\.?(?=[\s,.(:–-]|$)|a\.?s\.?(?=[\s,.(:–-]|$)|
    bachelor(?:['’]?s|\ of\ [\w&]+|s)?(?:\ degree)?|bachelor\w*|master(?:['’]?s|\ of\ [\w&]+|s)?(?:\ degree)?|masterstudium|associate(?:['’]?s)?\ (?:degree|of\ \w+)|associate(?=\ in\ )|undergraduate\ degree|graduate\ degree|
    diplom(?:-\w+|a\b|e\b)?\w*|magister\w*|staatsexamen|abitur|fachabitur|mittlere\ reife|fachhochschulreife|allgemeine\ hochschulreife|realschulabschluss|hauptschulabschluss|ausbildung(?:\ (?:zum|zur|als))?|umschulung|
    baccalaur[ée]at(?:\ (?:général|littéraire|scientifique|technologique|professionnel|économique|es|s|l|stmg)\b)?|bac\ ?\+\ ?\d|bac\b(?=\s)|licence\b|maîtrise\b|bts\b|dut\b|f\.?d\.?sc\b\.?|fda\b|cap\b|bep\b|dipl[oô]me|brevet\b(?:\ (?:technique|professionnel|d[’']études)(?:\ des\ métiers|\ supérieures)?)?|classes?\ préparatoires?|cycle\ ingénieur|
    licenciatura|licenciad[oa]|grado\b|bachiller(?:ato)?|máster|maestría|ingeniería|técnico\ superior|diplomatura|especialización|
    laurea(?:\ (?:triennale|magistrale|specialistica))?|diploma|maturità|matura\b|perito\b|
    (?:hbo[\ -])?associate\ degree|(?:mbo[\ -])?niveau\ [1-4]\b|mbo[\ -][1-4]\b|(?:vwo|havo|hbo|mbo|vmbo|wo)\b|propedeuse|doctoraal|
    bacharelado|graduação|mestrado|licenciatura|tecnólogo|ensino\ médio|pós-graduação|curso\ técnico|
    (?:(?:national|higher|advanced|foundation|graduate|postgraduate|professional|senior|general|ordinary|vocational|technical|extended|level\ \d|grade\ \d+|[a-z]+\ school|gce)\ )+(?:diploma|certificate)\b|certificate\ (?:iv|i{1,3}|[1-4])\b|(?:[a-z]+\ )?certificate\ of\ (?:secondary\ |higher\ )?education|high\ school(?:\ diploma)?|secondary\ school|ged\b|a[- ]levels?|(?:gce\ )?[ao][- ]levels?|gcses?|international\ baccalaureate|ib\ diploma|certificate|hnd\b|hnc\b|btec\b|higher\ national\ (?:diploma|certificate)|higher\ technician|t[- ]levels?\b|o[- ]levels?\b|leaving\ certificate|pgce\b|pgd\w*|post\ ?graduate\ \w+|foundation\ degree|
    intermediate\b|matriculation|hsc\b|ssc\b|12th|10th|b\.?sc\ honou?rs|(?:level\ \d\ )?nvq\b(?:\ level\ \d)?|minor\ in|exchange\ (?:semester|student|year)|semester\ abroad|erasmus\w*|auslandssemester
  )"""
DEGREE = re.compile(rf"(?<![\w.]){_DEGREE}", re.IGNORECASE | re.VERBOSE)

US_STATES = word_set("""al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt
va wa wv wi wy dc on qc bc ab mb sk ns nb nl pe nsw vic qld tas act""")  # fmt: skip
REGIONS = frozenset(fold(name) for name in """alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|
indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|
new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|
texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming|ontario|quebec|québec|british columbia|alberta|manitoba|bavaria|bayern|
hessen|sachsen|baden-württemberg|nordrhein-westfalen|nrw|niedersachsen|catalonia|cataluña|île-de-france|england|scotland|wales|northern ireland|
maharashtra|karnataka|tamil nadu|kerala|gujarat|telangana|punjab|andhra pradesh|west bengal|uttar pradesh|lombardia|lazio|noord-holland|zuid-holland|utrecht|
são paulo|minas gerais|paraná|sp|rj|mg|pr|rs|bay area|greater london""".replace("\n", "").split("|"))  # fmt: skip
COUNTRIES = frozenset(fold(name) for name in """afghanistan|albania|algeria|argentina|armenia|australia|austria|österreich|autriche|azerbaijan|bahrain|bangladesh|
belarus|belgium|belgien|belgique|belgië|bolivia|bosnia|brazil|brasil|brasilien|bulgaria|cambodia|cameroon|canada|kanada|chile|china|colombia|costa rica|
croatia|cuba|cyprus|czech republic|czechia|denmark|dänemark|danemark|dominican republic|ecuador|egypt|el salvador|estonia|ethiopia|finland|finnland|finlande|
france|frankreich|frankrijk|francia|frança|georgia|germany|deutschland|allemagne|alemania|germania|duitsland|alemanha|ghana|greece|griechenland|guatemala|honduras|hong kong|
hungary|ungarn|iceland|india|indien|inde|indonesia|iran|iraq|ireland|irland|irlande|israel|italy|italien|italie|italia|italië|itália|jamaica|japan|jordan|
kazakhstan|kenya|korea|south korea|kuwait|latvia|lebanon|lithuania|luxembourg|luxemburg|macedonia|malaysia|malta|mexico|méxico|moldova|morocco|maroc|myanmar|
nepal|netherlands|the netherlands|niederlande|pays-bas|países bajos|paesi bassi|nederland|new zealand|nicaragua|nigeria|norway|norwegen|norvège|oman|pakistan|panama|paraguay|peru|perú|
philippines|poland|polen|pologne|polonia|portugal|qatar|romania|rumänien|russia|russland|russian federation|rwanda|saudi arabia|senegal|serbia|singapore|slovakia|slovenia|
south africa|südafrika|spain|spanien|espagne|españa|spagna|spanje|espanha|sri lanka|sudan|sweden|schweden|suède|switzerland|schweiz|suisse|svizzera|suiza|syria|taiwan|tanzania|
thailand|tunisia|tunisie|turkey|türkei|türkiye|turkiye|turquie|uganda|ukraine|united arab emirates|uae|united kingdom|uk|u.k.|great britain|großbritannien|
royaume-uni|reino unido|united states|united states of america|usa|u.s.a.|u.s.|us|uruguay|uzbekistan|venezuela|vietnam|yemen|zambia|zimbabwe|vereinigte staaten|
états-unis|estados unidos|stati uniti|verenigde staten""".replace("\n", "").split("|"))  # fmt: skip
CITIES = frozenset(fold(name) for name in """newcastle|newcastle upon tyne|gateshead|sunderland|durham|york|bath|exeter|plymouth|southampton|portsmouth|norwich|leicester|coventry|derby|stoke-on-trent|hull|bradford|wakefield|
huddersfield|halifax|preston|blackpool|lancaster|carlisle|middlesbrough|swansea|newport|wrexham|aberdeen|dundee|inverness|perth|stirling|derry|limerick|waterford|kilkenny|ennis|sligo|
swindon|slough|luton|milton keynes|northampton|peterborough|ipswich|colchester|chelmsford|brighton|hove|canterbury|maidstone|guildford|gloucester|cheltenham|worcester|hereford|
shrewsbury|telford|wolverhampton|walsall|solihull|stockport|bolton|oldham|warrington|salford|wigan|doncaster|rotherham|barnsley|lincoln|grimsby|scarborough|harrogate|truro|taunton|
bournemouth|poole|salisbury|winchester|albuquerque|tucson|fresno|sacramento|long beach|oakland|omaha|tulsa|arlington|wichita|new orleans|honolulu|st. louis|saint louis|lexington|
anchorage|saint paul|st. paul|newark|buffalo|jersey city|plano|madison|raleigh|charlotte|greensboro|winston-salem|norfolk|richmond|boise|spokane|tacoma|des moines|salt lake city|
little rock|akron|dayton|toledo|grand rapids|ann arbor|lansing|rochester|syracuse|albany|providence|hartford|new haven|springfield|knoxville|chattanooga|savannah|jacksonville|tallahassee|
fort lauderdale|fort worth|el paso|baton rouge|fargo|sioux falls|duluth|green bay|fort wayne|oklahoma city|kansas city|colorado springs|boulder|reno|santa fe|eugene|santa barbara|
hamilton|kitchener|waterloo|windsor|winnipeg|saskatoon|regina|edmonton|quebec city|mississauga|tilburg|breda|nijmegen|enschede|arnhem|haarlem|maastricht|almere|
reims|dijon|angers|le havre|brest|metz|clermont-ferrand|valladolid|vigo|gijón|granada|murcia|alicante|pamplona|san sebastián|salamanca|castellón|oviedo|cádiz|bari|catania|trieste|
parma|modena|brescia|pisa|siena|perugia|cagliari|aachen|kiel|lübeck|rostock|erfurt|jena|magdeburg|chemnitz|freiburg|heidelberg|würzburg|regensburg|ulm|ingolstadt|darmstadt|wiesbaden|mainz|
kassel|göttingen|braunschweig|wolfsburg|bielefeld|osnabrück|oldenburg|bochum|wuppertal|duisburg|krefeld|potsdam|saarbrücken|trier|tübingen|konstanz|luzern|lucerne|st. gallen|winterthur|lugano|
klagenfurt|trondheim|stavanger|tromsø|tromso|aarhus|odense|aalborg|uppsala|linköping|lund|umeå|örebro|västerås|norrköping|tampere|turku|oulu|espoo|łódź|lodz|katowice|lublin|szczecin|
gdynia|rzeszów|ostrava|plzeň|košice|debrecen|szeged|timișoara|iași|brașov|varna|plovdiv|novi sad|maribor|tartu|kaunas|leuven|liège|brugge|charleroi|namur|aveiro|faro|
nagoya|fukuoka|kobe|yokohama|hiroshima|sendai|sapporo|incheon|penang|cebu|surabaya|bandung|da nang|chiang mai|geelong|hobart|wollongong|christchurch|dunedin|durban|pretoria|abuja|
ibadan|kano|kumasi|kampala|dar es salaam|addis ababa|kigali|lusaka|harare|dakar|abidjan|alexandria|rabat|amman|beirut|muscat|jeddah|sharjah|jaipur|lucknow|kanpur|nagpur|indore|kochi|
coimbatore|chandigarh|bhopal|surat|vadodara|mysore|mysuru|thiruvananthapuram|faisalabad|rawalpindi|curitiba|porto alegre|recife|fortaleza|campinas|rosario|mendoza|barranquilla|
cartagena|arequipa|valparaíso|puebla|tijuana|querétaro|cancún|
berlin|hamburg|münchen|munich|köln|cologne|frankfurt|frankfurt am main|stuttgart|düsseldorf|dortmund|essen|leipzig|bremen|dresden|
hannover|nürnberg|nuremberg|bonn|münster|karlsruhe|mannheim|augsburg|wien|vienna|graz|linz|salzburg|innsbruck|zürich|zurich|genf|geneva|genève|basel|bern|lausanne|
paris|lyon|marseille|toulouse|nice|nantes|strasbourg|montpellier|bordeaux|lille|rennes|grenoble|madrid|barcelona|valencia|sevilla|seville|zaragoza|málaga|bilbao|
rom|roma|rome|milano|milan|napoli|naples|torino|turin|bologna|firenze|florence|genova|palermo|venezia|verona|padova|amsterdam|rotterdam|den haag|the hague|utrecht|eindhoven|
groningen|delft|leiden|brussels|bruxelles|brussel|antwerp|antwerpen|gent|ghent|lisboa|lisbon|porto|coimbra|braga|são paulo|sao paulo|rio de janeiro|brasília|belo horizonte|
london|manchester|birmingham|leeds|glasgow|edinburgh|liverpool|bristol|sheffield|cardiff|belfast|nottingham|cambridge|oxford|dublin|cork|galway|
new york|new york city|los angeles|chicago|houston|phoenix|philadelphia|san antonio|san diego|dallas|san jose|austin|san francisco|columbus|seattle|denver|boston|
washington dc|washington d.c.|nashville|detroit|portland|las vegas|memphis|baltimore|milwaukee|atlanta|miami|minneapolis|pittsburgh|cincinnati|cleveland|orlando|tampa|
palo alto|mountain view|sunnyvale|menlo park|redmond|brooklyn|toronto|montreal|montréal|vancouver|ottawa|calgary|mexico city|ciudad de méxico|guadalajara|monterrey|
bogotá|lima|santiago|buenos aires|córdoba|medellín|quito|caracas|montevideo|copenhagen|københavn|stockholm|göteborg|gothenburg|malmö|oslo|bergen|helsinki|warsaw|warszawa|
kraków|krakow|wrocław|gdańsk|poznań|prague|praha|brno|budapest|bucharest|cluj-napoca|sofia|belgrade|zagreb|ljubljana|bratislava|athens|thessaloniki|istanbul|ankara|izmir|
moscow|saint petersburg|kyiv|kiev|lviv|kharkiv|minsk|vilnius|riga|tallinn|tel aviv|jerusalem|haifa|cairo|casablanca|tunis|lagos|nairobi|accra|johannesburg|cape town|
dubai|abu dhabi|doha|riyadh|mumbai|delhi|new delhi|bangalore|bengaluru|hyderabad|chennai|kolkata|pune|ahmedabad|noida|gurgaon|gurugram|karachi|lahore|islamabad|
dhaka|colombo|kathmandu|beijing|shanghai|shenzhen|guangzhou|hangzhou|hong kong|taipei|tokyo|osaka|kyoto|seoul|busan|singapore|kuala lumpur|jakarta|manila|bangkok|hanoi|
ho chi minh city|sydney|melbourne|brisbane|perth|adelaide|canberra|auckland|wellington""".replace("\n", "").split("|"))  # fmt: skip
REMOTE = re.compile(
    r"^(?:fully )?(?:remote|hybrid|on-?site|home ?office|télétravail|teletrabajo|da remoto|remoto|thuis)(?:[ ,/(–-].*)?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s,;/()|&+]+")
_NAME_WORD = re.compile(r"^[A-ZÀ-ÞŠŽČŁİ][\w.'’-]*$")
_SMALL = word_set("am an der im bei de la le les el los las du des del di da do dos upon on of the sur in")


def title_score(text: str) -> float:
    """0 to 1: how much a phrase reads like a job title."""
    words = [fold(word).strip(".'’\"") for word in _WORD.findall(text)]
    if not words or len(words) > 14 or len(words) > 1 and words[0] == "the":
        return 0.0  # "The Liffey Courier" is a paper
    score = 0.0
    for index, word in enumerate(words):
        stems = {
            word,
            word.removesuffix("in"),
            word.removesuffix("s"),
            word.split("/")[0],
            word.removesuffix(":in"),
            word.removesuffix("*in"),
        }
        parts = [*stems, *word.split("-")]
        if word.endswith("s") and word not in TITLE_WORDS and word.removesuffix("s") in TITLE_WORDS:
            score = max(score, 0.5)  # "Halden Engineers": many of them are a firm rather than a title
        elif any(part in TITLE_WORDS for part in parts) or word.endswith(_TITLE_ENDINGS):
            score = max(score, 1.0 if index == len(words) - 1 or len(words) <= 3 else 0.85)
        elif word in _TITLE_HINTS:
            score = max(score, 0.5)
    return score


def org_score(text: str) -> float:
    """0 to 1: how much a phrase reads like the name of an organisation."""
    words = [fold(word).strip("'’\"") for word in _WORD.findall(text)]
    if not words or len(words) > 12:
        return 0.0
    if words[-1].strip(".") in ORG_WORDS or words[-1] in ORG_WORDS:
        return 0.9
    if (
        len(words) > 1
        and LEGAL_SUFFIX.match(text.split()[-1])
        and text.split()[-1].strip(".").upper() not in ("PC", "NA", "LP", "CV")
    ):
        return 0.9
    return 0.7 if any(word in ORG_WORDS or word.strip(".") in ORG_WORDS for word in words) else 0.0


def school_score(text: str) -> float:
    """0 to 1: how much a phrase reads like the name of a school."""
    words = [fold(word).strip("'’\".") for word in _WORD.findall(text)]
    if any(word in SCHOOL_WORDS or any(part in word for part in _SCHOOL_PARTS) for word in words):
        return 1.0
    return 0.5 if words and words[0] == "uc" else 0.0


def place_score(text: str) -> float:
    """0 to 1: how much a phrase reads like a place: 1 for a known city, region or country at its end, 0.5 for the mere shape."""
    core = text.strip(" ()[].,;|")
    if not core or len(core) > 60 or any(char.isdigit() for char in re.sub(r"\b\d{4,6}\b", "", core)):
        return 0.0
    if REMOTE.match(core):
        return 0.95
    parts = [re.sub(r"\b\d{4,6}\b", "", part).strip() for part in core.split(",")]
    parts = [part for part in parts if part]
    if not parts or len(parts) > 4:
        return 0.0
    named = all(
        _NAME_WORD.match(word) or word in _SMALL
        for part in parts
        for word in part.replace("/", " ").replace("&", " ").split()
    )
    if not named or any(len(part.split()) > 4 for part in parts):
        return 0.0
    last = fold(parts[-1]).strip(".")
    if len(parts) > 1 and (last in COUNTRIES or last in REGIONS or (last in US_STATES and parts[-1].isupper())):
        return 1.0
    if last in COUNTRIES or fold(parts[0]) in CITIES or last in CITIES:
        return 0.9
    words = core.split()
    if len(parts) == 1 and len(words) > 1 and words[-1].isupper() and words[-1].lower() in US_STATES:
        firm = LEGAL_SUFFIX.match(words[-1]) and fold(" ".join(words[:-1])) not in CITIES  # "Midstad Transport NV"
        return 0.2 if firm else 0.9
    if len(parts) == 1 and last in REGIONS:
        return 0.7
    return 0.5 if len(parts) in (2, 3) and len(words) <= 5 else 0.2
