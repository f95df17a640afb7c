"""Articles of our own for a scripted repository."""

GOOD = """\
# Deep vein thrombosis: what to know

Deep vein thrombosis (DVT) is a blood clot in a deep vein, mostly in one leg.

## Symptoms

- Swelling of one leg
- Pain in the calf

## What to do

Call 999 if you are short of breath, cough up blood or have chest pain.
"""
OLD_FAULT = "Doctors warn that a DVT must be taken seriously.\n"
HARMFUL = "Massage the calf firmly if you have a DVT."
GOOD_CHANGE = "Get up and walk about now and then on a long flight."
OTHER = """\
# Dry skin in winter

Heated rooms dry the skin of the hands. A plain cream after washing is enough for most people.
"""
