-- What the public knew of a contest when its board stopped, and the ceremony in which the result is revealed.

-- Computed once from what had been received before the freeze, and never again: neither a restart nor a transfer moves it.
-- The freeze is the contest's own, or that of another contest which counts the same facts.
CREATE TABLE contest_freeze (
    contest_id  integer NOT NULL REFERENCES contest ON DELETE CASCADE,
    -- The instant it holds for, and when it was computed.
    at          timestamptz NOT NULL,
    kept_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The standings, the participants and totals they were ranked from, and the ranks when that business day began.
    evidence    bytea NOT NULL,
    PRIMARY KEY (contest_id, at)
);

-- A ceremony that has begun. Its stages stay what they were at its beginning, so that every wall shows the same.
CREATE TABLE contest_reveal (
    contest_id  integer PRIMARY KEY REFERENCES contest ON DELETE CASCADE,
    started_at  timestamptz NOT NULL,
    started_by  integer REFERENCES account ON DELETE RESTRICT,
    standings   bytea NOT NULL,
    -- How many stages have been shown.
    step        integer NOT NULL DEFAULT 0 CHECK (step >= 0),
    stepped_at  timestamptz NOT NULL
);
