-- What no part owns: the audit trail and settings.

-- Every change by a person, in the transaction that makes it. Rows form one
-- chain: hash covers prev and all columns but itself (internal/audit says how).
-- detail is json, not jsonb: the chain needs its bytes as they were written.
CREATE TABLE audit_log (
    seq        bigint      PRIMARY KEY CHECK (seq > 0),
    at         timestamptz NOT NULL,
    actor_id   text        NOT NULL, -- account.id, empty for the system
    actor_name text        NOT NULL,
    actor_ip   text        NOT NULL,
    action     text        NOT NULL CHECK (action <> ''),
    object     text        NOT NULL,
    detail     json        NOT NULL,
    prev       bytea       NOT NULL CHECK (octet_length(prev) = 32),
    hash       bytea       NOT NULL UNIQUE CHECK (octet_length(hash) = 32)
);

CREATE INDEX audit_log_object ON audit_log (object, seq);
CREATE INDEX audit_log_actor ON audit_log (actor_id, seq);

-- Values that belong to the data and not to the configuration of a node, such
-- as the number of shards that attempts are spread over.
CREATE TABLE setting (
    name       text        PRIMARY KEY,
    value      jsonb       NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
