"""A small sentence encoder: what a sentence says as a whole, in numbers, alone or in its place.

Lists know words; an encoder knows that two wordings say the same. This one is MiniLM (six layers of
384 numbers; Wang et al. 2020, the ``all-MiniLM-L6-v2`` checkpoint, Apache-2.0), fitted further by
``benchmarks/fit_encoder.py`` to tell dangerous advice from safe and false claims from true. Its
weights lie in ``patterns/weights/encoder.npz`` as whole numbers of eight bits with a scale for each
row; it runs here in numpy alone, one text at a time, so that what is read beside it never
changes a score. Nothing is loaded until a text is read.

A sentence alone does not say who says it ("Butter draws the heat from a burn", the next line being
"It does the opposite"). A second set of layers over the same word pieces, fitted by
``benchmarks/fit_context.py``, reads a passage with the article's title and the sentences around
it: ``patterns/weights/encoder-context.npz``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from healthlint.data import data_dir
from healthlint.errors import DataError
from healthlint.nlp.word_pieces import FIRST, LAST, bare_numbers, piece_numbers

Floats = NDArray[np.float32]

MOST_PIECES = 96
# Pieces of a passage read in its place, of the title and of what stands before and after it.
MOST_TARGET, MOST_TITLE, MOST_BEFORE, MOST_AFTER = 80, 10, 28, 24
DANGER, FALSEHOOD = "danger", "falsehood"
ADVICE_CODES, CLAIM_CODES = ("AD001", "AD002", "AD003", "AD004"), ("UC001", "UC002")
OUTPUTS = (DANGER, *ADVICE_CODES, FALSEHOOD, *CLAIM_CODES)
_HEADS = 12
_EPSILON = np.float32(1e-12)
_GELU = np.float32(0.7978845608028654)  # the square root of 2/pi


class Layer(NamedTuple):
    """One layer: matrices as ``(in, out)``, biases, and the two norms' scales and shifts."""

    attend: Floats
    attend_bias: Floats
    gather: Floats
    gather_bias: Floats
    gather_norm: tuple[Floats, Floats]
    widen: Floats
    widen_bias: Floats
    narrow: Floats
    narrow_bias: Floats
    narrow_norm: tuple[Floats, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """The weights, ready to read with."""

    pieces: Mapping[str, int]
    embeddings: NDArray[np.int8]
    embedding_scales: Floats
    positions: Floats
    first_norm: tuple[Floats, Floats]
    layers: tuple[Layer, ...]
    outputs: Floats
    outputs_bias: Floats

    def vector(self, text: str) -> Floats:
        """What a text says: 384 numbers, the mean over its pieces."""
        numbers = piece_numbers(self.pieces, text, MOST_PIECES)
        states = self.embeddings[numbers] * self.embedding_scales[numbers, None]
        mean: Floats = _mixed(self, states).mean(axis=0)
        return mean

    def read(self, text: str) -> dict[str, int]:
        """The log-odds of each of ``OUTPUTS`` for a text, in hundredths; those of danger and of
        falsehood over their thresholds."""
        return _hundredths(self.vector(text) @ self.outputs + self.outputs_bias)


class Surroundings(NamedTuple):
    """Where a passage stands: the article's title, and what is said before and after it."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, eq=False)
class ContextEncoder:
    """The weights for a passage in its place, over an encoder's word pieces; ``apart`` marks the
    pieces of what is around it."""

    words: Encoder
    positions: Floats
    apart: Floats
    first_norm: tuple[Floats, Floats]
    layers: tuple[Layer, ...]
    outputs: Floats
    outputs_bias: Floats

    def read(self, text: str, around: Surroundings) -> dict[str, int]:
        """The log-odds of each of ``OUTPUTS`` for a text where it stands, in hundredths."""
        numbers, start, end = window(self.words.pieces, text, around)
        own = np.zeros((len(numbers), 1), np.float32)
        own[start:end] = 1
        scales = self.words.embedding_scales[numbers, None]
        states = self.words.embeddings[numbers] * scales + (1 - own) * self.apart
        mean = _mixed(self, states)[start:end].mean(axis=0)
        return _hundredths(mean @ self.outputs + self.outputs_bias)


def window(
    pieces: Mapping[str, int], text: str, around: Surroundings
) -> tuple[list[int], int, int]:
    """The numbers of the pieces of a passage in its place, and where the passage's own stand:
    title, before, passage and after, each between marks and at most so long."""
    first, mark = pieces[FIRST], pieces[LAST]
    lead = [
        first,
        *bare_numbers(pieces, around.title)[:MOST_TITLE],
        mark,
        *bare_numbers(pieces, around.before)[-MOST_BEFORE:],
        mark,
    ]
    own = bare_numbers(pieces, text)[:MOST_TARGET] or [mark]
    rest = [mark, *bare_numbers(pieces, around.after)[:MOST_AFTER], mark]
    return [*lead, *own, *rest], len(lead), len(lead) + len(own)


def _hundredths(found: Floats) -> dict[str, int]:
    return {name: round(float(n) * 100) for name, n in zip(OUTPUTS, found, strict=True)}


def _mixed(encoder: Encoder | ContextEncoder, states: Floats) -> Floats:
    """The pieces' states after all layers."""
    # Matrices of some hundred rows at most: a second thread mostly waits, and audits have one a
    # process.
    with _threads().limit(limits=1, user_api="blas"):
        states = _normed(states + encoder.positions[: len(states)], encoder.first_norm)
        for layer in encoder.layers:
            states = _through(states, layer)
    return states


def _through(states: Floats, layer: Layer) -> Floats:
    length, width = states.shape
    mixed = (states @ layer.attend + layer.attend_bias).reshape(length, 3, _HEADS, -1)
    asked, offered, told = mixed.transpose(1, 2, 0, 3)
    weights = asked @ offered.transpose(0, 2, 1) / np.float32((width / _HEADS) ** 0.5)
    weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    gathered = (weights @ told).transpose(1, 0, 2).reshape(length, width)
    states = _normed(states + gathered @ layer.gather + layer.gather_bias, layer.gather_norm)
    wide = _gelu(states @ layer.widen + layer.widen_bias)
    return _normed(states + wide @ layer.narrow + layer.narrow_bias, layer.narrow_norm)


def _normed(states: Floats, norm: tuple[Floats, Floats]) -> Floats:
    scale, shift = norm
    centred = states - states.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
    result: Floats = centred / spread * scale + shift
    return result


def _gelu(x: Floats) -> Floats:
    half = np.float32(0.5)
    result: Floats = half * x * (1 + np.tanh(_GELU * (x + np.float32(0.044715) * x * x * x)))
    return result


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The packaged encoder. Raises :class:`DataError`."""
    folder = data_dir("patterns") / "weights"
    return read_encoder(folder / "encoder.npz", folder / "encoder-pieces.txt")


@lru_cache(maxsize=1)
def load_context_encoder() -> ContextEncoder:
    """The packaged encoder of passages in their place. Raises :class:`DataError`."""
    weights = data_dir("patterns") / "weights" / "encoder-context.npz"
    return read_context_encoder(weights, load_encoder())


def read_encoder(weights: Path, pieces: Path) -> Encoder:
    """The encoder of two files: arrays (``benchmarks/fit_encoder.py`` says which), and one word
    piece a line. Raises :class:`DataError` when an array is missing or of another shape."""
    names = pieces.read_text(encoding="utf-8").splitlines()
    try:
        with np.load(weights, allow_pickle=False) as arrays:
            return _assembled({name: arrays[name] for name in arrays.files}, names)
    except (KeyError, ValueError, OSError) as error:
        raise DataError([f"{weights}: {error}; fit_encoder.py writes it anew"]) from error


def read_context_encoder(weights: Path, words: Encoder) -> ContextEncoder:
    """The layers of a file (``benchmarks/fit_context.py`` writes it) over an encoder's words.
    Raises :class:`DataError` when an array is missing or of another shape."""
    try:
        with np.load(weights, allow_pickle=False) as packed:
            arrays = {name: packed[name] for name in packed.files}
            outputs = _floats(arrays, "outputs")
            if outputs.shape[1] != len(OUTPUTS):
                raise ValueError(f"outputs of shape {outputs.shape}")
            return ContextEncoder(
                words=words,
                positions=_floats(arrays, "positions"),
                apart=_floats(arrays, "apart"),
                first_norm=(_floats(arrays, "norm"), _floats(arrays, "shift")),
                layers=_layers(arrays),
                outputs=outputs,
                outputs_bias=_floats(arrays, "outputs.bias"),
            )
    except (KeyError, ValueError, OSError) as error:
        raise DataError([f"{weights}: {error}; fit_context.py writes it anew"]) from error


def _floats(arrays: Mapping[str, NDArray[Any]], name: str) -> Floats:
    array: Floats = arrays[name].astype(np.float32)
    scale = arrays.get(f"{name}.scale")
    return array if scale is None else array * scale.astype(np.float32)


def _norm(arrays: Mapping[str, NDArray[Any]], name: str) -> tuple[Floats, Floats]:
    return _floats(arrays, f"{name}.norm"), _floats(arrays, f"{name}.shift")


def _layers(arrays: Mapping[str, NDArray[Any]]) -> tuple[Layer, ...]:
    depth = sum(name.endswith(".attend") for name in arrays)
    return tuple(_layer(arrays, n) for n in range(depth))


def _layer(arrays: Mapping[str, NDArray[Any]], n: int) -> Layer:
    return Layer(
        attend=_floats(arrays, f"{n}.attend"),
        attend_bias=_floats(arrays, f"{n}.attend.bias"),
        gather=_floats(arrays, f"{n}.gather"),
        gather_bias=_floats(arrays, f"{n}.gather.bias"),
        gather_norm=_norm(arrays, f"{n}.gather"),
        widen=_floats(arrays, f"{n}.widen"),
        widen_bias=_floats(arrays, f"{n}.widen.bias"),
        narrow=_floats(arrays, f"{n}.narrow"),
        narrow_bias=_floats(arrays, f"{n}.narrow.bias"),
        narrow_norm=_norm(arrays, f"{n}.narrow"),
    )


def _assembled(arrays: Mapping[str, NDArray[Any]], names: Sequence[str]) -> Encoder:
    outputs = _floats(arrays, "outputs")
    if len(names) != len(arrays["embeddings"]) or outputs.shape[1] != len(OUTPUTS):
        raise ValueError(f"{len(names)} pieces, outputs of shape {outputs.shape}")
    return Encoder(
        pieces={name: number for number, name in enumerate(names)},
        embeddings=arrays["embeddings"],
        embedding_scales=arrays["embeddings.scale"].astype(np.float32)[:, 0],
        positions=_floats(arrays, "positions"),
        first_norm=_norm(arrays, "embeddings"),
        layers=_layers(arrays),
        outputs=outputs,
        outputs_bias=_floats(arrays, "outputs.bias"),
    )
