"""Every calculator, in the order in which a list shows them."""

from bot.domain.calculators import pay, running, trials
from bot.domain.calculators.asking import Calculator

CALCULATORS = (
    Calculator(
        "speed", "Accuracy, waiting, cost", "Is a better but slower model worth it",
        running.speed, "0.5% $4000 40 $6000 $500", "The better model loses $900 a month.",
        ("S0-9", "S0-115", "S2-30"),
    ),
    Calculator(
        "servers", "Players kept, servers", "Does a model pay for its servers",
        running.servers, "200k 0.4% $9 $0.03",
        "It pays: $1,200 a month. It breaks even at 0.33% more kept.", ("S0-14",),
    ),
    Calculator(
        "sample", "Size of a test", "How many people a test needs in each arm",
        trials.sample, "10% 1%", "14,749 people in each arm show a rise from 10% to 11%.",
        ("S0-40", "S0-54"),
    ),
    Calculator(
        "smallest", "Smallest rise seen", "The smallest rise a test of a given size can see",
        trials.smallest, "10% 5000", "The smallest rise this test sees is 1.74 points.",
        ("S0-40",),
    ),
    Calculator(
        "peeking", "Looking too early", "What looking again and again does to false alarms",
        trials.peeking, "5", "With 5 looks at 5%, a false win comes 14.2% of the time.", ("S0-55",),
    ),
    Calculator(
        "family", "Many tests at once", "What is left of many tests after a correction",
        trials.family, '"0.001 0.012 0.014 0.2 0.6"',
        "Of 5 tests, 3 stand after Holm's correction.", ("S0-39",),
    ),
    Calculator(
        "drift", "Has it shifted", "PSI and KS between two counts in the same bins",
        trials.drift, '"200 500 300" "120 480 400"', "The shift is small: PSI 0.070.",
        ("S1-19",),
    ),
    Calculator(
        "scan", "Price of a query", "What a query reads and costs a month",
        running.scan, "40m 30 60 720", "The query costs $259 a month.", ("S0-51", "S2-41"),
    ),
    Calculator(
        "hours", "Hours saved", "Hours a week that a tool gives back",
        running.hours, "2 50", "That frees 100 hours a week.", ("S2-75",),
    ),
    Calculator(
        "senior", "A whole package", "Base, bonus, shares and sign-on of a senior offer",
        pay.senior, "165k 12% 0.03% 900m 15k",
        "The first year comes to $267,300, 25.3% of it in shares.",
        ("S1-3", "S1-23", "S1-24", "S1-25", "S1-26", "S1-27", "S1-50", "C7", "C19"),
    ),
    Calculator(
        "intern", "An internship's pay", "What a paid summer leaves after rent",
        pay.intern, "$9500 3 $3000 $1500 $2200",
        "The summer leaves $26,400 after rent, before tax.", ("S2-90", "C13", "C14"),
    ),
    Calculator(
        "returning", "A return offer", "What still moves when base is fixed",
        pay.returning, "140k 10% 10k 16k", "Asking moves the first year by $6,000, 3.7%.",
        ("S0-73", "C13"),
    ),
    Calculator(
        "funnel", "Where people are lost", "Rates from stage to stage",
        running.funnel, '"1000 600 420 130 90"',
        "Most are lost between stages 3 and 4: 31% go on.", ("S0-19",),
    ),
    Calculator(
        "offers", "Two offers", "Which of two offers is worth more, and when",
        pay.offers, '"150k 10% 15k 20k" "165k 5% 10k 0" 2',
        "With shares in full the first is ahead by $28,500.", ("S0-104",),
    ),
)  # fmt: skip


def calculator(name: str) -> Calculator:
    return next(entry for entry in CALCULATORS if entry.name == name)
