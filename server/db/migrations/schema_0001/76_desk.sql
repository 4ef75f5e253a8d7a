-- Until when somebody has read the news: what happened later is new.
CREATE TABLE news_read (
    account_id  integer PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    at          timestamptz NOT NULL
);
