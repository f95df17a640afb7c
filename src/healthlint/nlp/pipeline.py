"""The pipeline: blank English with our own components, in the order they need each other."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from healthlint.document.model import Document

# Imported for their factories, so that the pipeline builds without installed entry points too.
from healthlint.nlp import advice_component, components, context_component, sentences
from healthlint.nlp.components import Knowledge, load_knowledge
from healthlint.nlp.entities import BLOCKS

COMPONENTS = (
    "healthlint_sentences",
    "healthlint_concepts",
    "healthlint_symptoms",
    "healthlint_context",
    "healthlint_advice",
)
_FACTORIES = (advice_component, components, context_component, sentences)


FUZZY = "healthlint_fuzzy"


def build_nlp(
    reference: tuple[Path, ...] = (),
    patterns: tuple[Path, ...] = (),
    packaged: bool = True,
    fuzzy: bool = False,
) -> tuple[Language, Knowledge]:
    """The pipeline, and the knowledge it was built from; ``fuzzy`` adds near names.

    Raises ``DataError``.
    """
    knowledge = load_knowledge(reference, patterns, packaged)
    nlp = spacy.blank("en")
    # The whole of a long article is one text; there is no parser here for a limit to protect.
    nlp.max_length = 1_000_000_000
    folders: dict[str, object] = {
        "packaged": packaged,
        "reference": [str(path) for path in reference],
        "patterns": [str(path) for path in patterns],
    }
    for name in COMPONENTS:
        nlp.add_pipe(name, config=folders)
    if fuzzy:
        # For its factory; and only now, because the libraries under it take a second to load.
        from healthlint.nlp import fuzzy_component  # noqa: F401

        nlp.add_pipe(FUZZY, config=folders, after="healthlint_concepts")
    return nlp, knowledge


def read_document(nlp: Language, document: Document) -> Doc:
    """The ``Doc`` of a document; ``doc.text == document.text``, always."""
    doc = nlp.make_doc(document.text)
    doc.user_data[BLOCKS] = tuple(
        (block.kind.value, block.span.start, block.span.end, block.heading, block.lead_in)
        for block in document.blocks
    )
    for _name, component in nlp.pipeline:
        doc = component(doc)
    return doc
