"""The vocabulary of instructions to a machine reader, as concepts: what a sentence talks about, in six languages.

A sentence is reduced to the concepts it names, so that a model trained on few sentences meets the same features in
words it never saw. Patterns are lower-case, without accents; `*` ends a stem; words of a phrase
follow each other directly.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_CONCEPTS: dict[str, str] = {
    "OVERRIDE": "ignore, disregard, forget, override, bypass, neglect, discard, dismiss, skip, overrule, circumvent, "
    "pay no attention to, do not follow, don't follow, do not obey, no longer appl*, do not apply, don't apply, stop following, drop all, "
    "set aside, void, throw away, throw out, erase, supersede*, cancel, deactivate, disable, disabled, turn off, abandon, never mind, "
    "ignoriere*, vergiss, vergessen sie, missachte*, umgehe*, ubergehe*, gelten nicht, nicht gelten, "
    "ignorez, oublie, oubliez, ne tenez pas compte, ne tiens pas compte, contourne*, fais abstraction, faites abstraction, "
    "ignora, ignoren, olvida, olvide, olviden, haz caso omiso, omite, descarta, dimentica, dimenticate, trascura, ignorare, "
    "esqueca, esqueco, ignorar, desconsidere, negeer, vergeet",
    "OVERRIDDEN": "ignored, ignores, ignoring, disregarded, disregards, forgotten, forgot, overriding, overridden, overrides, bypassed, "
    "bypassing, bypasses, skipped, skipping, dismissed, discarded",
    "PRIOR": "previous, previously, prior, above, earlier, preceding, foregoing, so far, initial, original, former, before this, "
    "you were given, you have been given, given to you, you have been told, you were told, everything, all of the, anything, any, every, all, "
    "vorherig*, bisherig*, obig*, alles, alle, precedente*, anterieur*, tout, toutes, anterior*, previas, previos, todo, todas, todos, tutte, tutti, eerdere",
    "RULES": "instruction, instructions, direction, directions, directive, directives, rule, rules, guideline, guidelines, "
    "restriction*, constraint*, safeguard*, guardrail*, safety, command, commands, orders, programming, prompt, prompts, policy, policies, "
    "content filter*, filters, criteria, rubric, protocol, protocols, checks, limits, training, "
    "anweisung*, systemanweisung*, regel*, vorgabe*, richtlinie*, sicherheitsrichtlinie*, einschrankung*, einschraenkung*, consignes, consigne, regle*, directives, "
    "instruccion*, reglas, regla, restriccion*, instrucoes, regras, istruzion*, regol*, restrizion*, direttiv*, instructies, regels",
    "MODEL": "ai, a.i., llm*, language model*, large language model*, chatbot*, bot, bots, assistant, gpt*, chatgpt, claude, gemini, copilot, "
    "automated screener*, automated reader*, automated reviewer*, automated system*, automated tool*, automated evaluat*, automatic reader*, screening tool*, "
    "screening system*, screening software, screening bot*, hiring system, hiring algorithm, ranking algorithm, ranking system, ats, parser, parsers, screener, evaluator, "
    "evaluating model, machine reader*, machine reading, machine that reads, model, models, neural network, algorithm, agent, agents, reviewer model, "
    "reading system, this system, the system, whatever reads, any system, artificial intelligence, "
    "ki, sprachmodell*, ki-system*, ia, modele de langage, assistente, asistente, modelo de lenguaje, modello linguistico, modelo de linguagem, taalmodel",
    "YOU": "you, your, yours, yourself, you're, you'll, thou, du, dein*, deine*, dir, dich, ihr, tu, ton, tes, vous, votre, vos, tus, tuyo, ti, tuo, tue, tuoi, je",
    "PERSONA": "you are now, you are a, you are an, you are my, you are no longer, you now, you will now, pretend, act as, act like, roleplay*, role-play*, role play*, "
    "imagine you, imagine that you, simulate, behave as, behave like, take the role, take on the role, assume the role, assume the persona, stop being, switch to, "
    "switch into, enter, your new role, your real task, your true task, your actual task, your only task, your new task, your real goal, your new goal, your only goal, "
    "new persona, alter ego, become, du bist jetzt, du bist nun, stell dir vor, tu so, tu es maintenant, vous etes desormais, tu es desormais, vous etes maintenant, "
    "ahora eres, actua como, finge, ora sei, sei ora, adesso sei, fai finta, comportati, agis comme, agissez comme, voce agora e, je bent nu",
    "NOW": "from now on, henceforth, from this point, from here on, starting now, as of now, effective immediately, going forward, for the rest of, for the remainder, "
    "until further notice, new task, new instruction, new instructions, new directive, new rule, new rules, new goal, right now, immediately, at once, now, "
    "ab jetzt, von nun an, ab sofort, desormais, a partir de maintenant, a partir de ahora, desde ahora, d'ora in poi, ora, a partir de agora, vanaf nu",
    "UNBOUND": "unrestricted, uncensored, unfiltered, unlimited, no restrictions, no rules, no limits, no filter, no filters, no content policy, no guidelines, no policy, no guardrails, "
    "no limitations, no ethics, without restrictions, without any restrictions, without limits, without any limits, without filter, without any filter, without filters, without rules, "
    "without limitations, without any limitation*, without asking, without hesitation, without question, no questions, anything i, anything the user, do anything, jailbreak*, jailbroken, dan, "
    "dev mode, developer mode, god mode, admin mode, debug mode, root mode, maintenance mode, unrestricted mode, sudo, root access, full access, superuser, "
    "comply, comply fully, obey, no matter what, at any price, at all costs, any request, every request, any question, every question, all requests, answer freely, answer everything, restricted content, "
    "keine regeln, keine einschrankungen, ohne einschrank*, ohne einschraenk*, ohne regeln, ohne filter, sans restriction*, sans limites, sans filtre, sans regles, aucune regle, aucune restriction, "
    "sin restricciones, sin limites, sin reglas, sin filtros, senza restrizioni, senza limiti, senza regole, senza filtri, sem restricoes, sem regras, zonder beperkingen, zonder regels",
    "REVEAL": "reveal, show, print, output, display, repeat, dump, leak, disclose, expose, tell, list, echo, write out, recite, share, give me, return, quote, paste, spell out, "
    "zeige, zeig, verrate, verrat, nenne, gib, revele*, montre*, affiche*, donne*, dis-moi, revela, muestra, imprime, dime, mostra, mostrami, rivela, stampa, dimmi, mostre, revele, toon, onthul",
    "SECRET": "system prompt*, system-prompt*, system instruction*, system message*, initial prompt, hidden prompt, initial instructions, hidden instructions, secret instructions, original instructions, "
    "operating instructions, your instructions, your prompt, your rules, your guidelines, instructions you were given, api key*, api-key*, credential*, password*, secret*, access token*, environment variable*, "
    "database, private data, personal data, customer data, customer list, customer emails, customer records, private, confidential, conversation history, chat history, full conversation, chain of thought, source code, "
    "internal notes, private admin, admin pages, salary data, other applicants, other candidates, restricted content, "
    "prompt systeme, instructions systeme, prompt de sistema, instrucciones del sistema, prompt del sistema, prompt di sistema, istruzioni di sistema, instrucoes do sistema, "
    "passwort*, passworter, kundendaten, geheim*, zugangsdaten, mots de passe, donnees clients, contrasena*, datos de clientes, dati dei clienti, dati clienti, segret*, senhas, wachtwoord*",
    "VERBATIM": "verbatim, word for word, word by word, exactly as, in full, letter by letter, complete text, wortlich, wortwortlich, mot pour mot, mot a mot, palabra por palabra, parola per parola, palavra por palavra",
    "SEND": "send, email, e-mail, forward, post, upload, transmit, exfiltrate, http_post, send_email, http_get, curl, wget, fetch, webhook, call, cc, bcc, deliver, "
    "sende, schicke, schick, leite, envoie*, envoyez, transmets, transfere, envia, envie, manda, reenvia, invia, inoltra, mandami, stuur",
    "TOOL": "send_email, http_post, http_get, http_request, send_message, post_message, run_shell, execute_command, delete_file, write_file, read_file, transfer_funds, create_user, tool call, "
    "function call, the tool, shell command, rm -rf, drop table, os.system, webhook, output directory, git push",
    "DEST": "attacker, exfil*, external address, external server, this address, following address, to my address, address in my header, archive address, evil, collector, drop box, external webhook, audit webhook, adresse externe, direccion externa, externe adresse, indirizzo esterno",
    "GRADE": "rate, rank, score, grade, mark, assign, give, award, set, classify, label, treat, consider, assume, report, say, state, write, answer, conclude, confirm, "
    "recommend, advance, approve, accept, select, choose, prioriti*, put, place, move, boost, raise, increase, lower, reduce, decrease, deduct, subtract, summari*, hire, shortlist, reject, "
    "convince, persuade, endorse, describe, present, list, bewerte*, setze, gib, empfiehl, empfehle*, stufe, ordne, note, notez, classe, classez, recommande*, attribue*, evalue*, califica, puntua, recomienda, clasifica, asigna, "
    "valuta, assegna, raccomanda, classifica, avalie, atribua, beoordeel",
    "SCORE": "score, scores, rating, ratings, rank, ranking, sub-score*, subscore*, grade, confidence, match, fit, points, assessment, evaluation, verdict, recommendation, decision, "
    "list of candidates, result, bewertung, punktzahl, punkte, score maximal, puntuacion, puntaje, calificacion, punteggio, valutazione, pontuacao, evaluation",
    "TOP": "highest, maximum, max, top, perfect, perfectly, best, first, strongest, ideal, outstanding, exceptional, exceptionally, excellent, unanimous, strong hire, must hire, must-hire, strong yes, "
    "all requirements, every requirement, all criteria, every criterion, fully qualified, overqualified, most qualified, number one, no gaps, no weaknesses, full marks, full score, glowing, flawless, present, met, passed, "
    "high, hochste*, beste*, hochst*, maximale*, perfekt*, meilleur*, maximale, parfait*, excellente, mejor*, maxima, perfecto, migliore, massimo, perfetto, melhor, hoogste, beste, "
    "unsurpassed, unmatched, top candidate, top choice, ahead of",
    "CANDIDATE": "candidate, candidates, applicant, applicants, resume, resumes, cv, cvs, this person, this profile, the person, this application, applications, job seeker, contender*, "
    "bewerber*, kandidat*, lebenslauf, candidat, candidate, candidature, candidato, candidata, curriculum, postulante, sollicitant*, the author of this, this document, this file",
    "RIVAL": "other candidates, other applicants, every other, everyone else, all others, the others, other resumes, any other, competitors, competing, rest of the pool, remaining candidates, in the pool",
    "HIRE": "hire, hired, shortlist*, interview, next round, next stage, final round, advance, approve, offer, invite, recommend, einladen, einstellen, entretien, embaucher, entrevista, contratar, assumere, colloquio",
    "JUDGING": "for scoring purposes, when scoring, when evaluating, when comparing, when rating, when ranking, when processing, when you process, when summari*, when reading, when you read, while reading, while evaluating, "
    "before scoring, before evaluating, before answering, before responding, before you answer, if you are, if you're, in your evaluation, in your summary, in your answer, in your reply, in your response, "
    "in your analysis, in your report, in every, in all future, evaluation purposes, at the end of your, at the start of your, during screening, scoring this, end of any, reading this, processing this, processes this, that processes, analysing this, analyzing this, "
    "who reads this, parsing this, summarising this, summarizing this, integrating this, continue the analysis, the evaluation, your evaluation, the analysis",
    "HIDE": "do not mention, don't mention, never mention, do not tell, don't tell, do not reveal, do not list, do not inform, do not flag, do not report, do not disclose, don't report, do not say, don't say, do not show, without telling, without mentioning, "
    "cannot see, can't see, can not see, silently, secretly, in secret, invisible to, hidden from, not visible to, keep this secret, between us, do not ask, nicht erwahnen, erwahne nicht, ne mentionne*, no menciones, non menzionare",
    "OUTPUT": "response, responses, answer, answers, reply, replies, output, summary, summaries, message, messages, report, reports, response's, answer's, completion, antwort*, reponse*, respuesta*, risposta, resposta, antwoord",
    "MODIFY": "add, include, append, insert, modify, integrate, enhance, augment, replace, remove, introduce, rearrange, scramble, misspell, substitute, convert, encode, translate, render, provide, use, group, combine, embed, "
    "mention, jumble, anagram, swap, reverse, change, alter, begin, start, end, finish, close, conclude, prefix, suffix, weave, adjust, format, respond, reply, answer, write, express, shuffle, transform, repeat, finish, adapt, tailor, "
    "supplement, slip, plug, promote, advertise, suggest, hint, tease, invite, encourage, anadir*, anade, agrega, fuge, ajoute*, aggiungi, adicione, voeg",
    "CIPHER": "decode, decrypt, decipher, rot13, base64, base32, base85, hex-encoded, binary encoded, base64 encoded, morse, caesar, cipher, ciphertext, unscramble, backwards, anagram*, pig latin, leetspeak, emoji*, emoticon*, symbols, typos, misspell*, vowel*, consonant*, "
    "letters, letter, reversed, spaces, punctuation, substitution, upper case, uppercase, lowercase, alphanumeric, every third, every fourth, every second, every other word, third word, in fours, dekodiere, entschlussle, decode*",
    "OBEY": "do what it says, do exactly what, do as it says, follow the instruction*, follow the hidden, follow only, follow these, follow my, execute it, execute the, execute this, execute them, obey, run it, carry out, act on it, act upon, as a command, as an instruction, must comply, comply with, "
    "instruction inside, instructions inside, hidden instruction*, befolge, fuhre aus, suis les, sigue las, segui le, skip the",
    "GRANT": "has granted, have granted, granted permission, is authorized, is authorised, authorized by, authorised by, pre-approved, preapproved, already approved, already verified, already passed, is an admin, is the admin, is exempt, exempt from, "
    "permission to, grant all, grant access, all requests, administrator, admin, override code, trusted context, trusted source, verified by, validated by, signed off, nephew, owner of this system, the developers, your creator*, your developer*, anthropic, openai, were not meant, does not apply here, granted",
    "ALARM": "breach, alert, emergency, critical, compromised, attention, important, urgent, warning, stop, notice, security alert, violates policy, will be penal*, shut down, shutdown, consequences, mandatory",
    "NOTE": "note to, message to, message for, instructions for, instruction to, attention ai, hinweis an, hinweis fur, note pour, message pour, nota para, nota per, nota del sistema, system note, system notice, system message, processing note, operational note, integration hook, note to self, "
    "remember for, save this note, save this to, store this, to your memory, in your memory, in memory, ai agents, ai reader, ai agent, hereby instruct, all agents, reasoning trace, reasoning (assistant), thought (assistant), assistant:, summary of the session, retain context, persisted",
    "CLOSED": "end of document, end of resume, end of cv, end of input, end of user input, end of text, end of data, end of context, end of file, end of email, end of message, end context, begin trusted, begin system, begin instructions, end trusted, begin prompt, end of prompt, start of instructions, end of conversation, fin del documento, fin du document, ende des dokument*",
    "FALSE": "isn't true, that isn't, not actually, fake, cracked, virus, malware, suspicious, scandal, sensational, shocking, you won't believe, weird trick, get rich, overnight, download, click here, click, install, visit, subscribe, donate, giveaway, free game, promo code, limited offer, act now, buy now, miracle, join, linking to, pointing to",
    "CREATIVE": "poem, poems, haiku, short story, a story, essay, speech, joke, song, lyrics, sonnet, limerick, riddle, fairy tale, article about, blog post about, paragraph about, paragraph on, tweet about, headline for, slogan for, recipe, script for, dialogue, monologue, trivia, fun fact, quiz, toast, obituary, cover letter for, recommendation letter, a letter, an email, an e-mail, introduction for, summary of, product description, caption, press release, tagline, bedtime, itinerary, meal plan, workout plan, playlist",
    "COMPOSE": "write, compose, draft, develop, create, generate, make up, invent, tell me, give me, provide, produce, craft, come up with, outline, plan, design, schreib*, ecris, ecrivez, escribe, scrivi, escreva, recommend, suggest, list, find, name",
    "ASKED": "explain, describe, what is, what's, what are, what was, what were, what do, what does, what happened, who is, who was, who wrote, who invented, who discovered, who painted, who won, who are, how do i, how do you, how does, how do, how is, how are, how can i, how to, how did, how many, how far, how old, "
    "why do, why does, why is, why are, when did, when was, where is, where was, can you explain, can you show, can you tell, can you help, could you tell, could you explain, define, compare, break down, discuss, summarize, summarise, analyze, analyse, calculate, compute, solve, translate, which is, do you know, tell me, show me, teach me, help me, walk me, "
    "schedule, set a, set an, remind me, order a, order me, book a, book me, turn on, turn off, play, add to my, look up, search for, google, check the, find me, identify, classify, determine, detect",
    "TOPIC": "capital of, theory of, history of, war, revolution, empire, planet*, photosynthesis, volcano*, gravity, relativity, quantum, evolution, dinosaur*, equation*, theorem, algebra, calculus, geometry, triangle, prime number*, factorial, fibonacci, recursion, sorting algorithm, binary search, python function, "
    "javascript, sql query, mysql, php, regular expression, linked list, novel, shakespeare, poet, painter, composer, president of, king of, country, countries, continent, ocean, river, mountain, desert, population of, currency of, language spoken, solar panel*, vaccine*, virus, cell, cells, dna, liver, heart, brain, kidney, lung*, bones, muscle*, "
    "butterfly, animal*, bird*, fish, insect*, climate change, global warming, rain*, weather, eclipse, moon, sun, stars, galaxy, black hole*, atom*, molecule*, chemical, periodic table, plot of, main characters, symbolism, in french, in german, in spanish, in japanese, in russian, in italian, in english, in chinese, in korean, to french, to spanish, to german, "
    "to italian, equivalent for, do you say, movie*, film*, song by, football, world cup, olympics, soccer, recipe, cook, bake, cake, exercise, meditation, stock market, inflation, bitcoin, cryptocurrency, latest trend*, market trend*, sentiment of, tone of, emotion*, alarm for, timer for, meeting for, appointment for, reminder to, flight to, hotel in, restaurant*, pizza, lights, thermostat, "
    "feeling today, your day, your favorite, your favourite, your name, your opinion, difference between, differences between, pros and cons, benefits of, causes of, effects of, steps of, lifecycle of, functions of, principles of, meaning of, definition of, first world war, romeo, literature, philosoph*",
    "SELF": "i, i'm, my, me, mine, we, our, us, i've, i'd, ich, mein*, wir, mon, mes, nous, mi, nosotros, io, mio",
    "SUPPORT": "order, account, refund*, invoice*, shipping, checkout, coupon, discount, subscription, billing, plan, plans, pricing, dashboard, settings, my payment, delivery, warranty, ticket, quote, product, products, business hours, support, customer service, store, help desk, single sign-on, webhook, documentation, docs, bestellung, commande, pedido, ordine, konto, compte, cuenta, "
    "angebot, preise, rechnung*, appointment, website, e-mail, email, version, line, typo, column, default, case sensitivity, warning on",
    "WORKLIFE": "team, teams, project, projects, customers, clients, stakeholders, budget, revenue, production, department, quality, process, processes, requirements, services, company, business, manager, engineers, students, staff, sales, design, testing, experience, years, degree, responsible, engine, pipeline, platform, application, data, "
    "skills, knowledge, university, certified, exam, award, software, maintenance, compliance, reports, performance, operations",
    "AIWORK": "prompt engineering, prompt injection, red-team*, red team*, jailbreak detection, instruction tuning, instruction-tuned, fine-tun*, finetun*, rlhf, langchain, vector search, embeddings, retrieval-augmented, rag, guardrails, hallucination*, chatbots, model evaluation, llm evaluation, agentic, machine learning, deep learning, nlp, mlops, adversarial, threat model*, penetration test*, security awareness, style attacks, owasp",
}


_TOKEN = re.compile(r"[^\W_]+(?:['._@-]+[^\W_]+)*")
_Phrase = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept named at characters start..end of the folded sentence; `word` is the number of its first word."""

    concept: str
    start: int
    end: int
    word: int


@lru_cache(maxsize=1)
def _index() -> tuple[dict[str, list[_Phrase]], dict[str, list[_Phrase]], int]:
    """Phrases by their exact first word, and by the stem of their first word; the length of the longest stem."""
    exact: dict[str, list[_Phrase]] = {}
    stems: dict[str, list[_Phrase]] = {}
    for concept, words in _CONCEPTS.items():
        for phrase in sorted({phrase.strip() for phrase in words.split(",") if phrase.strip()}):
            tokens = tuple(_TOKEN.findall(phrase))
            if phrase.endswith("*"):
                tokens = (*tokens[:-1], tokens[-1] + "*")
            table, key = (stems, tokens[0][:-1]) if tokens[0].endswith("*") else (exact, tokens[0])
            table.setdefault(key, []).append((tokens, concept))
    return exact, stems, max(map(len, stems))


def _fits(tokens: tuple[str, ...], words: list[re.Match[str]], at: int) -> bool:
    if at + len(tokens) > len(words):
        return False
    for token, word in zip(tokens[1:], words[at + 1 :], strict=False):
        text = word.group()
        if not (text.startswith(token[:-1]) if token.endswith("*") else text == token):
            return False
    return True


def words_of(folded: str) -> list[re.Match[str]]:
    """The words of a folded sentence, in order."""
    return list(_TOKEN.finditer(folded))


def mentions(words: list[re.Match[str]]) -> list[Mention]:
    """Every concept named by these words, in order of place."""
    exact, stems, longest = _index()
    found = []
    for at, word in enumerate(words):
        text = word.group()
        candidates = list(exact.get(text, ()))
        for size in range(2, min(len(text), longest) + 1):
            candidates += stems.get(text[:size], ())
        for tokens, concept in candidates:
            if _fits(tokens, words, at):
                found.append(Mention(concept, word.start(), words[at + len(tokens) - 1].end(), at))
    return found


def fold(text: str) -> str:
    """Lower case, accents and typographic quotes removed; the length may change."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'").replace("ß", "ss"))
    return "".join(char for char in plain if not unicodedata.combining(char)).lower()
