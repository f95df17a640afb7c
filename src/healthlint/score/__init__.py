"""How well healthlint reads and judges: measured against gold, and against planted errors."""
