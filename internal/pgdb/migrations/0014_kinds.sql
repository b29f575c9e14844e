-- Kinds of questions beyond the four of the 2025 format, and items that still
-- lack something: ready says whether the current version may be approved.
ALTER TABLE item DROP CONSTRAINT item_kind_check;
ALTER TABLE item ADD CONSTRAINT item_kind_check CHECK (kind IN (
    'single', 'multiple', 'cluster', 'short', 'numeric', 'cloze', 'match', 'categorise', 'order', 'hotspot', 'essay', 'upload'));
ALTER TABLE item_version DROP CONSTRAINT item_version_kind_check;
ALTER TABLE item_version ADD CONSTRAINT item_version_kind_check CHECK (kind IN (
    'single', 'multiple', 'cluster', 'short', 'numeric', 'cloze', 'match', 'categorise', 'order', 'hotspot', 'essay', 'upload'));

-- What there is was complete when it came in.
ALTER TABLE item ADD COLUMN ready boolean NOT NULL DEFAULT true;
ALTER TABLE item ALTER COLUMN ready DROP DEFAULT;
ALTER TABLE item ADD CONSTRAINT item_ready CHECK (ready OR state = 'draft');
