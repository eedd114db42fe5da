"""How models are called; knows nothing of resumes or jobs."""
