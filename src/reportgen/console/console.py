"""The printer that commands are given: outcomes in, terminal text or JSON out.

Results go to standard output; what is said about the run (findings of a build, progress) goes to
standard error. In JSON one document on standard output holds everything.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from ..model.comparison import Comparison
from ..model.diagnostic import Diagnostic, Severity
from ..model.drafts import Drafted
from ..model.outcome import Change, Outcome, Trace
from ..model.refresh import RefreshOutcome
from ..model.returns import Collected
from ..model.values import dataclass
from .catalogue import word
from .findings import render, summary
from .progress import Progress
from .terminal import Terminal
from .trace_table import cells_text, trace_rows
from .widths import table, visible

_CHANGES_SHOWN = 40
_COMINGS_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How to speak: the language, `text` or `json`, errors only, `auto`, `always` or `never` coloured."""

    language: str = "en"
    format: str = "text"
    quiet: bool = False
    color: str = "auto"


class Console:
    """Prints what a command came to, in one style."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.out = Terminal(sys.stdout, style.color)
        self.err = Terminal(sys.stderr, style.color)

    @property
    def json(self) -> bool:
        """Whether everything is said in one JSON document."""
        return self.style.format == "json"

    def word(self, name: str, /, **facts: object) -> str:
        """One of the program's words in the user's language."""
        return word(name, self.style.language, **facts)

    def progress(self) -> Progress:
        """A sign of life for long steps."""
        return Progress(self.err, self.style.language, shown=not self.json and not self.style.quiet)

    def outcome(self, outcome: Outcome, *, findings_are_the_result: bool = False) -> None:
        """Print findings, changes and written files of a command."""
        if self.json:
            from .as_json import outcome_document

            self._document(outcome_document(outcome, self.style.language))
            return
        terminal = self.out if findings_are_the_result else self.err
        self._findings(outcome.diagnostics, terminal)
        if not self.style.quiet:
            self._changes(outcome.changes)
            for path in outcome.written:
                self.out.line(self.out.paint(self.word("written", path=visible(str(path))), "good"))
            self._summary(outcome, terminal)

    def trace(self, trace: Trace) -> None:
        """Print traced figures as a table, findings apart."""
        if self.json:
            from .as_json import trace_document

            self._document(trace_document(trace, self.style.language))
            return
        self._findings(trace.diagnostics, self.err)
        if trace.figures:
            rows = trace_rows(trace.figures, self.style.language)
            head, *lines = table(rows, self.out.columns)
            self.out.line(self.out.paint(head, "strong"))
            self.out.write("".join(f"{line}\n" for line in lines))

    def collected(self, collected: Collected, *, dry_run: bool) -> None:
        """Print findings, then who sent what, then the cells that were filled or changed."""
        if self.json:
            from .as_json import collected_document

            self._document(collected_document(collected, self.style.language))
            return
        self._findings(collected.diagnostics, self.err)
        if self.style.quiet:
            return
        if collected.overview:
            from .collect_table import overview_rows

            head, *lines = table(overview_rows(collected.overview, self.style.language), self.out.columns)
            self.out.line(self.out.paint(head, "strong"))
            self.out.write("".join(f"{line}\n" for line in lines))
            self._collected_values(collected)
        for path in collected.written:
            self.out.line(self.out.paint(self.word("written", path=visible(str(path))), "good"))
        said = summary(collected.diagnostics, self.style.language)
        if not collected.written:
            said = self.word(
                "collected-none" if collected.overview and not dry_run else "nothing-written", summary=said
            )
        self.err.line(said)

    def drafted(self, drafted: Drafted) -> None:
        """Print findings, then how many drafts came to what."""
        if self.json:
            from .as_json import drafted_document

            self._document(drafted_document(drafted, self.style.language))
            return
        self._findings(drafted.diagnostics, self.err)
        if not self.style.quiet:
            from .draft_lines import draft_lines

            for line, style in draft_lines(drafted, self.style.language):
                self.out.line(self.out.paint(line, style))
            if said := summary(drafted.diagnostics, self.style.language):
                self.err.line(said)

    def refreshed(self, outcome: RefreshOutcome) -> None:
        """Print findings, then for each file what was changed and what was not."""
        if self.json:
            from .as_json import refreshed_document

            self._document(refreshed_document(outcome, self.style.language))
            return
        self._findings(outcome.diagnostics, self.err)
        if not self.style.quiet:
            from .refresh_lines import refresh_lines

            for line, style in refresh_lines(outcome, self.style.language, self.out.columns):
                self.out.line(self.out.paint(line, style) if style else line)
            if said := summary(outcome.diagnostics, self.style.language):
                is_nothing = outcome.stopped and not outcome.written
                self.err.line(self.word("nothing-written", summary=said) if is_nothing else said)

    def compared(self, found: Comparison) -> None:
        """Print findings, then what changed from one version to the other."""
        if self.json:
            from .as_json import compared_document

            self._document(compared_document(found, self.style.language))
            return
        self._findings(found.diagnostics, self.err)
        if self.style.quiet or found.stopped:
            return
        from .diff_lines import diff_lines

        for line in diff_lines(found, self.style.language, self.out.columns, self.out.paint):
            self.out.line(line)
        for path in found.written:
            self.out.line(self.out.paint(self.word("written", path=visible(str(path))), "good"))

    def findings(self, findings: Iterable[Diagnostic]) -> None:
        """Print findings that stand alone, such as wrong usage."""
        if self.json:
            from .as_json import findings_document

            self._document(findings_document(findings, self.style.language))
            return
        self._findings(findings, self.err)

    def listing(self, header: tuple[str, ...], rows: Sequence[tuple[str, ...]], key: str) -> None:
        """Print rows in columns under their header; in JSON a list under `key`."""
        if self.json:
            self._document({key: [list(row) for row in rows]})
            return
        head, *lines = table([header, *rows], self.out.columns)
        self.out.line(self.out.paint(head, "strong"))
        self.out.write("".join(f"{line}\n" for line in lines))

    def page(self, code: str, title: str, text: str) -> None:
        """Print a page of text under its code and title."""
        if self.json:
            self._document({"code": code, "message": title, "explain": text.strip()})
            return
        self.out.line(self.out.paint(f"{code}: {title}", "strong"))
        self.out.line()
        self.out.line(text.strip())

    def _findings(self, findings: Iterable[Diagnostic], terminal: Terminal) -> None:
        wanted = [item for item in findings if not self.style.quiet or item.severity is Severity.ERROR]
        for line in render(wanted, self.style.language, terminal.paint):
            terminal.line(line)

    def _changes(self, changes: tuple[Change, ...] | None) -> None:
        if changes is None:
            return
        if not changes:
            self.out.line(self.word("changed-none"))
            return
        both = [change for change in changes if change.before and change.after]
        self._change_list("changed", both, _CHANGES_SHOWN)
        self._change_list("gone", [change for change in changes if not change.after], _COMINGS_SHOWN)
        self._change_list("new", [change for change in changes if not change.before], _COMINGS_SHOWN)

    def _change_list(self, word: str, changes: Sequence[Change], shown: int) -> None:
        if not changes:
            return
        self.out.line(self.out.paint(self.word(word, count=len(changes)), "strong"))
        rows = [
            (f"  {' → '.join(filter(None, (change.before, change.after)))}", change.place, cells_text(change.cells))
            for change in changes[:shown]
        ]
        self.out.write("".join(f"{line}\n" for line in table(rows, self.out.columns)))
        if len(changes) > shown:
            self.out.line(self.word("changed-more", count=len(changes) - shown))

    def _collected_values(self, collected: Collected) -> None:
        if not collected.values:
            return
        self.out.line(self.out.paint(self.word("collected-values", count=len(collected.values)), "strong"))
        rows = [
            (f"  {value.name}", f"{value.before or '—'} → {value.after}", f"{value.place} ← {value.origin}")
            for value in collected.values[:_CHANGES_SHOWN]
        ]
        self.out.write("".join(f"{line}\n" for line in table(rows, self.out.columns)))
        if len(collected.values) > _CHANGES_SHOWN:
            self.out.line(self.word("changed-more", count=len(collected.values) - _CHANGES_SHOWN))

    def _summary(self, outcome: Outcome, terminal: Terminal) -> None:
        said = summary(outcome.diagnostics, self.style.language)
        if outcome.stopped:
            terminal.line(terminal.paint(self.word("stopped", summary=said), "error"))
        elif said:
            terminal.line(said)
        elif not outcome.written:
            terminal.line(terminal.paint(self.word("nothing-found"), "good"))

    def _document(self, document: object) -> None:
        import json

        self.out.line(json.dumps(document, ensure_ascii=False, indent=2))
