"""Why a query is not run."""


class Refused(Exception):
    """Carries the sentence for the member."""
