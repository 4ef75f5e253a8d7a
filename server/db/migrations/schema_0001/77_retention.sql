-- After how many months data of a kind is deleted; a kind without a row is kept. A rule deletes from a day after `since` on.
CREATE TABLE retention (
    kind    text PRIMARY KEY CHECK (kind IN ('left_people', 'refused_facts', 'private_talks')),
    months  smallint NOT NULL CHECK (months BETWEEN 1 AND 240),
    since   timestamptz NOT NULL
);
