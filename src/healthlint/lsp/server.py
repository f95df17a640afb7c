"""The language server itself (pygls): what the editor tells it, and what it answers.

Checks run in one thread of their own, so that the server always answers; while typing goes on
they wait, and what was checked for an older text is thrown away.
"""

from __future__ import annotations

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from lsprotocol import types
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument

from healthlint import __version__
from healthlint.config.loading import FILES
from healthlint.document.reading import FORMATS
from healthlint.lsp.messages import (
    SOURCE,
    Ruler,
    at,
    code_actions,
    diagnostics,
    hover,
    rule_pages,
)
from healthlint.lsp.session import Checked, Session
from healthlint.rules import RULES
from healthlint.source import Format

DEBOUNCE = 0.3  # seconds without typing before a check
_LANGUAGES: dict[str, Format] = {"markdown": "markdown", "html": "html", "plaintext": "text"}


class ArticleServer(LanguageServer):
    """A language server with one session, and what it last found in each open article."""

    def __init__(self) -> None:
        # Whole texts: what counts as a line differs between editors and Python, and an article
        # is small.
        super().__init__(
            SOURCE, __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self.session = Session(self._say)
        self.page = rule_pages(RULES, os.environ.get("HEALTHLINT_DOCS_URL"))
        self._found: dict[str, Checked] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="check")
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Build the pipeline while the editor opens its first article."""
        self._loop = asyncio.get_running_loop()
        root = self.workspace.root_path
        folder = Path(root) if root else Path.cwd()
        self._worker.submit(self.session.warm_up, folder)

    def schedule(self, uri: str, wait: float) -> None:
        """Check an article soon, instead of whatever check of it is still waiting."""
        self.cancel(uri)
        self._tasks[uri] = asyncio.get_running_loop().create_task(self._check(uri, wait))

    def schedule_all(self) -> None:
        """Check every open article: the settings may have changed."""
        for uri in list(self.workspace.text_documents):
            self.schedule(uri, 0)

    def cancel(self, uri: str) -> None:
        """Forget the check of an article that is waiting."""
        task = self._tasks.pop(uri, None)
        if task is not None:
            task.cancel()

    def forget(self, uri: str) -> None:
        """An article was closed: nothing of it is shown any more."""
        self.cancel(uri)
        self._found.pop(uri, None)
        self._publish(uri, None, [])

    async def _check(self, uri: str, wait: float) -> None:
        await asyncio.sleep(wait)
        document = self.workspace.get_text_document(uri)
        form = format_of(document)
        if form is None:
            return
        loop = asyncio.get_running_loop()
        path = uris.to_fs_path(uri) or uri
        version, text = document.version, document.source
        try:
            checked = await loop.run_in_executor(self._worker, self.session.check, path, text, form)
        except Exception as error:  # the server must outlive one article
            self._log(f"{path}: internal error: {type(error).__name__}: {error}")
            return
        if self.workspace.get_text_document(uri).version != version:
            return  # a newer text is already waiting
        if checked.report.error is not None:
            self._log(f"{path}: {checked.report.error}")
        self._found[uri] = checked
        ruler = self.ruler(checked)
        self._publish(uri, version, list(diagnostics(checked, uri, ruler, self.page)))

    def fresh(self, uri: str) -> Checked | None:
        """What was found in an article, if that is still its text."""
        checked = self._found.get(uri)
        if checked is None:
            return None
        return (
            checked if self.workspace.get_text_document(uri).source == checked.source.text else None
        )

    def ruler(self, checked: Checked) -> Ruler:
        """The places of an article in the units agreed with the editor."""
        return Ruler(checked.source, self.workspace.position_codec.client_num_units)

    def _publish(self, uri: str, version: int | None, found: list[types.Diagnostic]) -> None:
        params = types.PublishDiagnosticsParams(uri, found, version=version)
        self.text_document_publish_diagnostics(params)

    def _say(self, message: str) -> None:
        """A message the user sees; told from the worker's thread."""
        params = types.ShowMessageParams(types.MessageType.Error, f"{SOURCE}: {message}")
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.window_show_message, params)

    def _log(self, message: str) -> None:
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))

    def stop(self) -> None:
        """Let go of the worker."""
        self._worker.shutdown(wait=False, cancel_futures=True)


def format_of(document: TextDocument) -> Format | None:
    """An article's format: by its name, else by what the editor calls its language."""
    suffix = Path(uris.to_fs_path(document.uri) or document.uri).suffix.lower()
    return FORMATS.get(suffix) or _LANGUAGES.get(document.language_id or "")


def build() -> ArticleServer:
    """The server with its answers."""
    server = ArticleServer()

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        del params
        server.start()
        await _watch_settings(server)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.schedule(params.text_document.uri, 0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        server.schedule(params.text_document.uri, DEBOUNCE)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(params: types.DidSaveTextDocumentParams) -> None:
        if params.text_document.uri.rsplit("/", 1)[-1] in FILES:
            server.schedule_all()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def settings_changed(params: types.DidChangeWatchedFilesParams) -> None:
        del params
        server.schedule_all()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.forget(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hovered(params: types.HoverParams) -> types.Hover | None:
        checked = server.fresh(params.text_document.uri)
        if checked is None:
            return None
        here = types.Range(params.position, params.position)
        found = at(checked, server.ruler(checked), here)
        return hover(found, checked.reference, server.page)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    async def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        checked = server.fresh(uri)
        if checked is None:
            return []
        version = server.workspace.get_text_document(uri).version
        document = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=version)
        ruler = server.ruler(checked)
        return list(
            code_actions(checked, document, ruler, params.range, params.context.diagnostics)
        )

    return server


async def _watch_settings(server: ArticleServer) -> None:
    """Ask the editor to tell when a settings file changes, if it can."""
    workspace = server.client_capabilities.workspace
    watched = workspace.did_change_watched_files if workspace is not None else None
    if watched is None or not watched.dynamic_registration:
        return
    options = types.DidChangeWatchedFilesRegistrationOptions(
        [types.FileSystemWatcher(glob_pattern=f"**/{name}") for name in FILES]
    )
    registration = types.Registration("settings", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    # An editor that refuses after all still tells when it saves a settings file itself.
    with suppress(JsonRpcException):
        await server.client_register_capability_async(types.RegistrationParams([registration]))


def serve() -> None:
    """Speak the protocol on standard input and output until the editor says goodbye."""
    server = build()
    stream = sys.stdout.buffer
    # Whatever prints by mistake must not end up among the protocol's messages.
    sys.stdout = sys.stderr
    try:
        server.start_io(sys.stdin.buffer, stream)
    finally:
        server.stop()
