from hypothesis import given
from hypothesis import strategies as st

from careercopilot.word_diff import Piece, word_diff


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_make_up_both_texts(old, new):
    pieces = word_diff(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


@given(st.text(min_size=1, max_size=80))
def test_equal_texts_are_one_piece(text):
    assert word_diff(text, text) == [Piece("same", text)]


def test_a_replaced_word_is_removed_then_added_and_its_neighbours_stay():
    assert word_diff("Led a team of five.", "Led a group of five.") == [
        Piece("same", "Led a "),
        Piece("removed", "team"),
        Piece("added", "group"),
        Piece("same", " of five."),
    ]


def test_words_that_stay_by_chance_between_larger_changes_are_no_splinters():
    assert word_diff(
        "Looking for a product team to join.", "Introduced contract tests for the partner interfaces to stop failures."
    ) == [
        Piece("removed", "Looking for a product team to join"),
        Piece("added", "Introduced contract tests for the partner interfaces to stop failures"),
        Piece("same", "."),
    ]
    assert [piece.kind for piece in word_diff("Led five people and two tools.", "Led six people and nine tools.")] == [
        *("same", "removed", "added"),
        *("same", "removed", "added", "same"),
    ]
