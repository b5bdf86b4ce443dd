"""How Discord is named to the core."""

from bot.domain.ids import Platform

PLATFORM = Platform("discord")
