"""Live boards: the hub in every web process, the sockets it feeds, and the displays on the wall."""
