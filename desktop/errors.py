"""Errors that a person can read: what happened, what is safe, what to do."""

from __future__ import annotations


class AppError(Exception):
    """Base of every error that reaches a person.

    Attributes:
        message: one sentence (or two) in plain English, without names of people.
        details: technical words for the log and "copy details"; never personal data.
    """

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class KnownError(AppError):
    """The world's fault: a locked file, a full disk, a wrong key, an unreadable spreadsheet."""


class Refused(AppError):
    """One of our own acts that the law or the council does not allow.

    Attributes:
        basis: "statute" with the paragraph in `message`, "council rule", or "" for plain sense; the message
            ends with it, so that nobody takes a rule of the council's for the law.
    """

    def __init__(self, message: str, basis: str = "") -> None:
        label = f" ({basis.capitalize()}.)" if basis else ""
        super().__init__(message if basis in message.casefold() else message + label)
        self.basis = basis


class BugError(AppError):
    """Our fault: something that should not be possible."""
