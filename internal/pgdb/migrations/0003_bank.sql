-- The bank: questions with immutable versions, pictures, imports, forms.

CREATE TABLE media (
    hash       text        PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'), -- SHA-256 of bytes
    mime       text        NOT NULL CHECK (mime LIKE 'image/%'),
    bytes      bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- One file that was imported. An undone batch stays as a record; its items go.
CREATE TABLE import_batch (
    id         text        PRIMARY KEY,
    unit_id    text        REFERENCES unit (id),
    pool       text        NOT NULL CHECK (pool <> ''),
    file       text        NOT NULL,
    format     text        NOT NULL,
    sha256     text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    items      int         NOT NULL CHECK (items > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text        NOT NULL, -- account.id, empty for the system
    undone_at  timestamptz
);
CREATE UNIQUE INDEX import_batch_once ON import_batch (sha256, pool, coalesce(unit_id, '')) WHERE undone_at IS NULL;
CREATE INDEX import_batch_created ON import_batch (created_at);

-- kind to fingerprint repeat the current version, for search.
CREATE TABLE item (
    id          text        PRIMARY KEY,
    unit_id     text        REFERENCES unit (id),
    pool        text        NOT NULL CHECK (pool <> ''),
    state       text        NOT NULL CHECK (state IN ('draft', 'approved')),
    batch_id    text        REFERENCES import_batch (id),
    place       int         NOT NULL, -- in the file, for the order of lists
    version_id  text        NOT NULL UNIQUE,
    kind        text        NOT NULL CHECK (kind IN ('single', 'multiple', 'cluster', 'short')),
    subject     text        NOT NULL,
    grade       int         NOT NULL CHECK (grade BETWEEN 0 AND 12),
    topic       text        NOT NULL,
    levels      text[]      NOT NULL,
    fingerprint text        NOT NULL,
    search      text        NOT NULL, -- folded text of the question and its tags
    words       tsvector    NOT NULL GENERATED ALWAYS AS (to_tsvector('simple', search)) STORED,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  text        NOT NULL
);
CREATE INDEX item_words ON item USING gin (words);
CREATE INDEX item_fingerprint ON item (fingerprint);
CREATE INDEX item_batch ON item (batch_id);
CREATE INDEX item_unit ON item (unit_id);

-- body holds the key: nothing that candidates reach reads this table.
CREATE TABLE item_version (
    id         text        PRIMARY KEY,
    item_id    text        NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    version    int         NOT NULL CHECK (version > 0),
    hash       bytea       NOT NULL CHECK (octet_length(hash) = 32),
    kind       text        NOT NULL CHECK (kind IN ('single', 'multiple', 'cluster', 'short')),
    body       jsonb       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text        NOT NULL,
    UNIQUE (item_id, version)
);
ALTER TABLE item ADD CONSTRAINT item_current FOREIGN KEY (version_id)
    REFERENCES item_version (id) DEFERRABLE INITIALLY DEFERRED;

-- parts holds titles and introductions; the questions are in form_pin.
CREATE TABLE form (
    id         text        PRIMARY KEY,
    unit_id    text        REFERENCES unit (id),
    name       text        NOT NULL CHECK (name <> ''),
    subject    text        NOT NULL,
    duration_s int         NOT NULL CHECK (duration_s >= 0),
    state      text        NOT NULL CHECK (state IN ('draft', 'locked')),
    hash       bytea       CHECK (octet_length(hash) = 32),
    seed       bytea       CHECK (octet_length(seed) = 8), -- of the variants
    parts      jsonb       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text        NOT NULL,
    CHECK ((state = 'locked') = (hash IS NOT NULL))
);

CREATE TABLE form_pin (
    form_id    text    NOT NULL REFERENCES form (id) ON DELETE CASCADE,
    part       int     NOT NULL CHECK (part > 0),
    no         int     NOT NULL CHECK (no > 0),
    version_id text    NOT NULL REFERENCES item_version (id),
    hash       bytea   NOT NULL CHECK (octet_length(hash) = 32),
    fixed      boolean NOT NULL,
    PRIMARY KEY (form_id, part, no)
);
CREATE INDEX form_pin_version ON form_pin (version_id);

CREATE TABLE form_variant (
    form_id text  NOT NULL REFERENCES form (id),
    code    text  NOT NULL CHECK (code ~ '^[0-9]{3,8}$'),
    layout  jsonb NOT NULL,
    PRIMARY KEY (form_id, code)
);

-- What was locked or written once stays as it is, whoever asks.
CREATE FUNCTION bank_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a % never changes', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER item_version_immutable BEFORE UPDATE ON item_version
    FOR EACH ROW EXECUTE FUNCTION bank_refuse();
CREATE TRIGGER form_variant_immutable BEFORE UPDATE OR DELETE ON form_variant
    FOR EACH ROW EXECUTE FUNCTION bank_refuse();
CREATE TRIGGER form_locked BEFORE UPDATE OR DELETE ON form
    FOR EACH ROW WHEN (OLD.state = 'locked') EXECUTE FUNCTION bank_refuse();

CREATE FUNCTION bank_refuse_pin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM form WHERE id IN (OLD.form_id, NEW.form_id) AND state = 'locked') THEN
        RAISE EXCEPTION 'a locked form never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE TRIGGER form_pin_locked BEFORE INSERT OR UPDATE OR DELETE ON form_pin
    FOR EACH ROW EXECUTE FUNCTION bank_refuse_pin();
