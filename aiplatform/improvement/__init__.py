"""Better prompts out of what went wrong: failures clustered, texts proposed, tested on validation inputs, put to a trial.

It never sees held-out inputs or scores on them: it may not import what shows them, and the database hides them. It promotes
nothing: the best proposal becomes a candidate in an open trial.
"""
