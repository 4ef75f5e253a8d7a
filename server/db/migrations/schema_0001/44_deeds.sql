-- What signed results come to for people: who was offered a contest, took part with credit, stood on the podium. Kept per
-- revision, like the results themselves, and worked out from them once.

CREATE TABLE contest_deeds (
    contest_id  integer NOT NULL REFERENCES contest ON DELETE RESTRICT,
    revision    integer NOT NULL,
    -- The last business day of the contest, in its own zone.
    on_day      date NOT NULL,
    signed_at   timestamptz NOT NULL,
    -- The agent whose account launched it.
    ran_by      integer REFERENCES agent ON DELETE RESTRICT,
    PRIMARY KEY (contest_id, revision)
);
CREATE INDEX contest_deeds_ran_by ON contest_deeds (ran_by) WHERE ran_by IS NOT NULL;

-- Everybody to whom it was offered: a member with at least one planned day in its window.
CREATE TABLE contest_deed (
    contest_id         integer NOT NULL,
    revision           integer NOT NULL,
    agent_id           integer NOT NULL REFERENCES agent ON DELETE RESTRICT,
    took_part          boolean NOT NULL,
    podium             boolean NOT NULL,
    improvement_award  boolean NOT NULL,
    -- The best rank with full credit, and how many were ranked in its division.
    place              integer CHECK (place > 0),
    field              integer CHECK (field >= place),
    CHECK ((place IS NULL) = (field IS NULL)),
    PRIMARY KEY (contest_id, revision, agent_id),
    FOREIGN KEY (contest_id, revision) REFERENCES contest_deeds ON DELETE RESTRICT
);
CREATE INDEX contest_deed_agent_id ON contest_deed (agent_id);
