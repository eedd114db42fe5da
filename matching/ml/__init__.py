"""Scoring of resumes against jobs. Pure numpy over frozen facts; no Django, no database.

How to call it:

    encoder = get_encoder()                                   # careercopilot.encoder
    reader = Reader(encoder, today)                           # matching.textfacts: texts, parsed resumes, read postings -> facts
    talent = reader.parsed(parsed_resume, evidence)           # TalentFacts; dataclasses.replace adds wishes (places, pay, remote)
    job = reader.reading(posting_text, job_reading)           # JobFacts
    scorer = load_scorer(encoder)                             # once a process
    cards = scorer.score_many(talent, [job, ...])             # list[Scored], in order; a JobBlock saves building columns
    cards = scorer.score_talents([talent, ...], job)

Retrieve -> score all -> explain a page: `scorer.features(talents, jobs, ti, ji)` gives the feature matrix of the candidates,
`scorer.raw(matrix)` their points (cheap), `scorer.cards(matrix[best])` the score cards of the rows shown. A stored
feature row replays its card exactly: `scorer.cards(row)`. `scorer.origin` says whether a ranker or the rules score, and
`scorer.reason` why the rules. Vectors of skill names are made once by `load_scorer` (some ten seconds) or beforehand by
`python manage.py prepare_skills`; without them `nearest_meaning` is unknown.
"""
