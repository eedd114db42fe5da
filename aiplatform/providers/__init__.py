"""Vendors of language models behind one Protocol; `aiplatform.gateway` is the only caller."""
