-- Delivery: sittings as they run, papers, attempts, the append-only record.
-- It stands alone: a room server has no board. Ids of sittings, candidates and
-- rooms are those of 0004 and are not constrained to it.

CREATE TABLE delivery_sitting (
    id             text PRIMARY KEY,
    exam_id        text NOT NULL,
    name           text NOT NULL,
    subject        text NOT NULL,
    state          text NOT NULL CHECK (state IN ('open', 'running', 'closed')),
    starts_at      timestamptz,          -- planned; NULL: started by hand
    started_at     timestamptz,
    ends_at        timestamptz,          -- hard end, pauses and grants included
    closed_at      timestamptz,
    duration_s     int    NOT NULL CHECK (duration_s > 0),
    grace_s        int    NOT NULL CHECK (grace_s >= 0),
    late_limit_s   int    NOT NULL CHECK (late_limit_s >= 0),
    submit_after_s int    NOT NULL CHECK (submit_after_s >= 0),
    rev            bigint NOT NULL DEFAULT 1,
    opened_at      timestamptz NOT NULL DEFAULT now(),
    CHECK (state = 'open' OR (started_at IS NOT NULL AND ends_at IS NOT NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX delivery_sitting_live ON delivery_sitting (state) WHERE state <> 'closed';

-- A paper is immutable: its name is the SHA-256 of its bytes. key_wrapped is
-- encrypted under a key that is not in this database. fields says what may be
-- answered, never what is right.
CREATE TABLE paper (
    hash        text  PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
    sitting_id  text  NOT NULL REFERENCES delivery_sitting (id) ON DELETE CASCADE,
    form_code   text  NOT NULL,
    blob        bytea NOT NULL,
    key_wrapped bytea NOT NULL,
    fields      jsonb NOT NULL,
    UNIQUE (sitting_id, form_code)
);

CREATE TABLE attempt (
    id           text   PRIMARY KEY,
    sitting_id   text   NOT NULL REFERENCES delivery_sitting (id) ON DELETE CASCADE,
    candidate_id text   NOT NULL,
    number       text   NOT NULL CHECK (number <> ''),
    name         text   NOT NULL,
    birth_date   date,
    form_code    text   NOT NULL,
    paper_hash   text   NOT NULL REFERENCES paper (hash),
    ticket_mac   bytea,                          -- NULL: no ticket issued; a reprint replaces it
    room_id      text   NOT NULL,
    room         text   NOT NULL,
    seat         text   NOT NULL,
    extra_s      int    NOT NULL DEFAULT 0 CHECK (extra_s >= 0), -- personal grants
    state        text   NOT NULL DEFAULT 'waiting'
                 CHECK (state IN ('waiting', 'open', 'sealed', 'incomplete', 'absent')),
    epoch        bigint NOT NULL DEFAULT 0,      -- the last holder that reached the record
    device       text   NOT NULL DEFAULT '',
    started_at   timestamptz,
    deadline     timestamptz,
    grace_s      int    NOT NULL,
    last_seq     bigint NOT NULL DEFAULT 0,      -- 1…last_seq are in answer_log
    sealed_at    timestamptz,
    sealed_n     bigint,
    sealed_by    text   CHECK (sealed_by IN ('deadline', 'submit')),
    receipt      text   NOT NULL DEFAULT '',
    UNIQUE (sitting_id, number),
    UNIQUE (sitting_id, candidate_id),
    CHECK ((state IN ('sealed', 'incomplete', 'absent')) = (sealed_at IS NOT NULL)),
    CHECK ((sealed_at IS NULL) = (sealed_n IS NULL)),
    CHECK (state <> 'sealed' OR last_seq = sealed_n),
    CHECK ((started_at IS NULL) = (deadline IS NULL)),
    CHECK (state NOT IN ('open', 'sealed') OR started_at IS NOT NULL)
) WITH (fillfactor = 70);
CREATE INDEX attempt_number ON attempt (number);
CREATE INDEX attempt_unsealed ON attempt (sitting_id) WHERE state IN ('waiting', 'open');
CREATE INDEX attempt_room ON attempt (room_id, sitting_id);

-- The record. Only the drain writes it, and only adds to it. No foreign key:
-- the drain inserts by a join with attempt, and a check per row costs more
-- than the row.
CREATE TABLE answer_log (
    attempt text        NOT NULL,
    seq     bigint      NOT NULL CHECK (seq > 0),
    field   text        NOT NULL,
    value   text        NOT NULL,
    at      timestamptz NOT NULL,
    epoch   bigint      NOT NULL,
    prev    bytea       NOT NULL CHECK (octet_length(prev) = 32),
    hash    bytea       NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (attempt, seq)
);

-- What is not part of a paper but must not be lost: late, conflicting and
-- replaced events, changes of holder, events chained twice, alarms.
CREATE TABLE incident (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text   NOT NULL CHECK (kind IN ('holder', 'late', 'conflict', 'old_epoch', 'rechained', 'diverged', 'incomplete', 'orphan')),
    attempt    text   NOT NULL,
    at         timestamptz NOT NULL,
    seq        bigint NOT NULL DEFAULT 0,
    epoch      bigint NOT NULL DEFAULT 0,
    field      text   NOT NULL DEFAULT '',
    value      text   NOT NULL DEFAULT '',
    prev       bytea,
    hash       bytea,
    device     text   NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now()
);
-- Entries of the log may be read twice: the same incident is kept once.
CREATE UNIQUE INDEX incident_once ON incident (attempt, kind, at, seq, epoch, field, md5(value));

-- Who carries which shard of Redis to the record, and which incarnation of its
-- data: events of another one are in nobody's hands any more.
CREATE TABLE drain_lease (
    shard       int         PRIMARY KEY CHECK (shard >= 0),
    holder      text        NOT NULL,
    expires_at  timestamptz NOT NULL,
    incarnation text        NOT NULL DEFAULT ''
);

CREATE VIEW khaothi_record AS
SELECT l.attempt, l.seq, l.field, l.value, l.at, a.state = 'sealed' AS sealed
FROM answer_log l
JOIN attempt a ON a.id = l.attempt;
