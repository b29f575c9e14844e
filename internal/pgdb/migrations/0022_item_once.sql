-- A new question is saved under the name that the browser made for it: the same
-- name again, after a lost answer, is the same question. The row stands before
-- the question within its transaction, so that a second save waits for the first.
CREATE TABLE item_once (
    account_id text NOT NULL,
    key        text NOT NULL CHECK (key ~ '^[A-Za-z0-9_-]{1,40}$'),
    item_id    text NOT NULL REFERENCES item (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    said       bytea NOT NULL CHECK (octet_length(said) = 32), -- hash of the question as it was sent last, before ids were made
    PRIMARY KEY (account_id, key)
);
CREATE INDEX item_once_item ON item_once (item_id);
