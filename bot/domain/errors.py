"""Expected failures, each with text fit to show to the person who caused it.

StudyError
├── InvalidInput     what was typed does not fit; names the field and gives an example
├── NotFound         the thing named does not exist (any more)
├── NotPermitted     somebody else may do this
├── NotEnrolled      the person is in no circle here
├── Closed           it was possible once; says what it was and where to go now
└── Busy             too much at once; says when to come back
"""


class StudyError(Exception):
    """`message` says what was wrong; `hint` says what to do instead, with an example."""

    title = "That did not work"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidInput(StudyError):
    title = "That does not fit"


class NotFound(StudyError):
    title = "Not found"


class NotPermitted(StudyError):
    title = "Not yours to do"


class NotEnrolled(StudyError):
    title = "You are not in this circle yet"


class Closed(StudyError):
    title = "Not now"


class Busy(StudyError):
    title = "One moment"
