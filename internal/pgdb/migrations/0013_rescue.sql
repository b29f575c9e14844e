-- Late evidence that came in a file from a candidate's machine: source is
-- 'rescue', typed_at the clock of that machine, which may be wrong. at is when
-- the file was taken in.
ALTER TABLE incident
    ADD COLUMN source   text NOT NULL DEFAULT '' CHECK (source IN ('', 'rescue')),
    ADD COLUMN typed_at timestamptz;
