-- The signed Merkle roots of closed sittings. A version is never rewritten:
-- what a board changed after the close makes the next one, with the reason.
-- attempts and leaf_hashes (32 bytes each, in the same order) say which attempt
-- was changed where the root no longer fits.
CREATE TABLE sitting_proof (
    sitting_id  text        NOT NULL REFERENCES delivery_sitting (id) ON DELETE CASCADE,
    version     int         NOT NULL CHECK (version > 0),
    at          timestamptz NOT NULL,
    leaves      int         NOT NULL CHECK (leaves >= 0),
    attempts    text[]      NOT NULL,
    leaf_hashes bytea       NOT NULL,
    root        bytea       NOT NULL CHECK (octet_length(root) = 32),
    previous    bytea       NOT NULL CHECK (octet_length(previous) = 32), -- root of the version before; zeros for the first
    reason      text        NOT NULL CHECK (reason <> ''),
    signature   bytea       NOT NULL CHECK (octet_length(signature) = 64),
    public_key  bytea       NOT NULL CHECK (octet_length(public_key) = 32),
    rev         bigint      NOT NULL, -- of delivery_sitting when it was made
    PRIMARY KEY (sitting_id, version),
    CHECK (cardinality(attempts) = leaves AND octet_length(leaf_hashes) = 32 * leaves)
);

CREATE TRIGGER sitting_proof_kept BEFORE UPDATE ON sitting_proof
    FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
