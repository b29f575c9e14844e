-- What people are writing and have not saved yet: one row a person and question.
-- key is the item's id, or a name that the browser made for a new question.
-- body holds the key as versions do, and only its writer reads it.
CREATE TABLE item_unsaved (
    account_id text        NOT NULL,
    key        text        NOT NULL CHECK (key ~ '^[A-Za-z0-9_-]{1,40}$'),
    item_id    text        REFERENCES item (id) ON DELETE CASCADE,
    base       bytea       CHECK (octet_length(base) = 32), -- the version it started from
    unit_id    text        REFERENCES unit (id),
    pool       text        NOT NULL,
    body       jsonb       NOT NULL,
    rev        int         NOT NULL CHECK (rev > 0),
    tab        text        NOT NULL CHECK (tab <> ''), -- the browser tab that wrote last
    saved_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, key),
    CHECK ((item_id IS NULL) = (base IS NULL)),
    CHECK (item_id IS NULL OR item_id = key)
);
CREATE INDEX item_unsaved_item ON item_unsaved (item_id);

-- Who has a question open in the editor. Rows are forgotten within a minute.
CREATE TABLE item_presence (
    item_id    text        NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    account_id text        NOT NULL,
    tab        text        NOT NULL,
    name       text        NOT NULL,
    editing    boolean     NOT NULL, -- has changed something
    since      timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (item_id, account_id, tab)
);
