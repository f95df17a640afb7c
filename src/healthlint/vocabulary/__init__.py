"""The wording: concepts and cues, read from ``patterns/``."""

from healthlint.vocabulary.loading import load_vocabulary, with_concepts
from healthlint.vocabulary.model import Concept, Cue, Kind, Vocabulary

__all__ = ["Concept", "Cue", "Kind", "Vocabulary", "load_vocabulary", "with_concepts"]
