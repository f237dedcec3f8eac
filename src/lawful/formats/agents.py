"""AGENTS.md, which many assistants read, and AGENT.md, as it was called at first."""

from __future__ import annotations

from lawful.context.format import Format


class Agents(Format):
    """Markdown; every file governs its own folder and what is below it, and the nearer one wins a conflict."""

    name = "agents"
    files = ("**/AGENTS.md", "**/AGENT.md")
    precedence = 2
