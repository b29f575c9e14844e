-- Files that candidates hand in. An answer names one by its hash; who changes
-- their mind leaves the earlier ones. Bytes come in pieces, so that neither side
-- holds a whole file.
CREATE TABLE upload (
    attempt_id text        NOT NULL REFERENCES attempt (id) ON DELETE CASCADE,
    sha256     text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    field      text        NOT NULL,
    name       text        NOT NULL,
    bytes      bigint      NOT NULL CHECK (bytes > 0),
    stored_at  timestamptz NOT NULL,
    PRIMARY KEY (attempt_id, sha256)
);

CREATE TABLE upload_piece (
    attempt_id text    NOT NULL,
    sha256     text    NOT NULL,
    no         integer NOT NULL,
    data       bytea   NOT NULL,
    PRIMARY KEY (attempt_id, sha256, no),
    FOREIGN KEY (attempt_id, sha256) REFERENCES upload ON DELETE CASCADE
);

-- One work that people mark: the essay or file of one field of an attempt. alias
-- (phách) is all that a marker sees of whose it is. wanted is how many independent
-- marks it takes.
CREATE TABLE marking_work (
    id           text        PRIMARY KEY,
    sitting_id   text        NOT NULL REFERENCES sitting (id) ON DELETE CASCADE,
    attempt_id   text        NOT NULL REFERENCES attempt (id) ON DELETE CASCADE,
    candidate_id text        NOT NULL,
    field        text        NOT NULL,
    alias        text        NOT NULL,
    value        text        NOT NULL,
    created_at   timestamptz NOT NULL,
    final        integer     CHECK (final >= 0), -- hundredths of the rubric; NULL: not agreed yet
    settled_by   text        NOT NULL DEFAULT '',
    settled_at   timestamptz,
    UNIQUE (sitting_id, alias),
    UNIQUE (attempt_id, field),
    CHECK ((final IS NULL) = (settled_at IS NULL))
);
CREATE INDEX marking_work_open ON marking_work (sitting_id) WHERE final IS NULL;

-- One mark by one person, never changed: turn 1 and 2 are independent, 3 decides
-- where they differ by more than the threshold.
CREATE TABLE marking_mark (
    work_id     text        NOT NULL REFERENCES marking_work (id) ON DELETE CASCADE,
    turn        integer     NOT NULL CHECK (turn BETWEEN 1 AND 3),
    marker_id   text        NOT NULL,
    marker_name text        NOT NULL,
    points      jsonb       NOT NULL, -- hundredths by criterion
    total       integer     NOT NULL CHECK (total >= 0),
    note        text        NOT NULL DEFAULT '',
    marked_at   timestamptz NOT NULL,
    PRIMARY KEY (work_id, turn),
    UNIQUE (work_id, marker_id)
);

-- Who has a work on the screen now: others get another one until then.
CREATE TABLE marking_hold (
    work_id   text        NOT NULL REFERENCES marking_work (id) ON DELETE CASCADE,
    marker_id text        NOT NULL,
    until     timestamptz NOT NULL,
    PRIMARY KEY (work_id, marker_id)
);

-- How the works of a sitting are marked; without a row: twice, and a third time
-- where the marks are more than a tenth of the rubric apart.
CREATE TABLE marking_plan (
    sitting_id text        PRIMARY KEY REFERENCES sitting (id) ON DELETE CASCADE,
    marks      integer     NOT NULL CHECK (marks IN (1, 2)),
    threshold  integer     NOT NULL CHECK (threshold BETWEEN 0 AND 1000) -- per mille of the rubric
);

-- Works that people have not marked yet: such a result is not final.
ALTER TABLE result ADD COLUMN pending integer GENERATED ALWAYS AS (coalesce((detail->>'pending')::integer, 0)) STORED;
