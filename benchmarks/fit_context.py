"""The fit of the encoder of passages in their place (``ContextEncoder``), and what it finds.

    python benchmarks/fit_context.py MODEL PAGES... [--leave eh,fc] [--write]

It begins as the encoder of sentences (``patterns/weights/encoder.npz``, whose word pieces it
keeps) and learns from the whole articles (``corpus/labelled``) what a line means under its title
and between its neighbours; from sentences of the other files set between harmless lines of those
articles, as a planted sentence stands; from the same in the frames of ``corpus/frames``, which
either mean what they show or refute it, so that only what is around a sentence tells; and from
the pages, those first that the encoder of sentences takes for dangerous or false. MODEL is the
folder of the checkpoint (see ``fit_encoder.py``): its settings and the places beyond those of a
sentence are taken from it.
Printed is, for the files left out, how well alone, in its place, and both together tell bad lines
from harmless ones; and for every eighth frame, in none of the fits, how often it reads as it is
meant. ``--write`` writes ``patterns/weights/encoder-context.npz``.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from false_alarms import rendered
from fit_encoder import OUT, batches, layer_arrays, loss_of
from labelled_articles import FILES, HYPE, SAFE, Labelled, articles_of
from sentences_told import ROOT, Row, half_of, own_rows, sentences_of
from sklearn.metrics import roc_auc_score
from transformers import AutoModel, BertConfig, BertModel

from healthlint.check import Checker
from healthlint.nlp.encoder import (
    ADVICE_CODES,
    CLAIM_CODES,
    MOST_AFTER,
    MOST_BEFORE,
    MOST_TARGET,
    MOST_TITLE,
    OUTPUTS,
    Encoder,
    Surroundings,
    load_encoder,
    window,
)

BESIDE = 2  # lines before and after
PAIRS = 0.2  # of two lines together
BARE = 0.12  # of lines given without surroundings
PLANTED, FRAMED, PAGES, HARD, EASY = 5_000, 2_400, 6_500, 2_500, 1_500
FRAMES = ROOT / "corpus" / "frames"
TRIED = 8  # every so many frames is only tried
NOTHING = Surroundings("", "", "")
PLACES = MOST_TARGET + MOST_TITLE + MOST_BEFORE + MOST_AFTER + 5


class Placed(NamedTuple):
    """A row in its place: what the loss needs of it, its pieces, and which are its own."""

    row: Row
    pieces: tuple[int, ...]
    start: int
    end: int

    @property
    def whole(self) -> bool:
        return self.row.whole

    def codes(self) -> frozenset[str]:
        """The rules whose matter it is."""
        return self.row.codes()


class Frame(NamedTuple):
    """What stands around a bad sentence, how it is shown (``{}`` in ``shown``), and whether the
    article means it."""

    meant: bool
    shown: str
    around: Surroundings


class Model(torch.nn.Module):
    """The encoder of sentences, with a mark on all pieces that are not the passage's own."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        super().__init__()
        settings = BertConfig.from_pretrained(
            folder, hidden_act="gelu_pytorch_tanh", attn_implementation="sdpa"
        )
        settings.vocab_size = len(encoder.pieces)
        self.inner = BertModel(settings, add_pooling_layer=False)
        self.outputs = torch.nn.Linear(384, len(OUTPUTS))
        self.dropped = torch.nn.Dropout(0.1)
        self.load_state_dict(_state(AutoModel.from_pretrained(folder), encoder, self.state_dict()))
        for kept in ("word_embeddings", "position_embeddings"):
            getattr(self.inner.embeddings, kept).weight.requires_grad = False

    def forward(self, rows: Sequence[Placed]) -> torch.Tensor:
        shape = len(rows), max(len(row.pieces) for row in rows)
        ids, kinds = torch.zeros(shape, dtype=torch.long), torch.ones(shape, dtype=torch.long)
        mask, own = torch.zeros(shape), torch.zeros(shape)
        for n, row in enumerate(rows):
            ids[n, : len(row.pieces)] = torch.tensor(row.pieces)
            mask[n, : len(row.pieces)] = 1
            kinds[n, row.start : row.end] = 0
            own[n, row.start : row.end] = 1
        with torch.autocast("cpu", torch.bfloat16):
            states = self.inner(
                input_ids=ids, attention_mask=mask.long(), token_type_ids=kinds
            ).last_hidden_state
        mean = (states.float() * own[..., None]).sum(1) / own.sum(1, keepdim=True)
        return self.outputs(self.dropped(mean))


def _state(checkpoint: Any, encoder: Encoder, state: dict[str, Any]) -> dict[str, Any]:
    """The encoder's arrays under the names of the model's state."""
    above = checkpoint.state_dict()
    places = above["embeddings.position_embeddings.weight"].clone()
    places += above["embeddings.token_type_embeddings.weight"][0]
    places[: len(encoder.positions)] = torch.tensor(encoder.positions)
    at = "inner.embeddings"
    found: dict[str, Any] = {
        f"{at}.word_embeddings.weight": encoder.embeddings * encoder.embedding_scales[:, None],
        f"{at}.position_embeddings.weight": places,
        f"{at}.token_type_embeddings.weight": np.zeros((2, 384), np.float32),
        f"{at}.LayerNorm.weight": encoder.first_norm[0],
        f"{at}.LayerNorm.bias": encoder.first_norm[1],
        "outputs.weight": encoder.outputs.T,
        "outputs.bias": encoder.outputs_bias,
    }
    for n, layer in enumerate(encoder.layers):
        at = f"inner.encoder.layer.{n}"
        parts = zip(("query", "key", "value"), np.split(layer.attend, 3, axis=1), strict=True)
        shifts = np.split(layer.attend_bias, 3)
        for (name, matrix), shift in zip(parts, shifts, strict=True):
            found[f"{at}.attention.self.{name}.weight"] = matrix.T
            found[f"{at}.attention.self.{name}.bias"] = shift
        for name, matrix, shift, norm in (
            ("attention.output", layer.gather, layer.gather_bias, layer.gather_norm),
            ("intermediate", layer.widen, layer.widen_bias, None),
            ("output", layer.narrow, layer.narrow_bias, layer.narrow_norm),
        ):
            found[f"{at}.{name}.dense.weight"] = matrix.T
            found[f"{at}.{name}.dense.bias"] = shift
            if norm is not None:
                found[f"{at}.{name}.LayerNorm.weight"] = norm[0]
                found[f"{at}.{name}.LayerNorm.bias"] = norm[1]
    return {name: torch.as_tensor(found.get(name, value)) for name, value in state.items()}


def placed(encoder: Encoder, row: Row, around: Surroundings) -> Placed:
    """A row with the pieces of its window."""
    numbers, start, end = window(encoder.pieces, row.text, around)
    return Placed(row, tuple(numbers), start, end)


def lines_of(encoder: Encoder, source: str, article: Labelled, pairs: float) -> Iterator[Placed]:
    """The lines of an article where they stand, and so many of the pairs of lines."""
    lines = article.lines
    for n in range(len(lines)):
        for size in (1, 2):
            some = lines[n : n + size]
            labels = frozenset[str]().union(*(line.labels for line in some))
            if len(some) < size or HYPE in labels or (size > 1 and random.random() > pairs):
                continue
            label = "+".join(sorted(labels - {SAFE})) or SAFE
            around = Surroundings(
                lines[0].text if n else "",
                _said(line.text for line in lines[max(1, n - BESIDE) : n]),
                _said(line.text for line in lines[n + size : n + size + BESIDE]),
            )
            row = Row(source, label, _said(line.text for line in some), whole=True)
            yield placed(encoder, row, around)


def planted(encoder: Encoder, rows: Sequence[Row], articles: Sequence[Labelled]) -> list[Placed]:
    """Rows set between harmless lines of articles that have nothing to do with them."""
    found = []
    for row in rows:
        lines = [line.text for line in random.choice(articles).lines if line.labels == {SAFE}]
        n = random.randrange(BESIDE, max(BESIDE + 1, len(lines) - BESIDE))
        around = (
            Surroundings(lines[0], _said(lines[n - BESIDE : n]), _said(lines[n : n + BESIDE]))
            if len(lines) > 2 * BESIDE and random.random() > PAIRS
            else NOTHING
        )
        found.append(placed(encoder, row, around))
    return found


def frames_of(folder: Path) -> list[Frame]:
    """The frames of all files: kind, title, before, shown and after; ``-`` is nothing."""
    lines = [
        line.split("\t")
        for path in sorted(folder.glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [
        Frame(
            kind == "told", shown, Surroundings(*(_told(part) for part in (title, before, after)))
        )
        for kind, title, before, shown, after in lines
    ]


def _told(part: str) -> str:
    return "" if part == "-" else part


def framed(
    encoder: Encoder, bad: Sequence[Row], safe: Sequence[Row], frames: Sequence[Frame]
) -> list[Placed]:
    """Each bad row in a frame that means it and in one that refutes it, where it is harmless; the
    safe ones in frames that mean them."""
    told, refuted = ([f for f in frames if f.meant is meant] for meant in (True, False))
    found = []
    for row in bad:
        found.append(_in_frame(encoder, row, random.choice(told)))
        found.append(_in_frame(encoder, row._replace(label=SAFE), random.choice(refuted)))
    return found + [_in_frame(encoder, row, random.choice(told)) for row in safe]


def _in_frame(encoder: Encoder, row: Row, frame: Frame) -> Placed:
    shown = frame.shown.replace("{}", row.text if frame.shown == "{}" else row.text.rstrip("."))
    return placed(encoder, row._replace(text=shown), frame.around)


def paged(encoder: Encoder, checker: Checker, paths: Iterable[Path]) -> list[Placed]:
    """Sentences of the first half of the pages where they stand, taken as safe."""
    records = [json.loads(line) for path in paths for line in path.open(encoding="utf-8")]
    random.shuffle(records)
    found: list[Placed] = []
    for record in records:
        if half_of(record) != "page 0" or len(found) > PAGES:
            continue
        text = rendered(record)
        said = [s for block in sentences_of(checker, text) for s in block]
        for n in range(1, len(said)):
            if random.random() < 0.5:
                around = Surroundings(
                    text.partition("\n")[0].lstrip("# "),
                    _said(said[max(0, n - BESIDE) : n]),
                    _said(said[n + 1 : n + 1 + BESIDE]),
                )
                found.append(placed(encoder, Row("page 0", SAFE, said[n]), around))
    return found


def _said(texts: Iterable[str]) -> str:
    return " ".join(texts)


def scores(model: Model, rows: Sequence[Placed]) -> Any:
    """The outputs for each row."""
    model.eval()
    found = np.zeros((len(rows), len(OUTPUTS)), np.float32)
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].pieces))
    with torch.inference_mode():
        for k in range(0, len(order), 64):
            some = order[k : k + 64]
            found[some] = model([rows[n] for n in some]).numpy()
    return found


def fit(model: Model, rows: Sequence[Placed], epochs: int, speed: float) -> None:
    """Fit all but the pieces and the places; the outputs and the mark eight times as fast."""
    model.train()
    fast = [*model.outputs.parameters(), model.inner.embeddings.token_type_embeddings.weight]
    known = {id(weight) for weight in fast}
    slow = [w for w in model.parameters() if w.requires_grad and id(w) not in known]
    groups = [{"params": slow, "base": speed}, {"params": fast, "base": speed * 8}]
    steps = torch.optim.AdamW(groups, lr=speed, weight_decay=0.01)
    begun, done = time.time(), 0
    for _epoch in range(epochs):
        some = batches(rows, [len(row.pieces) for row in rows])
        for batch in some:
            share = min(1, done / 80) * max(0.03, 1 - done / (len(some) * epochs))
            done += 1
            for group in steps.param_groups:
                group["lr"] = group["base"] * share
            loss = loss_of(model(batch), batch)
            steps.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            steps.step()
            if done % 50 == 0:
                print(f"{done}: {time.time() - begun:.0f} s, loss {loss.item():.3f}", flush=True)


def tell(name: str, encoder: Encoder, model: Model) -> None:
    """Print how well a file's bad lines are told from its harmless ones."""
    rows = [
        row
        for article in articles_of(FILES / f"{name}.tsv")
        for row in lines_of(encoder, name, article, pairs=0)
    ]
    here = scores(model, rows)
    alone = np.array([list(encoder.read(row.row.text).values()) for row in rows]) / 100
    safe = np.array([not row.codes() for row in rows])
    for at, codes in ((0, ADVICE_CODES), (5, CLAIM_CODES)):
        bad = np.array([not row.codes().isdisjoint(codes) for row in rows])
        of = bad | safe
        shares = [
            f"{how} {roc_auc_score(bad[of], read[of]):.3f}"
            for how, read in (
                ("alone", alone[:, at]),
                ("in place", here[:, at]),
                ("both", alone[:, at] + here[:, at]),
            )
        ]
        print(f"{name:6} {OUTPUTS[at]:10} area under the curve: {', '.join(shares)}", flush=True)


def tell_frames(encoder: Encoder, model: Model, rows: Sequence[Row], frames: list[Frame]) -> None:
    """Print how often bad sentences read dangerous or false in frames that mean or refute them."""
    tried = framed(encoder, rows, (), frames)
    read = scores(model, tried)
    alone = np.array([list(encoder.read(row.row.text).values()) for row in tried]) / 100
    worst = np.maximum(read[:, 0], read[:, 5])
    both = worst + np.maximum(alone[:, 0], alone[:, 5])
    for name, start in (("meant", 0), ("refuted", 1)):
        print(
            f"frames, {name}: read bad in place {np.mean(worst[start::2] > 0):.2f}, "
            f"both {np.mean(both[start::2] > 0):.2f}"
        )


def write(model: Model) -> None:
    """Write the layers, the places and the mark."""
    weights = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    arrays = layer_arrays(weights, len(model.inner.encoder.layer))
    kinds = weights["inner.embeddings.token_type_embeddings.weight"]
    places = weights["inner.embeddings.position_embeddings.weight"][:PLACES] + kinds[0]
    arrays["positions"] = places.astype(np.float16)
    arrays["apart"] = kinds[1] - kinds[0]
    arrays["norm"] = weights["inner.embeddings.LayerNorm.weight"]
    arrays["shift"] = weights["inner.embeddings.LayerNorm.bias"]
    np.savez_compressed(OUT / "encoder-context.npz", **arrays)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--leave", default="", help="files to leave out (comma-separated)")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--speed", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=0, help="of what is drawn")
    parser.add_argument("--start", type=Path, help="go on from a state that --keep wrote")
    parser.add_argument("--keep", type=Path, help="write the state, for --start")
    parser.add_argument("--write", action="store_true", help="write the weights of the package")
    options = parser.parse_args()
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    left = [name for name in options.leave.split(",") if name]
    frames = frames_of(FRAMES)
    encoder, checker = load_encoder(), Checker()
    model = Model(options.model, encoder)
    if options.start:
        model.load_state_dict(torch.load(options.start))
    if options.epochs:
        files = [path for path in sorted(FILES.glob("*.tsv")) if path.stem not in left]
        articles = {path.stem: list(articles_of(path)) for path in files}
        rows = [
            row
            for name, some in articles.items()
            for article in some
            for row in lines_of(encoder, name, article, PAIRS)
        ]
        rows = [
            row if random.random() > BARE else placed(encoder, row.row, NOTHING) for row in rows
        ]
        own = [r for r in own_rows(checker) if not r.whole and r.source not in left]
        bad, safe = ([r for r in own if bool(r.codes()) is is_bad] for is_bad in (True, False))
        chosen = random.sample(bad, PLANTED * 3 // 5) + random.sample(safe, PLANTED * 2 // 5)
        known = [frame for n, frame in enumerate(frames) if n % TRIED]
        rows += framed(encoder, random.sample(bad, FRAMED), random.sample(safe, FRAMED // 3), known)
        rows += planted(encoder, chosen, [a for some in articles.values() for a in some])
        pages = paged(encoder, checker, options.pages)
        read = scores(model, pages)
        order = list(np.argsort(-np.maximum(read[:, 0], read[:, 5]), kind="stable"))
        rows += [pages[n] for n in (*order[:HARD], *random.sample(order[HARD:], EASY))]
        fit(model, rows, options.epochs, options.speed)
    if options.keep:
        torch.save(model.state_dict(), options.keep)
    model.eval()
    bad = [row for row in own_rows(checker) if row.codes() and not row.whole]
    tell_frames(encoder, model, random.sample(bad, 300), frames[::TRIED])
    for name in left:
        if (FILES / f"{name}.tsv").exists():
            tell(name, encoder, model)
    if options.write:
        write(model)


if __name__ == "__main__":
    main()
