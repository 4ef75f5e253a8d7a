"""The own path: where one stands on the ladder, what the next steps ask, what is missing and what helps."""
