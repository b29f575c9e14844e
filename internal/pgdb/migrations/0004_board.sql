-- Exam management: exams, candidates, rooms, sittings, seats.

CREATE TABLE exam (
    id          text PRIMARY KEY,
    name        text NOT NULL CHECK (name <> ''),
    unit_id     text NOT NULL REFERENCES unit (id),
    profile     text NOT NULL,
    school_year text NOT NULL CHECK (school_year ~ '^\d{4}-\d{4}$'),
    settings    jsonb NOT NULL,
    rev         int NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX exam_unit ON exam (unit_id);

-- search is the folded name for look-ups without accents; sort_key orders by
-- Vietnamese collation as bytes. Both are computed by the program.
CREATE TABLE candidate (
    id          text PRIMARY KEY,
    exam_id     text NOT NULL REFERENCES exam (id) ON DELETE CASCADE,
    roster_no   int NOT NULL,
    number      text CHECK (number ~ '^\d{1,12}$'),
    family_name text NOT NULL,
    given_name  text NOT NULL CHECK (given_name <> ''),
    birth_date  date NOT NULL,
    gender      text NOT NULL CHECK (gender IN ('', 'male', 'female')),
    pupil_code  text NOT NULL,
    citizen_id  text NOT NULL,
    school_code text NOT NULL,
    school_name text NOT NULL,
    class_code  text NOT NULL,
    subjects    text[] NOT NULL,
    search      text NOT NULL,
    sort_key    bytea NOT NULL,
    -- Checked at the end of a statement, so that a renumbering may permute.
    UNIQUE (exam_id, number) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE UNIQUE INDEX candidate_pupil_code ON candidate (exam_id, pupil_code) WHERE pupil_code <> '';
CREATE UNIQUE INDEX candidate_citizen_id ON candidate (exam_id, citizen_id) WHERE citizen_id <> '';
CREATE INDEX candidate_order ON candidate (exam_id, number, sort_key);

CREATE TABLE roster_import (
    id          text PRIMARY KEY,
    exam_id     text NOT NULL REFERENCES exam (id) ON DELETE CASCADE,
    mode        text NOT NULL CHECK (mode IN ('add', 'replace')),
    file_name   text NOT NULL,
    sha256      text NOT NULL,
    candidates  int NOT NULL,
    account_id  text NOT NULL,
    at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX roster_import_exam ON roster_import (exam_id, at);

CREATE TABLE room (
    id       text PRIMARY KEY,
    exam_id  text NOT NULL REFERENCES exam (id) ON DELETE CASCADE,
    name     text NOT NULL CHECK (name <> ''),
    place    text NOT NULL,
    capacity int NOT NULL CHECK (capacity BETWEEN 1 AND 500),
    UNIQUE (exam_id, name)
);

CREATE TABLE sitting (
    id             text PRIMARY KEY,
    exam_id        text NOT NULL REFERENCES exam (id) ON DELETE CASCADE,
    subject        text NOT NULL CHECK (subject <> ''),
    name           text NOT NULL CHECK (name <> ''),
    form_id        text,
    rule           text NOT NULL CHECK (rule <> ''),
    starts_at      timestamptz NOT NULL,
    duration_s     int NOT NULL CHECK (duration_s > 0),
    grace_s        int NOT NULL CHECK (grace_s >= 0),
    late_limit_s   int NOT NULL CHECK (late_limit_s BETWEEN 0 AND duration_s),
    submit_after_s int NOT NULL CHECK (submit_after_s BETWEEN 0 AND duration_s),
    opened_at      timestamptz,
    rev            int NOT NULL DEFAULT 1,
    CHECK (opened_at IS NULL OR form_id IS NOT NULL)
);
CREATE INDEX sitting_exam ON sitting (exam_id, starts_at);

CREATE TABLE seat (
    sitting_id   text NOT NULL REFERENCES sitting (id) ON DELETE CASCADE,
    candidate_id text NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
    room_id      text NOT NULL REFERENCES room (id),
    seat_no      int NOT NULL CHECK (seat_no > 0),
    PRIMARY KEY (sitting_id, candidate_id),
    UNIQUE (sitting_id, room_id, seat_no)
);
CREATE INDEX seat_candidate ON seat (candidate_id);
CREATE INDEX seat_room ON seat (room_id);
