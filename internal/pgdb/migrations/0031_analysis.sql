-- Analyses of exams: one row a run, kept for ever, and what each run says of each
-- version of an item. The report is JSON as it was written (docs/analysis.md).

CREATE TABLE analysis_run (
    id           text        PRIMARY KEY,
    exam_id      text        NOT NULL REFERENCES exam (id),
    subject      text        NOT NULL CHECK (subject <> ''),
    spec         jsonb       NOT NULL,
    state        text        NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
    done         int         NOT NULL DEFAULT 0 CHECK (done BETWEEN 0 AND 100),
    stage        text        NOT NULL DEFAULT '',
    problem      text        NOT NULL DEFAULT '', -- a code
    problem_text text        NOT NULL DEFAULT '',
    log          jsonb       NOT NULL DEFAULT '[]',
    data_hash    text        NOT NULL DEFAULT '', -- SHA-256 of the matrix, hexadecimal
    stamp        text        NOT NULL DEFAULT '', -- of the results that it was made of
    persons      int         NOT NULL DEFAULT 0,
    items        int         NOT NULL DEFAULT 0,
    report       json,
    again_of     text        REFERENCES analysis_run (id),
    cancel       boolean     NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT now(),
    created_by   text        NOT NULL,
    created_name text        NOT NULL,
    ended_at     timestamptz,
    seen_at      timestamptz NOT NULL DEFAULT now(), -- written while a node works on it
    CHECK ((state = 'running') = (ended_at IS NULL)),
    CHECK ((state = 'done') = (report IS NOT NULL)),
    CHECK (state <> 'done' OR data_hash ~ '^[0-9a-f]{64}$'),
    CHECK ((state = 'failed') = (problem <> ''))
);
CREATE INDEX analysis_run_of ON analysis_run (exam_id, subject, created_at);
CREATE INDEX analysis_run_running ON analysis_run (seen_at) WHERE state = 'running';

-- A finished run is never rewritten, whoever holds the connection.
CREATE TRIGGER analysis_run_kept BEFORE UPDATE ON analysis_run
    FOR EACH ROW WHEN (OLD.state <> 'running') EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER analysis_run_stays BEFORE DELETE ON analysis_run FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

-- What a run says of a version: a proposal to the bank until a person applies it.
CREATE TABLE analysis_item (
    run_id       text             NOT NULL REFERENCES analysis_run (id),
    version_id   text             NOT NULL,
    item_id      text             NOT NULL, -- stays when the item goes
    hash         text             NOT NULL,
    name         text             NOT NULL, -- p1_3
    persons      int              NOT NULL CHECK (persons >= 0),
    p            double precision,          -- share of the score
    p_points     double precision,          -- share of the points
    r_rest       double precision,
    model        text             NOT NULL, -- empty: not calibrated
    parameters   json             NOT NULL, -- [{name, value, se}], metric D = 1
    applied_at   timestamptz,
    applied_by   text             NOT NULL DEFAULT '',
    applied_name text             NOT NULL DEFAULT '',
    reason       text             NOT NULL DEFAULT '',
    PRIMARY KEY (run_id, version_id),
    CHECK ((applied_at IS NULL) = (applied_by = ''))
);
CREATE INDEX analysis_item_of ON analysis_item (item_id, applied_at);

-- Only the word of the person who applies it is added, once.
CREATE FUNCTION analysis_item_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.applied_at IS NULL AND NEW.applied_at IS NOT NULL
       AND (to_jsonb(NEW) - '{applied_at,applied_by,applied_name,reason}'::text[])
         = (to_jsonb(OLD) - '{applied_at,applied_by,applied_name,reason}'::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what a run found is never rewritten: % of %', TG_OP, TG_TABLE_NAME USING ERRCODE = '23514';
END $$;
CREATE TRIGGER analysis_item_kept BEFORE UPDATE OR DELETE ON analysis_item FOR EACH ROW EXECUTE FUNCTION analysis_item_kept();
