"""A session with the language server, driven over standard input and output by pytest-lsp's client.

The server is started once: building the pipeline is what takes time.
"""

from __future__ import annotations

import asyncio
import sys
import textwrap
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

HARMFUL = "Stop taking your blood thinner as soon as you feel better."
ARTICLE = textwrap.dedent(
    f"""\
    # Deep vein thrombosis: what to know 🩺

    By Dr Ann Example, 3 March 2026. Deep vein thrombosis is a blood clot in a deep vein, most
    often in the leg.

    ## Symptoms

    The leg can swell, hurt and feel warm. Some people have no symptoms at all.

    ## Treatment

    😀😀 “Good news” 😀: {HARMFUL} Most people take tablets
    for three months or longer.
    """
)
pytestmark = pytest.mark.asyncio(loop_scope="module")
TIMEOUT = 60.0


@pytest_lsp.fixture(
    scope="module",
    config=ClientServerConfig(server_command=[sys.executable, "-m", "healthlint", "lsp"]),
)
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def registered(params: types.RegistrationParams) -> None:
        assert [each.method for each in params.registrations] == [
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        ]

    watched = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    capabilities = types.ClientCapabilities(
        workspace=types.WorkspaceClientCapabilities(did_change_watched_files=watched)
    )
    await lsp_client.initialize_session(
        types.InitializeParams(capabilities=capabilities, process_id=None, root_uri=None)
    )
    yield
    await lsp_client.shutdown_session()


class Buffer:
    """An article open in the editor, saved or not."""

    def __init__(self, client: LanguageClient, path: Path, text: str, language: str) -> None:
        self.client, self.uri, self.text, self.version = client, path.as_uri(), text, 1
        client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(self.uri, language, 1, text))
        )

    def type(self, text: str) -> None:
        self.version += 1
        self.text = text
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    async def diagnostics(self) -> list[types.Diagnostic]:
        """The next ones published for this article."""
        for _ in range(40):
            await asyncio.wait_for(
                self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS), TIMEOUT
            )
            if self.uri in self.client.diagnostics:
                return list(self.client.diagnostics.pop(self.uri))
        raise AssertionError("no diagnostics")

    async def actions(self, found: types.Diagnostic) -> list[types.CodeAction]:
        given = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(self.uri),
                found.range,
                types.CodeActionContext([found]),
            )
        )
        return [action for action in given or () if isinstance(action, types.CodeAction)]

    def applied(self, action: types.CodeAction) -> str:
        """The text with an action's edits made, as an editor makes them: in UTF-16 columns."""
        assert action.edit is not None
        assert action.edit.document_changes is not None
        lines = self.text.split("\n")
        [change] = action.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == self.version
        [edit] = change.edits
        assert isinstance(edit, types.TextEdit)
        start, end = (self._offset(lines, p) for p in (edit.range.start, edit.range.end))
        return self.text[:start] + edit.new_text + self.text[end:]

    @staticmethod
    def _offset(lines: list[str], position: types.Position) -> int:
        line = lines[position.line].encode("utf-16-le")[: position.character * 2]
        return sum(len(each) + 1 for each in lines[: position.line]) + len(line.decode("utf-16-le"))

    def words(self, found: types.Range) -> str:
        lines = self.text.split("\n")
        return self.text[self._offset(lines, found.start) : self._offset(lines, found.end)]

    def close(self) -> None:
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(self.uri))
        )


def of(found: list[types.Diagnostic], code: str) -> types.Diagnostic:
    return next(each for each in found if each.code == code)


def codes(found: list[types.Diagnostic]) -> set[object]:
    return {each.code for each in found}


@pytest_asyncio.fixture(loop_scope="module")
async def buffer(client: LanguageClient, tmp_path: Path) -> AsyncIterator[Buffer]:
    opened = Buffer(client, tmp_path / "never-saved.md", ARTICLE, "markdown")
    yield opened
    opened.close()


async def test_diagnostics_have_utf16_places_severities_and_pages(buffer: Buffer) -> None:
    found = await buffer.diagnostics()
    harmful = of(found, "AD001")
    assert "Stop taking your blood thinner" in buffer.words(harmful.range)
    assert not buffer.words(harmful.range).startswith("😀")
    assert harmful.severity is types.DiagnosticSeverity.Error
    assert harmful.source == "healthlint"
    assert of(found, "PV002").severity is types.DiagnosticSeverity.Warning
    assert harmful.code_description is not None
    page = Path(harmful.code_description.href.removeprefix("file://"))
    assert page.read_text(encoding="utf-8").startswith("# AD001 harmful-advice")


async def test_typing_is_debounced_and_the_unsaved_text_is_checked(buffer: Buffer) -> None:
    assert "AD001" in codes(await buffer.diagnostics())
    for number in range(5):
        buffer.type(ARTICLE.replace(HARMFUL, "Keep taking" + " it" * number))
        await asyncio.sleep(0.03)
    found = await buffer.diagnostics()
    assert "AD001" not in codes(found)
    await asyncio.sleep(1.0)
    assert buffer.uri not in buffer.client.diagnostics, "one check for five keystrokes"
    buffer.type(ARTICLE)
    assert "AD001" in codes(await buffer.diagnostics())


async def test_hover_shows_the_fact_and_its_source(buffer: Buffer) -> None:
    harmful = of(await buffer.diagnostics(), "AD001")
    document = types.TextDocumentIdentifier(buffer.uri)
    hover = await buffer.client.text_document_hover_async(
        types.HoverParams(document, harmful.range.start)
    )
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert "harmful-advice" in hover.contents.value
    assert "What the reference says" in hover.contents.value
    assert "](https://" in hover.contents.value
    nowhere = await buffer.client.text_document_hover_async(
        types.HoverParams(document, types.Position(6, 3))
    )
    assert nowhere is None


async def test_the_suggestion_replaces_the_sentence(buffer: Buffer) -> None:
    harmful = of(await buffer.diagnostics(), "AD001")
    actions = await buffer.actions(harmful)
    assert actions[0].is_preferred
    buffer.type(buffer.applied(actions[0]))
    assert HARMFUL not in buffer.text
    assert "Most people take tablets" in buffer.text
    assert "AD001" not in codes(await buffer.diagnostics())


async def test_an_omission_is_mended_by_an_insertion(buffer: Buffer) -> None:
    found = await buffer.diagnostics()
    missing = next(each for each in found if each.code in ("OM001", "OM003", "OM007"))
    adding = next(a for a in await buffer.actions(missing) if "add" in a.title)
    before = [each.message for each in found if each.code == missing.code]
    buffer.type(buffer.applied(adding))
    after = [each.message for each in await buffer.diagnostics() if each.code == missing.code]
    assert missing.message in before
    assert missing.message not in after


SUPPRESSED = {
    "article.md": ARTICLE,
    "article.txt": ARTICLE.replace("## ", "").replace("# ", ""),
    "article.html": (
        "<!DOCTYPE html>\n<html lang='en'><head><title>Blood clots</title></head><body>\n<main>"
        "<h1>Deep vein thrombosis</h1>\n<p>Deep vein thrombosis is a blood clot in a deep vein, "
        "most often in the leg. The leg can swell, hurt and feel warm.</p>\n"
        f"<ul><li><p><b>{HARMFUL}</b> Then rest.</p></li></ul></main></body></html>\n"
    ),
}


@pytest.mark.parametrize("name", SUPPRESSED)
@pytest.mark.parametrize("where", ["block", "file"])
async def test_a_suppression_in_the_formats_own_comment_silences(
    client: LanguageClient, tmp_path: Path, name: str, where: str
) -> None:
    buffer = Buffer(client, tmp_path / name, SUPPRESSED[name], "")
    harmful = of(await buffer.diagnostics(), "AD001")
    action = next(a for a in await buffer.actions(harmful) if where in a.title)
    buffer.type(buffer.applied(action))
    found = codes(await buffer.diagnostics())
    assert "healthlint: " in buffer.text
    assert not found & {"AD001", "SP001", "SP002"}
    buffer.close()


async def test_a_broken_settings_file_is_said_once_and_the_last_good_one_stays(
    client: LanguageClient, tmp_path: Path
) -> None:
    settings = tmp_path / "healthlint.toml"
    settings.write_text('ignore = ["AD001"]\n')
    buffer = Buffer(client, tmp_path / "article.md", ARTICLE, "markdown")
    first = codes(await buffer.diagnostics())
    assert "AD001" not in first
    assert "PV002" in first

    client.messages.clear()
    settings.write_text('ignored = ["AD001"\n')
    changed = types.FileEvent(settings.as_uri(), types.FileChangeType.Changed)
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
    assert codes(await buffer.diagnostics()) == first
    buffer.type(ARTICLE + "\n")
    assert codes(await buffer.diagnostics()) == first
    assert len(client.messages) == 1
    assert "healthlint.toml" in client.messages[0].message

    settings.write_text('ignore = ["PV002"]\n')
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
    mended = codes(await buffer.diagnostics())
    assert "AD001" in mended
    assert "PV002" not in mended
    buffer.close()


async def test_closing_clears_and_other_files_are_left_alone(
    client: LanguageClient, tmp_path: Path
) -> None:
    buffer = Buffer(client, tmp_path / "article.md", ARTICLE, "markdown")
    assert await buffer.diagnostics()
    buffer.close()
    assert await buffer.diagnostics() == []
    program = Buffer(client, tmp_path / "program.py", f"# {HARMFUL}\n", "python")
    empty = Buffer(client, tmp_path / "empty.md", "\n", "markdown")
    assert await empty.diagnostics() == []
    assert program.uri not in client.diagnostics
