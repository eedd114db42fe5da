"""The claim trial: false and true texts made from resumes by a seed, and how many the claim checker tells apart. Pure."""
