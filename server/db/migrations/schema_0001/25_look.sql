-- How the centre looks: every version of it, and the pictures it is made of, as we drew them anew from what was uploaded. None
-- of either is removed, because papers already handed out were printed with them.

CREATE TABLE centre_picture (
    sha256   text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    png      bytea NOT NULL,
    width    integer NOT NULL CHECK (width > 0),
    height   integer NOT NULL CHECK (height > 0),
    made_by  integer REFERENCES account ON DELETE RESTRICT,
    made_at  timestamptz NOT NULL
);
ALTER TABLE centre_picture ALTER COLUMN png SET STORAGE EXTERNAL;

CREATE TABLE centre_look (
    version  integer PRIMARY KEY CHECK (version > 0),
    body     jsonb NOT NULL,
    made_by  integer REFERENCES account ON DELETE RESTRICT,
    made_at  timestamptz NOT NULL
);
