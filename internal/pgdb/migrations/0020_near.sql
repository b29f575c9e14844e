-- What near duplicates are found by: bands of a MinHash sketch, made by the code
-- (bank.Body.Sketch); the next start makes them for what is stored. No extension
-- is needed: pg_trgm would compare a file with every item of the bank.
ALTER TABLE item ADD COLUMN near int[] NOT NULL DEFAULT '{}';
CREATE INDEX item_near ON item USING gin (near) WITH (gin_pending_list_limit = 1024);
