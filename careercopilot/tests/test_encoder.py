"""The default encoder against a plain numpy reading of the same weights, and against itself."""

import math

import numpy as np
import pytest

from careercopilot.encoder import DIMENSION, EncoderMissing, _load, get_encoder, onnx_encoder, torch_encoder
from careercopilot.encoder.prepare import FILES, is_prepared, main, prepare, prepared_folder
from careercopilot.encoder.weights import check, package_folder, read_safetensors

TEXTS = [
    "Backend engineer with seven years of Python, Django and PostgreSQL.",
    "Registered nurse, paediatric ward, night shifts.",
    "Wir suchen eine Buchhalterin mit Erfahrung in SAP FI und Steuerrecht.",
    "Managed a team of 12 cooks; cut food waste by 18 % in one season.",
    "Kubernetes, Terraform, AWS, CI/CD, observability",
    "Sold industrial pumps in four Nordic countries, quota reached in nine of ten quarters.",
    "",
    "Long posting. " + "We look for someone who can plan, build and run data pipelines. " * 60,
]


@pytest.fixture(scope="session")
def encoder_root(tmp_path_factory):
    try:
        package_folder()
    except EncoderMissing:
        pytest.skip("the weights of requirements-data.txt are not installed")
    root = tmp_path_factory.mktemp("encoder")
    prepare(root)
    return root


@pytest.fixture(scope="session")
def encoder(encoder_root):
    return onnx_encoder.load_prepared(encoder_root, "int8")


def plain_bert(ids):
    """The mean vector of the last layer, written as in the paper, in float64."""
    w = {
        name: array.astype(np.float64)
        for name, array in read_safetensors(package_folder() / "model.safetensors").items()
    }

    def norm(x, prefix):
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return x * w[f"{prefix}.weight"] + w[f"{prefix}.bias"]

    def dense(x, prefix):
        return x @ w[f"{prefix}.weight"].T + w[f"{prefix}.bias"]

    erf = np.vectorize(math.erf)
    x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(6):
        p = f"encoder.layer.{layer}"
        q, k, v = (
            dense(x, f"{p}.attention.self.{part}").reshape(len(ids), 12, 32).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = q @ k.transpose(0, 2, 1) / math.sqrt(32)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(len(ids), 384)
        x = norm(x + dense(mixed, f"{p}.attention.output.dense"), f"{p}.attention.output.LayerNorm")
        wide = dense(x, f"{p}.intermediate.dense")
        wide = wide * 0.5 * (1 + erf(wide / math.sqrt(2)))
        x = norm(x + dense(wide, f"{p}.output.dense"), f"{p}.output.LayerNorm")
    mean = x.mean(0)
    return mean / np.linalg.norm(mean)


@pytest.mark.slow
def test_exact_mode_equals_a_plain_reading_of_the_weights(encoder, encoder_root):
    tokenizer = onnx_encoder.load_tokenizer(prepared_folder(encoder_root) / "tokenizer.json")
    for text in TEXTS[:5]:
        expected = plain_bert(tokenizer.encode(text).ids)
        np.testing.assert_allclose(encoder.encode_exact([text])[0], expected, atol=2e-6)


def test_eight_bit_vectors_stay_close_to_the_exact_ones(encoder):
    cosines = (encoder.encode(TEXTS) * encoder.encode_exact(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.985
    assert cosines.mean() > 0.99


def test_alone_equals_batched_bit_for_bit(encoder):
    together = encoder.encode(TEXTS)
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert together.tobytes() == alone.tobytes()
    assert together.tobytes() == encoder.encode(TEXTS[::-1])[::-1].tobytes()


def test_rows_are_unit_vectors_of_the_stated_width(encoder):
    rows = encoder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), DIMENSION)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert encoder.encode([]).shape == (0, DIMENSION)


def test_tokens_are_neither_padded_nor_cut_before_256(encoder_root):
    tokenizer = onnx_encoder.load_tokenizer(prepared_folder(encoder_root) / "tokenizer.json")
    assert len(tokenizer.encode("word").ids) == 3
    assert len(tokenizer.encode("word " * 1000).ids) == 256


def test_meaning_beats_wording(encoder):
    cook, chef, pump = encoder.encode(["Cook in a restaurant kitchen", "Chef de partie", "Hydraulic pump maintenance"])
    assert cook @ chef > cook @ pump


def test_preparing_twice_leaves_the_folder_as_it_is(encoder_root):
    folder = prepared_folder(encoder_root)
    before = {name: (folder / name).stat().st_mtime_ns for name in FILES}
    assert prepare(encoder_root) == folder
    assert {name: (folder / name).stat().st_mtime_ns for name in FILES} == before


@pytest.mark.slow
def test_the_same_weights_give_the_same_files_and_a_broken_folder_is_made_again(encoder_root, tmp_path):
    broken = prepared_folder(tmp_path)
    broken.mkdir()
    (broken / "int8.onnx").write_bytes(b"half written")
    folder = prepare(tmp_path)
    assert is_prepared(folder)
    assert (folder / "manifest.json").read_text() == (prepared_folder(encoder_root) / "manifest.json").read_text()
    assert [entry.name for entry in tmp_path.iterdir()] == [folder.name]


def test_unprepared_and_unknown_encoders_say_what_to_do(tmp_path, monkeypatch):
    with pytest.raises(EncoderMissing, match=r"careercopilot\.encoder\.prepare"):
        onnx_encoder.load_prepared(tmp_path, "int8")
    with pytest.raises(EncoderMissing, match=r"model\.onnx"):
        onnx_encoder.load_folder(tmp_path)
    monkeypatch.setenv("CAREERCOPILOT_ENCODER", "word2vec")
    with pytest.raises(EncoderMissing, match="names no known encoder"):
        get_encoder()
    _load.cache_clear()


def test_other_weights_are_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"other")
    with pytest.raises(EncoderMissing, match="not the pinned file"):
        check(tmp_path / "model.safetensors", "0" * 64)
    with pytest.raises(EncoderMissing, match="is missing"):
        check(tmp_path / "nothing", "0" * 64)


def test_the_prepare_command_reports_its_folder(encoder_root, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["prepare", "--root", str(encoder_root)])
    assert main() == 0
    assert capsys.readouterr().out == f"Encoder ready in {prepared_folder(encoder_root)}\n"


@pytest.mark.slow
def test_sentence_transformers_agrees(encoder):
    pytest.importorskip("sentence_transformers", reason="needs requirements-train.txt (CI=true or TRAIN=1)")
    theirs = torch_encoder.load("minilm").encode(TEXTS)
    np.testing.assert_allclose((encoder.encode_exact(TEXTS) * theirs).sum(axis=1), 1, atol=1e-4)
    assert (encoder.encode(TEXTS) * theirs).sum(axis=1).mean() >= 0.99
