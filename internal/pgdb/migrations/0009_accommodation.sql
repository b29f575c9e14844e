-- What a candidate needs, how a machine stands, and sittings that only train.

-- Extra time is minutes or a share of the sitting's duration, not both.
ALTER TABLE candidate
    ADD COLUMN extra_min          int  NOT NULL DEFAULT 0 CHECK (extra_min BETWEEN 0 AND 240),
    ADD COLUMN extra_percent      int  NOT NULL DEFAULT 0 CHECK (extra_percent BETWEEN 0 AND 200),
    ADD COLUMN type_scale         int  NOT NULL DEFAULT 100 CHECK (type_scale BETWEEN 100 AND 300),
    ADD COLUMN contrast           text NOT NULL DEFAULT 'normal' CHECK (contrast IN ('normal', 'high')),
    ADD COLUMN accommodation_note text NOT NULL DEFAULT '' CHECK (length(accommodation_note) <= 500),
    ADD CONSTRAINT candidate_extra_once CHECK (extra_min = 0 OR extra_percent = 0);

-- display is {"scale":100..300,"contrast":"normal|high"}, or {} for neither.
-- accommodated_s is the extra time that the accommodation has given so far,
-- within extra_s at first and by grants later: a change gives the difference.
ALTER TABLE attempt
    ADD COLUMN display        jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(display) = 'object'),
    ADD COLUMN accommodated_s int   NOT NULL DEFAULT 0 CHECK (accommodated_s >= 0);

-- A practice sitting (thi thử) is started by hand and never scored.
ALTER TABLE sitting ADD COLUMN practice boolean NOT NULL DEFAULT false;
ALTER TABLE delivery_sitting ADD COLUMN practice boolean NOT NULL DEFAULT false;

-- The form of the practice sittings, by the hash of its content as it comes
-- with the program.
CREATE TABLE practice_form (
    version    text        PRIMARY KEY,
    form_id    text        NOT NULL REFERENCES form (id),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Whatever the program does: no result of a practice sitting.
CREATE FUNCTION result_not_of_practice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM new_result r JOIN sitting s ON s.id = r.sitting_id WHERE s.practice) THEN
        RAISE EXCEPTION 'a practice sitting has no results' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER result_not_of_practice AFTER INSERT ON result
    REFERENCING NEW TABLE AS new_result FOR EACH STATEMENT EXECUTE FUNCTION result_not_of_practice();

-- Before the day: what a browser found on its machine. The last check of a
-- machine stands.
CREATE TABLE machine_check (
    machine    text        NOT NULL CHECK (length(machine) BETWEEN 1 AND 32),
    address    text        NOT NULL,
    verdict    text        NOT NULL CHECK (verdict IN ('good', 'warn', 'bad')),
    results    jsonb       NOT NULL,
    browser    text        NOT NULL,
    checks     int         NOT NULL DEFAULT 1,
    checked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (machine, address)
);
CREATE INDEX machine_check_age ON machine_check (checked_at);
