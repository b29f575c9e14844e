-- Blueprints (ma trận đề) that a unit keeps, and the draws made for them.

CREATE TABLE blueprint (
    id         text        PRIMARY KEY,
    unit_id    text        REFERENCES unit (id),
    name       text        NOT NULL CHECK (name <> ''),
    subject    text        NOT NULL,
    grade      int         NOT NULL CHECK (grade BETWEEN 0 AND 12),
    revision   int         NOT NULL CHECK (revision > 0), -- a change must name the one before
    body       jsonb       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text        NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text        NOT NULL
);
CREATE INDEX blueprint_unit ON blueprint (unit_id, updated_at);

-- One draw: body is the blueprint as it was then. seen_at is written while a
-- node works on it; a running one that was not seen for a minute is lost.
CREATE TABLE blueprint_draw (
    id           text        PRIMARY KEY,
    blueprint_id text        NOT NULL REFERENCES blueprint (id) ON DELETE CASCADE,
    unit_id      text        REFERENCES unit (id),
    body         jsonb       NOT NULL,
    state        text        NOT NULL CHECK (state IN ('running', 'done', 'conflict', 'failed', 'cancelled')),
    done         int         NOT NULL DEFAULT 0 CHECK (done BETWEEN 0 AND 100),
    stage        jsonb       NOT NULL DEFAULT '{}',
    report       jsonb       NOT NULL DEFAULT '{}',
    forms        text[]      NOT NULL DEFAULT '{}',
    cancel       boolean     NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT now(),
    created_by   text        NOT NULL,
    seen_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX blueprint_draw_of ON blueprint_draw (blueprint_id, created_at);
