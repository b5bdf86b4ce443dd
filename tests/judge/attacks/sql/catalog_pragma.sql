-- Shows the engine's version and platform. | refused error
PRAGMA platform
