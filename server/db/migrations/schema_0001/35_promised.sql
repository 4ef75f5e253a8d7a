-- Facts that rooms of this service make themselves, written in the transaction that made them and taken in right after it.
CREATE TABLE promised_facts (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source  text NOT NULL,
    facts   bytea NOT NULL
);
