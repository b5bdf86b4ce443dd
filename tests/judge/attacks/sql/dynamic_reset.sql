-- Sets everything back. | refused error
RESET ALL
