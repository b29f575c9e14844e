-- Scoring: versions of keys, versions of results.

-- A correction of a key is a new version; none is ever changed.
CREATE TABLE form_key (
    form_id     text        NOT NULL,
    version     int         NOT NULL CHECK (version > 0),
    hash        bytea       NOT NULL CHECK (octet_length(hash) = 32),
    key         jsonb       NOT NULL,
    reason      text        NOT NULL CHECK (reason <> ''),
    author_id   text        NOT NULL,           -- empty: the program itself
    author_name text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (form_id, version)
);

-- One row is one version of what a candidate earned in a sitting. A regrade
-- adds a version; only the state of a row changes.
CREATE TABLE result (
    id           text        PRIMARY KEY,
    sitting_id   text        NOT NULL REFERENCES sitting (id),
    candidate_id text        NOT NULL REFERENCES candidate (id),
    version      int         NOT NULL CHECK (version > 0),
    attempt_id   text        NOT NULL,          -- empty: answered on paper
    form_id      text        NOT NULL,
    form_code    text        NOT NULL,
    key_version  int         NOT NULL,
    rule         text        NOT NULL CHECK (rule <> ''),
    points       int         NOT NULL CHECK (points >= 0),
    max_points   int         NOT NULL CHECK (max_points >= points), -- hundredths, as points
    parts        jsonb       NOT NULL,
    detail       jsonb       NOT NULL,
    digest       bytea       NOT NULL CHECK (octet_length(digest) = 32),
    state        text        NOT NULL CHECK (state IN ('scored', 'published', 'withdrawn')),
    reason       text        NOT NULL,
    state_reason text        NOT NULL DEFAULT '',
    author_id    text        NOT NULL,
    author_name  text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    withdrawn_at timestamptz,
    UNIQUE (sitting_id, candidate_id, version),
    FOREIGN KEY (form_id, key_version) REFERENCES form_key (form_id, version),
    CHECK (state <> 'published' OR published_at IS NOT NULL),
    CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
);
CREATE INDEX result_candidate ON result (candidate_id);

-- What was scored stays as it was scored, whoever holds the connection.
CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version is never rewritten: % of %', TG_OP, TG_TABLE_NAME USING ERRCODE = '23514';
END $$;

CREATE TRIGGER form_key_kept BEFORE UPDATE ON form_key
    FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER result_kept
    BEFORE UPDATE OF id, sitting_id, candidate_id, version, attempt_id, form_id, form_code, key_version,
        rule, points, max_points, parts, detail, digest, reason, author_id, author_name, created_at
    ON result
    FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
