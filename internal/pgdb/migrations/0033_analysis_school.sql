-- Which schools a finished run has a report of, so that their own staff find it.
CREATE TABLE analysis_school (
    run_id text NOT NULL REFERENCES analysis_run (id),
    code   text NOT NULL CHECK (code <> ''),
    PRIMARY KEY (run_id, code)
);
CREATE INDEX analysis_school_code ON analysis_school (code, run_id);
INSERT INTO analysis_school (run_id, code)
SELECT DISTINCT r.id, s ->> 'code'
FROM analysis_run r, json_array_elements(r.report -> 'schools') s
WHERE r.state = 'done' AND json_typeof(r.report -> 'schools') = 'array' AND s ->> 'code' <> '';
