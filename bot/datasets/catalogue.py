"""Every data set an exercise can name."""

from collections.abc import Mapping

from bot.datasets.ab_test import AB_TEST
from bot.datasets.drift_feed import DRIFT_FEED
from bot.datasets.edge_models import EDGE_MODELS
from bot.datasets.flights_2013 import FLIGHTS_2013
from bot.datasets.game_sessions import GAME_SESSIONS
from bot.datasets.ident_log import IDENT_LOG
from bot.datasets.label_ops import LABEL_OPS
from bot.datasets.match_catalog import MATCH_CATALOG
from bot.datasets.model import Recipe
from bot.datasets.network_test import NETWORK_TEST
from bot.datasets.offer_pack import OFFER_PACK
from bot.datasets.retention_cost import RETENTION_COST
from bot.datasets.stake_inbox import STAKE_INBOX
from bot.datasets.stream_plays import STREAM_PLAYS

CATALOGUE: Mapping[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        GAME_SESSIONS,
        STREAM_PLAYS,
        LABEL_OPS,
        AB_TEST,
        NETWORK_TEST,
        IDENT_LOG,
        DRIFT_FEED,
        EDGE_MODELS,
        RETENTION_COST,
        MATCH_CATALOG,
        OFFER_PACK,
        STAKE_INBOX,
        FLIGHTS_2013,
    )
}
