"""Words that say little: the stop words of some languages, and what every posting and every resume uses."""

from __future__ import annotations

_STOPS = {
    "en": """the of and to in a is for with as on we you our your be are will an or at by this that from have has it their they
        not can who what all more into about which if but also other these any such when how would may must than them
        i my was were been""",
    "de": """der die das und in zu den mit von für auf ist im ein eine als auch es an werden aus er hat dass sie nach wird bei
        einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei
        ich wir sich nicht des dem unter sowie bzw ihre ihr unsere unser sehr alle diese dieser dieses kann können zwischen
        gegen ohne deine dein dich dir du uns ihnen ihrer unserer""",
    "fr": "le la les de des du un une et est en que qui dans pour sur pas avec ce son il au aux par plus ou nous vous votre nos",
    "es": "el los las y a del se por con no una su para al lo como o sus es de la en que un nuestro",
    "nl": "het een en van ik te dat die is op aan met voor zijn er maar om ook als wij je onze de in",
    "it": "il di che la per non una sono gli nel alla con del della dei e i un le da",
    "pt": "o os as um uma do da dos das em no na nos nas ao com por para de e que",
}
STOP_WORDS: dict[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in _STOPS.items()}

# What is said in any advertisement for work, whatever the work is: it tells one posting from another hardly at all.
_EVERYDAY = """
experience experienced work working worked team skill ability able job role position company candidate
develop developing developed development developer engineer engineering software build building built support supporting
supported project product business customer client manage managing managed management manager environment requirement
responsible responsibility knowledge strong good excellent great new year understand understanding provide providing ensure
ensuring design designing designed solution system service technology technologie technical tool quality process processe
communication communicate opportunity opportunitie join looking apply application include including included help helping
create creating created use using used user learn learning degree education university bachelor master study studied
language english full time part day week month home office remote location contact email phone world global international
best high well within across based need make making take level senior junior lead leading plus preferred required desired
minimum familiarity familiar proficient proficiency hand task dutie duty flexible benefit salary offer career growth culture
people passionate motivated dynamic innovative implementation implement implementing implemented improve improving maintain
maintaining maintenance deliver delivering delivery write writing written code coding program programming test testing
information data web internet computer related relevant field variou different multiple several present currently member
self start started date posted type industry description participated perform performed performance issue problem solve
solving analysi responsibilitie requirement qualification profile
erfahrung erfahrungen kenntnis kenntnisse arbeit arbeiten team aufgabe aufgaben profil projekt projekte unternehmen kunde
kunden bereich bereiche stelle position entwickeln entwicklung entwickler entwicklerin umsetzung umsetzen erstellung
erstellen betreuung unterstützung unterstützen durchführung verantwortung verantwortlich zusammenarbeit mitarbeit
mitarbeiter mitarbeiterin anforderung anforderungen qualifikation fähigkeit fähigkeiten gute guten guter gutes sehr
fundierte mehrjährige idealerweise wünschenswert vorteil abgeschlossene abgeschlossenes studium ausbildung berufserfahrung
deutsch deutschkenntnisse englisch englischkenntnisse wort schrift bieten suchen freuen bewerbung ort einsatzort beginn
start dauer auslastung remote vollzeit teilzeit monat monate jahr jahre tag tage woche sofort laufzeit verlängerung option
neu neue neuen neuer lösung lösungen system systeme technologie technologien anwendung anwendungen software prozess
prozesse qualität planung beratung leitung einsatz nutzung umgang verständnis selbständig selbstständig eigenständig
teamfähigkeit kommunikation flexibel arbeitszeit gehalt weiterbildung möglichkeit möglichkeiten freelancer freiberufler
berater beraterin senior junior rolle branche tätigkeit tätigkeiten schwerpunkt schwerpunkte sprache sprachen
"""
EVERYDAY = frozenset(_EVERYDAY.split())
