-- What kind of school a unit is, to compare items between kinds of schools
-- (docs/analysis.md). Empty: not said.
ALTER TABLE unit
    ADD COLUMN school_kind text NOT NULL DEFAULT ''
        CHECK (school_kind IN ('', 'public', 'private', 'gifted', 'boarding', 'continuing')),
    ADD CONSTRAINT unit_school_kind_of CHECK (school_kind = '' OR kind = 'truong');
