-- The evidence of one attempt has a bound: an incident says when it was reached.
ALTER TABLE incident DROP CONSTRAINT incident_kind_check;
ALTER TABLE incident ADD CONSTRAINT incident_kind_check CHECK (kind IN (
    'holder', 'late', 'conflict', 'old_epoch', 'evidence.full', 'rechained', 'diverged', 'incomplete', 'orphan'));
