"""Views of the matching pages, by subject."""
