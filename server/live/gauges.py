"""What the live boards tell Prometheus about themselves."""

from prometheus_client import Counter, Gauge

VIEWERS = Gauge("echelon_board_viewers", "Clients that watch a board in this process.")
BOARDS = Gauge("echelon_boards_kept", "Boards kept in memory because somebody watches or reads them.")
BEHIND = Gauge("echelon_board_viewers_behind", "Clients that have not taken the newest message yet.")
LAG = Gauge("echelon_board_lag_seconds", "Longest time a client has been without acknowledging what it was sent.")
FRAMES = Counter("echelon_board_frames", "Messages encoded: one per view of a board and tick.")
DELIVERIES = Counter("echelon_board_deliveries", "Steps of a view handed to a client, or left for it to catch up with.")
FOLDED = Counter("echelon_board_folded", "Catch-up messages encoded for clients that had fallen behind.")
CLOSED = Counter("echelon_board_closed", "Connections ended by the server.", ["code"])
RELOADS = Counter("echelon_board_reloads", "Boards loaded afresh.", ["why"])
