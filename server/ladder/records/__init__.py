"""What training, quality, reviews and the files of the past say about a person: dated, append-only, never changed."""
