"""Made-up people for the layout tests: professions, languages and awkward names on purpose."""

# ruff: noqa: E501 (one template or sentence a line reads better than a broken one)

from __future__ import annotations

from typing import Any

HEADINGS = {
    "en": ["Profile", "Work Experience", "Education", "Skills", "Languages", "Certifications"],
    "de": ["Profil", "Berufserfahrung", "Ausbildung", "Kenntnisse", "Sprachen", "Weiterbildung"],
    "fr": ["Profil", "Expérience professionnelle", "Formation", "Compétences", "Langues", "Certifications"],
    "es": ["Perfil", "Experiencia laboral", "Formación académica", "Habilidades", "Idiomas", "Certificaciones"],
    "it": ["Profilo", "Esperienze professionali", "Istruzione e formazione", "Competenze", "Lingue", "Certificazioni"],
    "nl": ["Profiel", "Werkervaring", "Opleiding", "Vaardigheden", "Talen", "Certificaten"],
    "pt": ["Perfil", "Experiência profissional", "Formação acadêmica", "Competências", "Idiomas", "Certificações"],
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
SHORT = {"maart": "mrt", "février": "févr.", "juillet": "juil.", "janvier": "janv.", "septembre": "sept."}
PRESENT = {
    "en": "Present",
    "de": "heute",
    "fr": "aujourd’hui",
    "es": "actualidad",
    "it": "oggi",
    "nl": "heden",
    "pt": "atual",
}


def _job(company: str, title: str, place: str, start: str, end: str, *points: str) -> dict[str, Any]:
    return {"company": company, "title": title, "location": place, "start": start, "end": end, "bullets": list(points)}


def _school(institution: str, degree: str, area: str, start: str, end: str) -> dict[str, Any]:
    return {"institution": institution, "degree": degree, "area": area, "start": start, "end": end}


PEOPLE: list[dict[str, Any]] = [
    {
        "lang": "en", "name": "Imogen Castellane", "email": "imogen.castellane@example.org", "phone": "+44 7700 900321",
        "location": "Leeds, United Kingdom", "headline": "Registered Nurse",
        "summary": "Registered nurse with nine years on surgical and intensive care wards, used to leading shifts of twelve "
        "and to teaching new colleagues at the bedside.",
        "jobs": [
            _job("Aireborough General Hospital", "Senior Staff Nurse", "Leeds, United Kingdom", "2020-03", "present",
                 "Lead a team of twelve nurses on a 28-bed surgical ward and plan the rota for three shifts",
                 "Cut medication errors by 31 % in one year with a double-check routine at the bedside",
                 "Train student nurses in wound care, catheterisation and early warning scores"),
            _job("Moorfield Care", "Staff Nurse", "Bradford, United Kingdom", "2015-09", "2020-02",
                 "Cared for up to eight high-dependency patients a shift in a mixed medical unit",
                 "Introduced a handover sheet that four other wards took over"),
        ],
        "education": [_school("University of Huddersfield", "Bachelor of Science", "Adult Nursing", "2012-09", "2015-07")],
        "skills": ["Wound care", "Triage", "IV therapy", "Patient assessment", "Electronic health records", "Ventilator care", "Mentoring"],
        "languages": ["English (native)", "French (B1)"], "certifications": ["Advanced Life Support, Resuscitation Council, 2022"],
    },
    {
        "lang": "en", "name": "Tobias Renwick-Ohara", "email": "t.renwick@example.net", "phone": "(312) 555-0187",
        "location": "Chicago, IL", "headline": "Senior Financial Analyst",
        "summary": "Analyst who closes the books of four legal entities in five days and builds the models behind "
        "budget talks with the board.",
        "jobs": [
            _job("Halvorsen & Pike", "Senior Financial Analyst", "Chicago, IL", "2019-06", "present",
                 "Own the monthly forecast for a business of $240M and explain variances to the CFO",
                 "Rebuilt the budget model in Python and SQL, which took the cycle from six weeks to two"),
            _job("Brightwater Foods", "Financial Analyst", "Milwaukee, WI", "2016-01", "2019-05",
                 "Automated 14 reports with Power Query and saved 30 hours a month",
                 "Supported two acquisitions with due diligence on working capital"),
            _job("Kestrel Freight", "Junior Accountant", "Madison, WI", "2014-07", "2015-12",
                 "Reconciled 60 accounts a month and prepared files for the external audit"),
        ],
        "education": [
            _school("Marquette University", "Master of Science", "Finance", "2012-09", "2014-05"),
            _school("University of Wisconsin", "Bachelor of Business Administration", "", "2008-09", "2012-05"),
        ],
        "skills": ["Financial modelling", "SQL", "Python", "Power BI", "SAP", "US GAAP", "Forecasting", "Excel"],
        "languages": ["English", "German"], "certifications": ["CFA Level II, CFA Institute, 2018"],
    },
    {
        "lang": "en", "name": "Priyanka Vellodi", "email": "priyanka@vellodi.example.com", "phone": "+91 98450 12345",
        "location": "Bengaluru, India", "headline": "Backend Engineer",
        "summary": "Backend engineer for payment systems. I care about small interfaces, measured latency and calm on-call weeks.",
        "jobs": [
            _job("Lumio", "Backend Engineer", "Bengaluru, India", "2021-11", "present",
                 "Design and run the ledger service in Go and PostgreSQL, 900 requests a second at a p99 of 40 ms",
                 "Moved 40 cron jobs to a Kafka-based workflow and removed the nightly maintenance window"),
            _job("Tessellate", "Software Developer", "Pune, India", "2018-07", "2021-10",
                 "Built REST and gRPC interfaces for six partner banks",
                 "Wrote the load tests that found a lock convoy before the festival season"),
        ],
        "education": [_school("Visvesvaraya Technological University", "B.E.", "Information Science", "2014-08", "2018-06")],
        "skills": ["Go", "PostgreSQL", "Kafka", "gRPC", "Docker", "Kubernetes", "C++", "Node.js", "CI/CD"],
        "languages": ["English", "Kannada", "Hindi"], "certifications": ["Certified Kubernetes Administrator"],
    },
    {
        "lang": "de", "name": "Jörg Wiesenthaler", "email": "j.wiesenthaler@example.de", "phone": "+49 151 23456789",
        "location": "Augsburg, Deutschland", "headline": "Maschinenbauingenieur",
        "summary": "Ingenieur mit elf Jahren Erfahrung in Konstruktion und Serienanlauf von Getrieben, davon vier Jahre mit "
        "fachlicher Führung eines Teams von sieben Personen.",
        "jobs": [
            _job("Lechtal Antriebstechnik GmbH", "Teamleiter Konstruktion", "Augsburg", "2019-04", "present",
                 "Leitung eines Teams von sieben Konstrukteuren für Planetengetriebe in Windkraftanlagen",
                 "Senkung der Herstellkosten um 12 % durch Gleichteile in drei Baureihen"),
            _job("Hartwig Maschinenbau AG", "Entwicklungsingenieur", "Ulm", "2013-10", "2019-03",
                 "Auslegung und FEM-Berechnung von Gehäusen bis 4 t", "Betreuung von Prüfständen und Serienanlauf bei zwei Lieferanten"),
        ],
        "education": [
            _school("Technische Universität München", "M.Sc.", "Maschinenwesen", "2011-10", "2013-09"),
            _school("Hochschule Kempten", "B.Eng.", "Maschinenbau", "2008-10", "2011-09"),
        ],
        "skills": ["CATIA V5", "FEM-Berechnung", "SAP PLM", "Getriebeauslegung", "MATLAB", "Projektleitung", "Toleranzmanagement"],
        "languages": ["Deutsch (Muttersprache)", "Englisch (C1)"], "certifications": ["Six Sigma Green Belt, TÜV Süd, 2017"],
    },
    {
        "lang": "fr", "name": "Maëlle Quénard", "email": "maelle.quenard@example.fr", "phone": "+33 6 12 34 56 78",
        "location": "Nantes, France", "headline": "Responsable marketing",
        "summary": "Responsable marketing spécialisée dans le lancement de produits alimentaires, avec huit ans d'expérience "
        "en agence puis chez l'annonceur.",
        "jobs": [
            _job("Biscuiterie Kerluan", "Responsable marketing", "Nantes, France", "2020-02", "present",
                 "Pilotage d'un budget annuel de 1,2 M€ et d'une équipe de cinq personnes",
                 "Lancement de trois gammes bio, 18 % du chiffre d'affaires en deux ans"),
            _job("Agence Orvault Conseil", "Chargée de communication", "Rennes, France", "2015-09", "2020-01",
                 "Conception de campagnes pour douze clients régionaux", "Organisation de salons professionnels et relations presse"),
        ],
        "education": [_school("Université de Nantes", "Master", "Marketing et communication", "2013-09", "2015-06")],
        "skills": ["Gestion de projet", "SEO", "Google Analytics", "Études de marché", "Photoshop", "Négociation"],
        "languages": ["Français (langue maternelle)", "Anglais (courant)"], "certifications": ["Google Ads, 2021"],
    },
    {
        "lang": "es", "name": "Ainhoa Belmonte Rubial", "email": "ainhoa.belmonte@example.es", "phone": "+34 612 345 678",
        "location": "Zaragoza, España", "headline": "Jefa de cocina",
        "summary": "Cocinera con doce años de oficio en restaurantes de temporada, acostumbrada a dirigir brigadas de diez personas.",
        "jobs": [
            _job("Casa Albarracín", "Jefa de cocina", "Zaragoza, España", "2018-05", "present",
                 "Dirección de una brigada de diez personas y control del coste de materia prima",
                 "Creación de la carta de temporada con 22 productores locales"),
            _job("Hotel Moncayo", "Cocinera", "Huesca, España", "2012-06", "2018-04",
                 "Elaboración de menús para eventos de hasta 300 comensales"),
        ],
        "education": [_school("Escuela de Hostelería de Teruel", "Técnico Superior", "Dirección de Cocina", "2010-09", "2012-06")],
        "skills": ["Cocina aragonesa", "Control de costes", "APPCC", "Gestión de equipos", "Repostería"],
        "languages": ["Español (nativo)", "Inglés (B2)"], "certifications": ["Manipulador de alimentos, 2020"],
    },
    {
        "lang": "it", "name": "Ludovica Ferrantini", "email": "ludovica.ferrantini@example.it", "phone": "+39 333 123 4567",
        "location": "Bologna, Italia", "headline": "Insegnante di matematica",
        "summary": "Insegnante di matematica con sette anni di esperienza nella scuola secondaria e nella formazione dei docenti.",
        "jobs": [
            _job("Liceo Scientifico Galvani", "Docente di matematica", "Bologna, Italia", "2018-09", "present",
                 "Insegnamento in sei classi e coordinamento del dipartimento di scienze",
                 "Preparazione di squadre per le olimpiadi della matematica"),
            _job("Centro Studi Minerva", "Tutor", "Modena, Italia", "2015-10", "2018-06", "Lezioni individuali a studenti universitari"),
        ],
        "education": [_school("Università di Bologna", "Laurea Magistrale", "Matematica", "2013-09", "2015-07")],
        "skills": ["Didattica digitale", "GeoGebra", "Valutazione", "Gestione della classe", "LaTeX"],
        "languages": ["Italiano (madrelingua)", "Inglese (C1)"], "certifications": ["Cambridge C1 Advanced, 2019"],
    },
    {
        "lang": "nl", "name": "Sjoerd van der Kolk", "email": "sjoerd.vanderkolk@example.nl", "phone": "+31 6 12345678",
        "location": "Utrecht, Nederland", "headline": "Logistiek planner",
        "summary": "Planner met tien jaar ervaring in distributie en voorraadbeheer voor supermarkten en webwinkels.",
        "jobs": [
            _job("Veldhuis Distributie B.V.", "Senior planner", "Utrecht, Nederland", "2017-03", "present",
                 "Plannen van 140 ritten per dag voor twee magazijnen", "Verlagen van lege kilometers met 9 % door nieuwe routes"),
            _job("Groenland Transport", "Medewerker planning", "Zwolle, Nederland", "2012-08", "2017-02",
                 "Aansturen van twaalf chauffeurs en contact met klanten"),
        ],
        "education": [_school("Hogeschool Windesheim", "Bachelor", "Logistics Management", "2008-09", "2012-07")],
        "skills": ["Routeplanning", "SAP EWM", "Voorraadbeheer", "Excel", "Lean"],
        "languages": ["Nederlands (moedertaal)", "Engels (goed)"], "certifications": ["APICS CPIM, 2019"],
    },
    {
        "lang": "pt", "name": "Beatriz Sequeira Lobato", "email": "beatriz.lobato@example.pt", "phone": "+351 912 345 678",
        "location": "Porto, Portugal", "headline": "Advogada",
        "summary": "Advogada de direito comercial com experiência em contratos internacionais e contencioso.",
        "jobs": [
            _job("Sequeira Matos & Associados", "Advogada associada", "Porto, Portugal", "2019-01", "present",
                 "Negociação de contratos de distribuição em quatro países", "Representação de clientes em arbitragem"),
            _job("Banco Douro Litoral", "Estagiária jurídica", "Lisboa, Portugal", "2017-02", "2018-12", "Análise de garantias e créditos"),
        ],
        "education": [_school("Universidade de Coimbra", "Mestrado", "Direito Comercial", "2014-09", "2016-07")],
        "skills": ["Contratos", "Arbitragem", "Direito societário", "Due diligence", "Redação jurídica"],
        "languages": ["Português (nativo)", "Inglês (C1)"], "certifications": ["Ordem dos Advogados, 2018"],
    },
]  # fmt: skip


def spell(date: str, lang: str, style: str) -> str:
    """A normalised date as a resume of this language and style prints it."""
    if date == "present":
        return PRESENT[lang]
    year, month = date.split("-")
    name = MONTHS[lang].split()[int(month) - 1]
    short = (
        SHORT[name] if name in SHORT else name if len(name) <= 4 else name[:3] + ("." if lang in ("fr", "de") else "")
    )
    return {
        "full": f"{name} {year}",
        "short": f"{short} {year}",
        "slash": f"{month}/{year}",
        "dot": f"{month}.{year}",
        "year": year,
        "iso": date,
    }[style]
