-- The way of an item: draft, review, approved, retired; what people decide and
-- say about it.
ALTER TABLE item DROP CONSTRAINT item_state_check;
ALTER TABLE item ADD CONSTRAINT item_state_check CHECK (state IN ('draft', 'review', 'approved', 'retired'));
ALTER TABLE item DROP CONSTRAINT item_ready;
ALTER TABLE item ADD CONSTRAINT item_ready CHECK (ready OR state IN ('draft', 'retired'));

-- Every step that was taken; rows are never changed.
CREATE TABLE item_step (
    id      text        PRIMARY KEY,
    item_id text        NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    version int         NOT NULL CHECK (version > 0),
    step    text        NOT NULL CHECK (step IN ('submit', 'withdraw', 'return', 'approve', 'retire', 'reinstate')),
    note    text        NOT NULL,
    by_id   text        NOT NULL,
    by_name text        NOT NULL,
    at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX item_step_item ON item_step (item_id, at);
CREATE TRIGGER item_step_immutable BEFORE UPDATE ON item_step
    FOR EACH ROW EXECUTE FUNCTION bank_refuse();

CREATE TABLE item_comment (
    id          text        PRIMARY KEY,
    item_id     text        NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    version     int         NOT NULL CHECK (version > 0),
    place       text        NOT NULL,
    text        text        NOT NULL CHECK (text <> ''),
    by_id       text        NOT NULL,
    by_name     text        NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    resolved_by text,
    resolved_at timestamptz,
    CHECK ((resolved_by IS NULL) = (resolved_at IS NULL))
);
CREATE INDEX item_comment_item ON item_comment (item_id, at);
