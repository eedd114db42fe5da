"""Section headings in seven languages: which kind of section a line opens."""

# ruff: noqa: E501 (word lists, grouped by language)

from __future__ import annotations

import re

from resumes.parsing.characters import fold, squash, unspace, word_set

# Whole headings, folded and without blanks when compared. English, German, French, Spanish, Italian, Dutch, Portuguese.
HEADINGS: dict[str, str] = {
    "summary": """summary|research interests|research profile|professional summary|executive summary|career summary|personal summary|summary of qualifications|
        profile|professional profile|executive profile|personal profile|career profile|about|about me|who i am|objective|
        career objective|professional objective|personal statement|overview|introduction|highlights|career highlights|
        qualifications at a glance|at a glance|career at a glance|background|in a nutshell|who am i|profile statement|qualifications profile|summary of experience|in brief|career snapshot|key facts|
        summary of skills and experience|career goal|personal goals|bio|biography|key qualifications|qualifications summary|
        profil|kurzprofil|profilzusammenfassung|zusammenfassung|über mich|ueber mich|zu meiner person|berufsprofil|ziel|berufsziel|
        persönliches profil|kurzvorstellung|résumé professionnel|à propos|à propos de moi|profil professionnel|accroche|objectif|
        objectif professionnel|présentation|perfil|perfil profesional|resumen|resumen profesional|sobre mí|objetivo|
        objetivo profesional|extracto|acerca de mí|profilo|profilo professionale|profilo personale|sommario|obiettivo|
        obiettivo professionale|chi sono|su di me|presentazione|profiel|persoonlijk profiel|samenvatting|over mij|doelstelling|
        professioneel profiel|resumo|resumo profissional|perfil profissional|sobre mim|sobre|apresentação|objetivo profissional""",
    "work": """experience|work|work experience|professional experience|employment|employment history|work history|career history|
        professional history|career|professional background|work background|experience and employment|relevant experience|
        job history|positions|positions held|industry experience|research experience|teaching experience|clinical experience|
        military experience|internships|internship|internship experience|professional career|career experience|practical experience|
        selected experience|additional experience|other experience|previous experience|technical experience|leadership experience|
        research|employment experience|appointments|academic appointments|professional appointments|legal experience|
        freelance experience|working experience|job experience|work experiences|experiences|
        professional path|employment details|employment summary|working life|work life|professional record|trade experience|employment record|work record|career to date|career so far|career path|career details|my career|my work|my experience|roles held|posts held|
        jobs|roles|posts|placements|engagements|rotations|clinical rotations|professional journey|what i have done|what i ve done|
        side job|side jobs|part time jobs|student jobs|other jobs|freelance|driving experience|nebenjob|nebenjobs|nebentätigkeit|nebentätigkeiten|where i have worked|where i ve worked|where i work|what i have worked on|employers|self employment|teaching|teaching and supervision|teaching and mentoring|
        berufserfahrung|berufserfahrungen|berufspraxis|beruflicher werdegang|berufliche laufbahn|berufliche erfahrung|werdegang|
        berufliche erfahrungen|beruflicher hintergrund|praktische erfahrung|praktische erfahrungen|praktika|praktikum|praxiserfahrung|
        arbeitserfahrung|berufstätigkeit|tätigkeiten|berufliche tätigkeit|berufliche stationen|berufsweg|praxis|
        expérience|expériences|expérience professionnelle|expériences professionnelles|parcours professionnel|parcours|
        emplois|stages|carrière|experiencia|experiencia laboral|experiencia profesional|historial laboral|
        trayectoria profesional|trayectoria|empleo|experiencias|esperienza|esperienze|esperienza professionale|
        esperienze professionali|esperienza lavorativa|esperienze lavorative|carriera|werkervaring|ervaring|professionele ervaring|
        loopbaan|arbeidsverleden|stages en werkervaring|relevante werkervaring|carrière overzicht|experiência|
        experiência profissional|experiências profissionais|experiências|histórico profissional|trajetória profissional|
        percurso profissional|atuação profissional""",
    "education": """education|academic background|educational background|academic history|education and training|
        education and qualifications|academic qualifications|educational qualifications|academic qualification|
        educational qualification|qualifications|qualification|studies|academic education|schooling|degrees|education history|
        academics|academic profile|academic record|scholastics|formal education|education details|school education|
        training and education|higher education|further education|university education|school and university|education background|
        learning|school and training|schools and training|educational attainment|weiterbildung und schule|schule und weiterbildung|schule und ausbildung|ausbildung und weiterbildung|academic training|academic path|academic studies|schools and courses|study|my studies|where i studied|what i studied|what i ve studied|what i have studied|where i have studied|schools|schools attended|
        educations|ausbildung|schulbildung|bildung|bildungsweg|studium|akademische ausbildung|akademischer werdegang|schule|
        schulischer werdegang|hochschulausbildung|hochschulbildung|ausbildung und studium|studium und ausbildung|
        berufsausbildung|schulausbildung|bildungsgang|formation|formations|études|diplômes|parcours académique|
        formation académique|formation et diplômes|parcours scolaire|scolarité|cursus|formación|educación|formación académica|
        estudios|formación y estudios|títulos|historial académico|istruzione|formazione|istruzione e formazione|studi|
        titoli di studio|formazione accademica|percorso di studi|percorso formativo|opleiding|opleidingen|onderwijs|studie|studies en opleidingen|
        educação|formação|formação acadêmica|formação académica|escolaridade|habilitações académicas|habilitações literárias|
        formação escolar|graduação""",
    "skills": """skills|technical skills|core skills|key skills|professional skills|core competencies|competencies|
        technical competencies|areas of expertise|expertise|technologies|technical expertise|technical proficiencies|technology|
        tech stack|technical stack|tools|tools and technologies|tools tech|technical profile|it skills|computer skills|software skills|
        software|programming|programming skills|programming languages|programming languages and tools|abilities|strengths|
        it|systems|it systems|systems and software|software and methods|tools and methods|methods|methods and tools|techniques|
        laboratory techniques|lab techniques|lab skills|platforms|systems and tools|tools and systems|toolkit|toolbox|computing|equipment|
        computer|computer literacy|it literacy|it knowledge|digital tools|what i bring|skills at a glance|core strengths|tech skills|strengths and skills|what i can do|what i work with|what i know|frameworks|
        key competencies|skills and abilities|skills and tools|skills and expertise|skill set|skillset|skills summary|soft skills|
        hard skills|technical knowledge|technical summary|other skills|additional skills|specialties|specialities|proficiencies|
        areas of knowledge|knowledge|core technologies|technical tools|competences|digital skills|personal skills|
        clinical skills|laboratory skills|management skills|skills and competencies|skills and competences|key strengths|
        kenntnisse|fähigkeiten|kompetenzen|fachkenntnisse|edv kenntnisse|it kenntnisse|kenntnisse und fähigkeiten|
        fähigkeiten und kenntnisse|technische kenntnisse|computerkenntnisse|besondere kenntnisse|fachkompetenzen|kernkompetenzen|
        technische fähigkeiten|stärken|software kenntnisse|weitere kenntnisse|programmierkenntnisse|skills und tools|werkzeuge|
        qualifikationen|it skills und tools|technologien|compétences|compétences techniques|compétences clés|savoir faire|
        savoir être|outils|informatique|compétences informatiques|compétences professionnelles|logiciels|atouts|
        habilidades|competencias|habilidades técnicas|aptitudes|conocimientos|conocimientos técnicos|competencias técnicas|
        informática|conocimientos informáticos|herramientas|habilidades y competencias|destrezas|tecnologías|competenze|
        competenze tecniche|capacità e competenze|competenze informatiche|abilità|conoscenze|conoscenze informatiche|
        competenze digitali|capacità|strumenti|tecnologie|vaardigheden|competenties|technische vaardigheden|kennis|
        kennis en vaardigheden|computervaardigheden|tools en technieken|ict vaardigheden|technologieën|competências|competências técnicas|
        conhecimentos|aptidões|habilidades e competências|conhecimentos técnicos|ferramentas|tecnologias|qualificações""",
    "languages": """languages|language skills|language|language proficiency|languages spoken|spoken languages|foreign languages|
        human languages|i speak|languages i speak|sprachen|sprachkenntnisse|fremdsprachen|langues|langues parlées|compétences linguistiques|langues étrangères|
        idiomas|lenguas|lingue|lingue straniere|conoscenze linguistiche|competenze linguistiche|conoscenza delle lingue|talen|talenkennis|línguas|
        competências linguísticas|conhecimento de idiomas""",
    "certifications": """certifications|certification|certificates|certificate|licenses|licences|licenses and certifications|
        licences and certifications|certifications and licenses|professional certifications|professional certification|
        courses|courses and certifications|certifications and courses|training|trainings|professional training|
        training and certifications|certifications and training|courses and training|credentials|accreditations|
        professional development|continuing education|online courses|moocs|licensure|professional qualifications|
        trade qualifications|vocational qualifications|technical qualifications|trade tickets|memberships and registration|
        registration and memberships|memberships and registrations|registration and licences|tickets and licences|tickets and licenses|licences and tickets|licenses and tickets|memberships and certificates|professional memberships and certificates|registration|registrations|professional registration|professional registrations|permits|tickets|short courses|further courses|other courses|additional courses|courses and workshops|workshops|seminars|
        further training|additional training|other training|courses attended|licences and permits|driving licence|driving licences|
        certificates and courses|courses and certificates|zertifikate|zertifizierungen|weiterbildung|weiterbildungen|
        fortbildung|fortbildungen|kurse|lizenzen|weiterbildungen und zertifikate|zertifikate und weiterbildungen|schulungen|certificats|
        formations complémentaires|formation continue|certificaciones|certificados|cursos|formación complementaria|
        cursos y certificaciones|certificazioni|corsi|certificati|corsi e certificazioni|attestati|certificaten|cursussen|
        certificeringen|cursussen en certificaten|trainingen|certificações|certificações e cursos|cursos e certificações|formação complementar|cursos complementares""",
    "projects": """projects|personal projects|selected projects|academic projects|side projects|key projects|open source|
        open source projects|open source contributions|project experience|project|relevant projects|portfolio|notable projects|
        research projects|university projects|course projects|projects and research|major projects|project work|
        projekte|projekterfahrung|projekterfahrungen|ausgewählte projekte|eigene projekte|projektliste|projets|
        projets personnels|réalisations|projets académiques|proyectos|proyectos personales|progetti|progetti personali|
        projecten|persoonlijke projecten|projetos|projetos pessoais|portfólio""",
    "publications": """publications|selected publications|papers|research publications|articles|patents|patents and publications|
        publications and patents|conference papers|journal articles|talks|presentations|invited talks|conferences|
        published work|published works|publication|paper|talk|research and publications|publications and research|exhibitions|selected exhibitions|performances|
        screenings|speaking|public speaking|speaking engagements|posters|conference talks|conference presentations|
        lectures|book chapters|peer reviewed publications|refereed publications|journal publications|preprints|
        publications and presentations|selected talks|veröffentlichungen|publikationen|vorträge|patente|communications|publicaciones|ponencias|
        pubblicazioni|publicaties|publicações|brevets|conférences|patentes""",
    "awards": """awards|honors|honours|honors and awards|awards and honors|honours and awards|awards and honours|achievements|scholarships|
        accomplishments|awards and achievements|achievements and awards|selected honors|distinctions|prizes|fellowships|
        grants|awards and scholarships|grants and awards|awards and grants|grants and fellowships|fellowships and grants|fellowships and awards|awards and recognition|recognition|key achievements|auszeichnungen|preise|ehrungen|
        stipendien|erfolge|preise und auszeichnungen|auszeichnungen und stipendien|prix|récompenses|distinctions et prix|bourses|
        premios|reconocimientos|logros|premios y reconocimientos|becas|premi|riconoscimenti|borse di studio|premi e riconoscimenti|
        prijzen|onderscheidingen|prijzen en onderscheidingen|prestaties|prêmios|conquistas|prêmios e reconhecimentos""",
    "volunteer": """volunteer|volunteering|volunteer experience|volunteer work|voluntary work|community service|
        community involvement|leadership|leadership and activities|extracurricular activities|extracurriculars|
        professional and community|community and professional|groups|groups and committees|clubs and committees|committees|committee work|committee membership|community work|community activities|community engagement|civic engagement|
        charity work|voluntary roles|volunteer roles|volunteer positions|voluntary positions|clubs|societies|extracurricular|
        student activities|campus involvement|campus activities|leadership and service|board memberships|board roles|board positions|board service|governance|boards and committees|trusteeships|giving back|
        outside work|beyond work|interests and volunteering|volunteering and interests|hobbies and volunteering|volunteering and hobbies|
        extra curricular activities|activities|co curricular activities|leadership and volunteering|volunteering experience|
        activities and leadership|memberships|professional memberships|affiliations|professional affiliations|associations|
        service|other activities|community|outreach|ehrenamt|ehrenamtliches engagement|ehrenamtliche tätigkeit|
        ehrenamtliche tätigkeiten|engagement|soziales engagement|gesellschaftliches engagement|mitgliedschaften|bénévolat|
        engagements|vie associative|engagement associatif|activités extra professionnelles|activités|voluntariado|
        actividades extracurriculares|actividades|volontariato|attività|attività di volontariato|vrijwilligerswerk|
        nevenactiviteiten|trabalho voluntário|atividades|atividades extracurriculares|bestuurservaring""",
    "interests": """interests|likes|hobbies|hobbies and interests|interests and hobbies|personal interests|passions|interessen|hobbys|
        hobbys und interessen|interessen und hobbys|freizeit|persönliche interessen|centres d'intérêt|centres d intérêts|loisirs|
        intérêts|centre d'intérêt|passions et loisirs|intereses|aficiones|pasatiempos|interessi|hobby|interessi personali|
        tempo libero|interesses|hobby's|hobby s|hobbies e interesses|hobbies en interesses|vrije tijd|passatempos""",
    "references": """references|referees|referenzen|références|referencias|referenze|referenties|referências|recommendations|
        references available upon request|reference|testimonials""",
    "contact": """contact|contacts|contact me|contact me at|contact details|contact information|contact info|personal details|
        personal information|personal data|personal info|details|links|online|profiles|social|social media|find me online|online profiles|
        get in touch|address|kontakt|kontaktdaten|persönliche daten|persönliche angaben|angaben zur person|zur person|personalien|
        anschrift|coordonnées|contactez moi|informations personnelles|liens|état civil|contacto|datos personales|
        datos de contacto|información personal|información de contacto|enlaces|redes|contatti|contatto|dati personali|
        informazioni personali|recapiti|contactgegevens|persoonlijke gegevens|personalia|gegevens|contato|contatos|
        dados pessoais|informações pessoais|informações de contato|contactos""",
    "other": """miscellaneous|additional information|other|other information|further information|coursework|relevant coursework|
        courses taken|declaration|military service|sonstiges|weitere angaben|zusätzliche informationen|wehrdienst|divers|
        informations complémentaires|otros|otros datos|información adicional|altro|ulteriori informazioni|
        informazioni aggiuntive|overig|overige|overige informatie|outras informações|informações adicionais|outros|
        appendix|notes|news|press|visa status|work authorization|availability|case studies|key metrics""",
}  # fmt: skip

# Single words that decide a longer heading ("Selected Consulting Experience"); the earlier kinds win over the later ones.
_DECIDING: tuple[tuple[str, str], ...] = (
    ("volunteer", "volunteer volunteering voluntary ehrenamt bénévolat voluntariado volontariato vrijwilligerswerk"),
    ("projects", "projects project projekte projets proyectos progetti projecten projetos"),
    ("publications", "publications publikationen publicaciones pubblicazioni publicaties publicações patents talks"),
    ("languages", "languages language sprachkenntnisse sprachen langues idiomas lingue talen"),
    ("certifications", "certifications certificates licenses licences zertifikate certificats certificaciones certificazioni"),
    ("education", "education academic ausbildung studium formation educación istruzione opleiding educação"),
    ("work", "experience employment berufserfahrung expérience expériences experiencia esperienza esperienze werkervaring experiência"),
    ("skills", "skills skill competencies expertise technologies kenntnisse fähigkeiten kompetenzen compétences habilidades "
               "competencias competenze vaardigheden competências proficiencies tools"),
    ("awards", "awards honors honours achievements auszeichnungen récompenses premios premi prijzen prêmios"),
    ("summary", "summary profile objective zusammenfassung profil perfil profilo profiel resumen samenvatting resumo"),
    ("interests", "interests hobbies interessen loisirs aficiones interessi"),
)  # fmt: skip
# "Teaching posts", "Other work": what posts are called, after what tells which ones.
_POSTS = re.compile(
    r"(?P<which>(?:(?:teaching|clinical|academic|professional|previous|prior|past|former|earlier|current|present|other|further|"
    r"additional|relevant|practical|paid|main|key|nursing|medical|hospital|research|industry|industrial|commercial|technical|"
    r"military|legal|freelance|contract|temporary|casual|seasonal|summer|student|part time|full time|permanent|management|"
    r"consulting|sales|engineering|administrative|pastoral|school|university|visiting|work|employment|job|career|selected|recent|"
    r"most recent)(?: and | or | )?){1,3})"
    r"(?P<posts>posts?|positions?|appointments?|roles?|work|employment|placements?|jobs?|engagements?|assignments|contracts|career|"
    r"internships|secondments|residencies|rotations)(?: held)?(?: to date| so far)?"
)
_SHOWN = re.compile(r"^(?:selected|recent|most recent) work$")  # what designers show: projects, no posts
_SHARE = re.compile(  # what a heading may say of itself in brackets or after a dash
    r"\s*(?:[(\[][^()\[\]]*\d[^()\[\]]*[)\]]\s*)?(?:[–—-]\s*(?:a )?selection|[(\[](?:\d+ of \d+|selected|a selection|selection|continued|cont\.?|cont['’]d|recent|most recent|relevant|latest|excerpt|"
    r"auswahl|sélection|selección|selezione|selectie|seleção)[)\]])\s*:?$",
    re.IGNORECASE,
)
_JOINERS = word_set(
    "and & und et y e en of the my in for professional personal selected relevant other additional key core technical main general "
    "further recent work career related current past special training history background skills interests activities certifications "
    "languages tools awards honors education summary major notable industry academic research teaching + / , | - : de la le du des "
    "courses volunteering"
)
_WHOLE: dict[str, str] = {}
for _kind, _phrases in HEADINGS.items():
    for _phrase in _phrases.split("|"):
        _WHOLE.setdefault(squash(_phrase), _kind)
_WORD_KIND = {squash(word): kind for kind, words in reversed(_DECIDING) for word in words.split()}
_EDGE = re.compile(r"^[^\w]+|[^\w]+$")
_AND = re.compile(r"\s*(?:&|\+|/|\||,)\s*|\s+(?:and|und|et|y|e|en)\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:\d{1,2}|[IVX]{1,4})[.)]\s+")


def exact_kind(text: str) -> str | None:
    """The kind of a line that is a known heading as a whole ("Skills & Awards" takes the first part's kind)."""
    if len(text) > 90:
        return None
    text = _SHARE.sub("", text)
    core = _NUMBERED.sub("", _EDGE.sub("", unspace(text)) or text)
    found = _known(core)
    if found:
        return found
    parts = [part for part in _AND.split(core) if part.strip()]
    kinds = [_known(part) for part in parts]
    if len(parts) in (2, 3) and all(kinds):
        return kinds[0]
    return None


def _known(phrase: str) -> str | None:
    """The kind of a phrase on our list, or "work" where it names posts of some sort."""
    found = _WHOLE.get(squash(phrase))
    if found is None and len(phrase) <= 50:
        plain = " ".join(re.sub(r"[^\w&]+", " ", fold(phrase)).replace("&", "and").split())
        if _SHOWN.match(plain):
            return "projects"
        if _POSTS.fullmatch(plain):
            return "work"
    return found


def loose_kind(text: str) -> str | None:
    """The kind a heading-like line suggests by one of its words; only for lines that look like a heading."""
    words = [squash(word) for word in _EDGE.sub("", unspace(text)).split()]
    if not 1 < len(words) <= 5:
        return None
    if not any(word in _WORD_KIND for word in words):
        return None
    known = sum(word in _WORD_KIND or word in _JOINERS or not word for word in words)
    if known < len(words) - 1:
        return None
    ranked = [_WORD_KIND[word] for word in words if word in _WORD_KIND]
    order = [kind for kind, _ in _DECIDING]
    return min(ranked, key=order.index)
