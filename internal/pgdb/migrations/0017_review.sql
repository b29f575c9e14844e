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

-- Confidential pools. The secret of a vault is kept nowhere but sealed, for each
-- keeper and for the escrow; that of a person is locked by their pass phrase.
CREATE TABLE vault_person (
    account_id text        PRIMARY KEY REFERENCES account (id),
    name       text        NOT NULL,
    public     text        NOT NULL UNIQUE,
    locked     bytea       NOT NULL,
    made_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE vault (
    id            text        PRIMARY KEY,
    unit_id       text        NOT NULL REFERENCES unit (id),
    pool          text        NOT NULL CHECK (pool <> ''),
    public        text        NOT NULL UNIQUE,
    escrow        text        NOT NULL,
    escrow_sealed bytea       NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    text        NOT NULL,
    UNIQUE (unit_id, pool)
);

CREATE TABLE vault_keeper (
    vault_id   text        NOT NULL REFERENCES vault (id),
    account_id text        NOT NULL REFERENCES vault_person (account_id),
    sealed     bytea       NOT NULL,
    added_at   timestamptz NOT NULL DEFAULT now(),
    added_by   text        NOT NULL,
    PRIMARY KEY (vault_id, account_id)
);

-- body is a husk where sealed is not NULL.
ALTER TABLE item ADD COLUMN vault_id text REFERENCES vault (id);
ALTER TABLE item_version ADD COLUMN sealed bytea;

-- An item enters a vault when it is made, and never leaves it or comes in later:
-- what was in the clear once, in back-ups too, is no secret any more.
CREATE FUNCTION bank_keep_vault() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE home text := (SELECT id FROM vault v WHERE v.unit_id = NEW.unit_id AND v.pool = NEW.pool);
BEGIN
    IF home IS DISTINCT FROM NEW.vault_id OR (TG_OP = 'UPDATE' AND OLD.vault_id IS DISTINCT FROM NEW.vault_id) THEN
        RAISE EXCEPTION 'items neither leave nor enter a confidential pool' USING ERRCODE = 'check_violation', CONSTRAINT = 'item_vault';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER item_vault BEFORE INSERT OR UPDATE OF pool, unit_id, vault_id ON item
    FOR EACH ROW EXECUTE FUNCTION bank_keep_vault();
