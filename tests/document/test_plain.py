"""Plain text: what its layout says."""

from __future__ import annotations

import pytest
from tests.steps import steps

from healthlint.document import Document, parse_document
from healthlint.document.model import BlockKind
from healthlint.source import Source


def parse(text: str, **metadata: str) -> Document:
    return parse_document(Source("t.txt", text, metadata=metadata))


def shape(text: str) -> list[tuple[str, str]]:
    document = parse(text)
    return [(block.kind.value, document.block_text(block)) for block in document.blocks]


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in shape(text)]


def test_the_headline_of_another_article() -> None:
    """A repeated orphan headline, then the article's own heading."""
    document = parse(
        "Wellness 12/02/2026 08:15\n\n"
        "A red patch on your arm might be telling you something you should hear\n\n"
        "A red patch on your arm might be telling you something you should hear\n\n"
        "Heel Pain in the Morning: Why the First Step Hurts\n\n"
        "Many people feel a stab under the heel when they get up.\n\n\n"
        "Why It Happens\n\nThe band under the foot is sore.\n"
    )
    assert [b.kind.value for b in document.blocks] == [
        "byline",
        "title",
        "title",
        "heading",
        "paragraph",
        "heading",
        "paragraph",
    ]
    assert document.headline == 1
    assert document.title is not None
    assert document.title.startswith("A red patch")
    own, section = document.blocks[3], document.blocks[5]
    assert (own.level, section.level, section.heading) == (1, 2, 3)
    assert document.heading_path(document.blocks[6]) == (3, 5)
    assert document.metadata.published == "2026-02-12"


def test_numbered_lines_over_prose_are_headings() -> None:
    text = (
        "Sore Shoulders\n\nThree things to know.\n\n"
        "1. Frozen Shoulder\n\nThe joint stiffens over months.\n\n"
        "2. Torn Cuff\n\nSigns include:\n\n- weakness\n- night pain\n\n"
        "3. Arthritis\n\nWear of the joint.\n"
    )
    found = shape(text)
    assert [words for kind, words in found if kind == "heading"] == [
        "Frozen Shoulder",
        "Torn Cuff",
        "Arthritis",
    ]


def test_numbered_lines_one_after_another_are_a_list() -> None:
    text = (
        "Sore Shoulders\n\nTry this:\n\n1. Rest\n\n2. Ice\n\n3. Gentle stretches\n\nThat helps.\n"
    )
    assert kinds(text) == ["title", "paragraph", *["list-item"] * 3, "paragraph"]


def test_numbered_sentences_are_a_list_even_with_prose_between() -> None:
    text = "Steps.\n\n1. Raise the leg at night.\n\nDo it often.\n\n2. Keep it still.\n\nWait.\n"
    assert "heading" not in kinds(text)


@pytest.mark.parametrize("stray", ["Image preview", "Doctor with patient, stock photo", "Bac si"])
def test_a_stray_line_does_not_part_lead_in_and_list(stray: str) -> None:
    document = parse(f"Go to hospital if you have:\n{stray}\n\n  • chest pain\n\n  • blue lips\n")
    assert [b.lead_in for b in document.blocks] == [None, None, 0, 0]
    assert document.blocks[1].kind in (BlockKind.BOILERPLATE, BlockKind.CAPTION)


@pytest.mark.parametrize(
    "line",
    [
        "Signs in toddlers include",
        "The pain may",
        "Warning signs are",
        "Call a doctor at once if",
        "What to watch for:",
    ],
)
def test_lead_ins_are_no_headings(line: str) -> None:
    document = parse(f"Fever\n\nMost fevers pass.\n\n{line}\n\n- a stiff neck\n- a rash\n")
    assert document.blocks[2].kind is BlockKind.PARAGRAPH
    assert [b.lead_in for b in document.blocks[3:]] == [2, 2]


@pytest.mark.parametrize("line", ["Symptoms", "What Helps", "SEE A DOCTOR IF", "Who is at risk?"])
def test_headings_over_lists(line: str) -> None:
    document = parse(f"Fever\n\nMost fevers pass.\n\n{line}\n\n- babies\n- older people\n")
    assert document.blocks[2].kind is BlockKind.HEADING
    assert [(b.heading, b.lead_in) for b in document.blocks[3:]] == [(2, None)] * 2


def test_a_finished_sentence_may_introduce_a_list() -> None:
    document = parse("The common signs are listed below.\n\n- fever\n\nRest well today.\n\n- tea\n")
    assert document.blocks[1].lead_in == 0
    assert document.blocks[3].lead_in is None


@pytest.mark.parametrize(
    "text",
    [
        "The calf was sore and the doctor who saw her thought of a clot in one of the deep\n"
        "veins, which a scan of the leg then showed, so she was given tablets to thin the\n"
        "blood.",
        "The leg had been swollen for a week when her mother took her in, at the age of\r\n"
        "12. It was the first time that a nurse there had seen a clot in so young a girl,\r\n"
        "and so she asked.",
    ],
)
def test_wrapped_lines_are_one_paragraph(text: str) -> None:
    assert kinds(text + "\n\nAfter that she was well.\n")[0] == "paragraph"
    assert len(kinds(text + "\n\nAfter that she was well.\n")) == 2


def test_lines_that_are_paragraphs_stay_apart() -> None:
    text = (
        "Knees\nA knee bears the weight of the body with every step that is taken.\n"
        "It is a hinge, more or less.\nRunning loads it three times as much as walking does.\n"
    )
    assert kinds(text) == ["title", "paragraph", "paragraph", "paragraph"]


def test_lists_run_together_on_a_line() -> None:
    document = parse(
        "Signs of a cold include\n\n- sneezing  - a sore throat  - a cough\n\nIt passes.\n"
    )
    assert [document.block_text(b) for b in document.blocks[1:4]] == [
        "sneezing",
        "a sore throat",
        "a cough",
    ]
    assert [b.lead_in for b in document.blocks[1:4]] == [0, 0, 0]
    found = shape("Signs include: • fever • chills • a cough")
    assert [kind for kind, _ in found] == ["paragraph", *["list-item"] * 3]


def test_a_list_that_lost_its_bullets() -> None:
    document = parse("You may have:\n\na dry cough\n\na raised temperature\n\nSee a nurse today.\n")
    assert [(b.kind.value, b.lead_in) for b in document.blocks] == [
        ("paragraph", None),
        ("list-item", 0),
        ("list-item", 0),
        ("paragraph", None),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Share this article",
        "Subscribe to our newsletter for weekly tips",
        "We use cookies to improve your visit. By clicking accept you agree.",
        "Image preview",
        "ADVERTISEMENT",
        "You may also like:",
        "← Previous post",
        "More news in this category",
        "Health > Bones > Knee",
    ],
)
def test_boilerplate(line: str) -> None:
    assert shape(f"Knees\n\nA knee is a hinge.\n\n{line}\n")[-1][0] == "boilerplate"


@pytest.mark.parametrize(
    "line",
    [
        "Share your symptoms with a nurse before the visit.",
        "Most people search for help too late.",
        "Next, bend the knee slowly.",
        "Comments from patients were kind.",
        "Related conditions are gout and bursitis.",
        "The image shows a torn ligament.",
        "More news in the ward came by noon, when the two of them had both been scanned.",
        "A body mass index > 30 strains the knee.",
    ],
)
def test_prose_is_no_boilerplate(line: str) -> None:
    assert shape(f"Knees\n\nA knee is a hinge.\n\n{line}\n")[-1][0] == "paragraph"


def test_titles_of_other_articles_belong_to_the_boilerplate_above_them() -> None:
    text = (
        "Knees\n\nA knee is a hinge.\n\nRelated posts\n\nTen Foods for Hair\n\nSleep Better Now\n"
    )
    assert kinds(text)[2:] == ["boilerplate"] * 3


def test_a_section_of_its_own_ends_the_boilerplate() -> None:
    text = (
        "Knees\n\nA knee is a hinge.\n\nTrending now\n\nTen Foods for Hair\n\nTorn Ligaments\n\n"
        "The joint is held by four ligaments, and each of them may tear in a fall.\n"
    )
    assert kinds(text)[2:] == ["boilerplate", "boilerplate", "heading", "paragraph"]


def test_directives() -> None:
    text = "Knees\n\n[healthlint: ignore-next[AT001] quoted below]\nDoctors warn of knees.\n"
    document = parse(text)
    comment = document.comments[0]
    assert comment.text == "healthlint: ignore-next[AT001] quoted below"
    assert (comment.block, comment.alone) == (1, True)
    assert text[comment.span.start : comment.span.end].startswith("[healthlint")
    assert "healthlint" not in document.text


def test_a_record_names_its_headline() -> None:
    text = "Knees at Work\n\nHow They Bend\n\nA knee is a hinge.\n"
    assert parse(text, title="How They Bend").headline == 1
    elsewhere = parse(text, title="Elbows")
    assert elsewhere.headline is None
    assert elsewhere.title == "Elbows"


def test_a_single_line_is_no_title() -> None:
    assert kinds("Swelling in one leg") == ["paragraph"]


def test_markdown_in_plain_text() -> None:
    text = (
        "# Knees\n\nHinges\n------\n\nA knee is one.\n\n> said a nurse\n> at work\n\n***\n\n"
        "* one\n* two\n"
    )
    assert shape(text) == [
        ("title", "Knees"),
        ("heading", "Hinges"),
        ("paragraph", "A knee is one."),
        ("quote", "said a nurse at work"),
        ("list-item", "one"),
        ("list-item", "two"),
    ]


def test_parsing_is_linear() -> None:
    unit = "Some legs swell in the heat.\n\nSigns may be:\n\n- tight shoes\n- dents in the skin\n\n"

    # Eight times the length: 64 times the work, were it quadratic.
    assert steps(lambda: parse(unit * 160)) < 12 * steps(lambda: parse(unit * 20))
