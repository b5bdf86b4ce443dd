"""What an offer is worth. Ranges are claims by one publisher and are shown as such."""

from typing import Annotated

from bot.domain.calculators.asking import (
    Amounts,
    Asks,
    Count,
    Dollars,
    Result,
    Share,
    money,
    percent,
)
from bot.domain.errors import InvalidInput

Base = Annotated[Dollars, Asks("Base pay a year", "$", 1_000, 5e6)]
SeniorBase = Annotated[Dollars, Asks("Base pay a year", "$", 1_000, 5e6, "170k")]
"""Left out, it is the middle of the narrower range."""
Bonus = Annotated[Share, Asks("Target bonus, of base", "%", 0, 2)]
SignOn = Annotated[Dollars, Asks("Sign-on, paid once", "$", 0, 5e6, "0")]
VESTING_YEARS = 4
INNER_BASE, OUTER_BASE = (155_000, 185_000), (150_000, 190_000)
SCENARIOS = (("at half the value", 0.5), ("as they are", 1.0), ("at twice the value", 2.0))
IMPLAUSIBLE = (
    "The shares of one year exceed base pay. Ask which company they are of and at what value: a "
    "small unit's shares are meant more often than the whole group's."
)
BASE_CLAIMED = (
    f"One publisher claims a base of {money(INNER_BASE[0])} to {money(INNER_BASE[1])} for the "
    f"product post, and {money(OUTER_BASE[0])} to {money(OUTER_BASE[1])} at the outside."
)
BASE_AT_THE_EDGE = f"{BASE_CLAIMED} This lies between the two, so it may well be meant."
BASE_ODD = f"{BASE_CLAIMED} This lies outside both; nobody has confirmed either."


def share_value(equity: Share, valuation: Dollars) -> float:
    """Of one year's part."""
    return equity * valuation / VESTING_YEARS


def base_doubts(base: Dollars) -> tuple[str, ...]:
    if INNER_BASE[0] <= base <= INNER_BASE[1]:
        return ()
    return (BASE_AT_THE_EDGE if OUTER_BASE[0] <= base <= OUTER_BASE[1] else BASE_ODD,)


def senior(
    base: SeniorBase,
    bonus: Bonus,
    equity: Annotated[Share, Asks("Shares, of the company", "%", 0, 0.2)],
    valuation: Annotated[Dollars, Asks("Value of that company", "$", 1e5, 5e12)],
    signon: SignOn,
) -> Result:
    yearly, shares = base * (1 + bonus), share_value(equity, valuation)
    rows = [("Base and bonus a year", money(yearly)), ("First year, shares as nothing",
             money(yearly + signon))]  # fmt: skip
    rows += [
        (f"First year, shares {words}", money(yearly + signon + shares * factor))
        for words, factor in SCENARIOS
    ]
    four = VESTING_YEARS * (yearly + shares) + signon
    rows.append(("Four years, shares as they are", money(four)))
    says = f"The first year comes to {money(yearly + signon + shares)}, {{}} of it in shares."
    part = percent(shares / (yearly + signon + shares))
    warnings = (*((IMPLAUSIBLE,) if shares > base else ()), *base_doubts(base))
    return Result(tuple(rows), says.format(part), warnings)


def intern(
    monthly: Annotated[Dollars, Asks("Pay a month", "$", 100, 100_000)],
    months: Annotated[Count, Asks("Months", "months", 0.5, 12, "3")],
    housing: Annotated[Dollars, Asks("Housing paid, in all", "$", 0, 100_000, "0")],
    moving: Annotated[Dollars, Asks("Moving paid, in all", "$", 0, 100_000, "0")],
    rent: Annotated[Dollars, Asks("Your rent a month", "$", 0, 50_000, "0")],
) -> Result:
    total = monthly * months + housing + moving
    left = total - rent * months
    rows = (
        ("Pay", money(monthly * months)), ("Housing and moving", money(housing + moving)),
        ("In all", money(total)), ("After rent", money(left)),
    )  # fmt: skip
    warning = (
        "All before tax. Figures that go round are of earlier summers: ask for this year's, and "
        "whether housing is a month's or the whole summer's."
    )
    return Result(rows, f"The summer leaves {money(left)} after rent, before tax.", (warning,))


def returning(
    base: Base,
    bonus: Bonus,
    signon: SignOn,
    ask: Annotated[Dollars, Asks("Sign-on you would ask for", "$", 0, 5e6)],
) -> Result:
    """Base stays: bands for return offers are said to be fixed."""
    now, then = base * (1 + bonus) + signon, base * (1 + bonus) + ask
    rows = (
        ("Base, fixed", money(base)), ("First year as offered", money(now)),
        ("First year as asked", money(then)), ("More by", percent(then / now - 1)),
    )  # fmt: skip
    says = f"Asking moves the first year by {money(then - now)}, {percent(then / now - 1)}."
    fixed = "Bands for return offers are said to be fixed: ask about start, team or sign-on."
    less = ("You ask for less than you were offered.",) if ask < signon else ()
    return Result(rows, says, (*less, fixed))


_OFFER = "base, bonus %, sign-on, shares a year"


def offer_value(offer: Amounts, years: Count, shares: float) -> float:
    base, bonus, signon, equity = offer
    return years * (base * (1 + bonus) + equity * shares) + signon


def offers(
    first: Annotated[Amounts, Asks(f"First: {_OFFER}", "$", 0, 1e9)],
    second: Annotated[Amounts, Asks(f"Second: {_OFFER}", "$", 0, 1e9)],
    years: Annotated[Count, Asks("Years you would stay", "years", 1, 10, "1")],
) -> Result:
    if len(first) != 4 or len(second) != 4 or max(first[1], second[1]) > 2:
        raise InvalidInput(f"Each offer takes four numbers: {_OFFER}.", "Such as 150k 10% 15k 20k.")
    cases = (("as nothing", 0.0), ("at half", 0.5), ("in full", 1.0))
    pairs = [(offer_value(first, years, s), offer_value(second, years, s)) for _, s in cases]
    rows = tuple(
        (f"Shares {words}", f"{money(one)} against {money(two)}")
        for (words, _), (one, two) in zip(cases, pairs, strict=True)
    )
    leads = [round(one - two, 2) for one, two in pairs]
    turns = "Which is ahead depends on what the shares turn out to be worth."
    sides = {(lead > 0) - (lead < 0) for lead in leads}
    return Result(rows, _ahead(leads[-1]), (turns,) if len(sides) > 1 else ())


def _ahead(lead: Dollars) -> str:
    """`lead` is what the first offer brings beyond the second."""
    if lead == 0:
        return "With shares in full both come to the same."
    name = "first" if lead > 0 else "second"
    return f"With shares in full the {name} is ahead by {money(abs(lead))}."
