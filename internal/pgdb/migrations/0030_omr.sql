-- Answer sheets: scans as they came, what was read of them, what people decided.

-- The way of a sitting's sheets through its stages, with the layout as it was.
CREATE TABLE omr_run (
    sitting_id text        PRIMARY KEY REFERENCES sitting (id),
    layout     jsonb       NOT NULL,
    made_by    text        NOT NULL,
    made_name  text        NOT NULL,
    made_at    timestamptz NOT NULL
);

-- A stage is opened once, by one person, and sealed once.
CREATE TABLE omr_step (
    sitting_id  text  NOT NULL REFERENCES omr_run (sitting_id),
    stage       text  NOT NULL CHECK (stage IN ('scan', 'read', 'fix', 'score')),
    secret      bytea NOT NULL CHECK (octet_length(secret) = 32), -- SHA-256
    holder_id   text  NOT NULL DEFAULT '',
    holder_name text  NOT NULL DEFAULT '',
    opened_at   timestamptz,
    sealed_at   timestamptz,
    sealed_id   text  NOT NULL DEFAULT '',
    sealed_name text  NOT NULL DEFAULT '',
    n           int   NOT NULL DEFAULT 0,
    root        bytea,
    previous    bytea,
    signature   bytea,
    public_key  bytea,
    PRIMARY KEY (sitting_id, stage),
    CHECK ((holder_id = '') = (opened_at IS NULL)),
    CHECK (sealed_at IS NULL OR opened_at IS NOT NULL),
    CHECK ((sealed_at IS NULL) = (signature IS NULL))
);
CREATE UNIQUE INDEX omr_step_holder ON omr_step (sitting_id, holder_id) WHERE holder_id <> '';

CREATE TABLE omr_bag (
    sitting_id text   NOT NULL REFERENCES omr_run (sitting_id),
    room_id    text   NOT NULL REFERENCES room (id),
    sheets     int    NOT NULL CHECK (sheets BETWEEN 0 AND 2000),
    absent     text[] NOT NULL,
    PRIMARY KEY (sitting_id, room_id)
);

-- The same bytes come in once a sitting: a file dropped twice is one file.
CREATE TABLE omr_scan (
    id         text        PRIMARY KEY,
    sitting_id text        NOT NULL REFERENCES omr_run (sitting_id),
    room_id    text        NOT NULL REFERENCES room (id),
    file       text        NOT NULL CHECK (file <> ''),
    hash       bytea       NOT NULL CHECK (octet_length(hash) = 32),
    data       bytea       NOT NULL,
    by_id      text        NOT NULL,
    by_name    text        NOT NULL,
    at         timestamptz NOT NULL,
    pages      int         NOT NULL DEFAULT 0 CHECK (pages >= 0),
    fault      text        NOT NULL DEFAULT '',
    UNIQUE (sitting_id, hash)
);
ALTER TABLE omr_scan ALTER COLUMN data SET STORAGE EXTERNAL; -- pictures do not shrink
CREATE INDEX omr_scan_unread ON omr_scan (sitting_id) WHERE pages = 0 AND fault = '';

CREATE TABLE omr_sheet (
    id      text  PRIMARY KEY,
    scan_id text  NOT NULL REFERENCES omr_scan (id),
    page    int   NOT NULL CHECK (page > 0),
    status  text  NOT NULL CHECK (status IN ('ok', 'review', 'rejected', 'blank')),
    doubts  jsonb NOT NULL,
    cells   jsonb NOT NULL,
    detail  bytea NOT NULL, -- JSON, gzipped: darkness of every bubble
    UNIQUE (scan_id, page)
);

-- Decisions of people. Only the word of a second person is added later.
CREATE TABLE omr_fix (
    id          text        PRIMARY KEY,
    sheet_id    text        NOT NULL REFERENCES omr_sheet (id),
    seq         bigint      GENERATED ALWAYS AS IDENTITY,
    field       text        NOT NULL CHECK (field <> ''),
    before      text        NOT NULL,
    after       text        NOT NULL,
    why         text        NOT NULL,
    crop        bytea       NOT NULL,
    by_id       text        NOT NULL,
    by_name     text        NOT NULL,
    at          timestamptz NOT NULL,
    second      boolean     NOT NULL,
    agreed_id   text        NOT NULL DEFAULT '',
    agreed_name text        NOT NULL DEFAULT '',
    agreed_at   timestamptz,
    refused     boolean     NOT NULL DEFAULT false,
    CHECK (agreed_id = '' OR agreed_id <> by_id),
    CHECK ((agreed_id = '') = (agreed_at IS NULL)),
    CHECK (NOT refused OR agreed_id <> '')
);
CREATE INDEX omr_fix_sheet ON omr_fix (sheet_id, seq);

-- What came from the scanner, what was read and what was decided stays, whoever
-- holds the connection.
CREATE TRIGGER omr_run_kept BEFORE UPDATE OR DELETE ON omr_run FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_scan_kept BEFORE UPDATE OF id, sitting_id, room_id, file, hash, data, by_id, by_name, at ON omr_scan
    FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_scan_stays BEFORE DELETE ON omr_scan FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_sheet_kept BEFORE UPDATE OR DELETE ON omr_sheet FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_fix_kept BEFORE UPDATE OF id, sheet_id, field, before, after, why, crop, by_id, by_name, at, second ON omr_fix
    FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_fix_stays BEFORE DELETE ON omr_fix FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_step_kept BEFORE UPDATE ON omr_step FOR EACH ROW WHEN (OLD.sealed_at IS NOT NULL) EXECUTE FUNCTION refuse_rewrite();
