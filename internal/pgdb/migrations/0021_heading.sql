-- What stands above and below a form on paper. It is no part of the form: its
-- hash does not cover it, and it may change when the form is locked.
CREATE TABLE form_heading (
    form_id    text        PRIMARY KEY REFERENCES form (id) ON DELETE CASCADE,
    heading    jsonb       NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
