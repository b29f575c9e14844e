-- A work that counts no more (its attempt was made void, its question cancelled)
-- leaves the queue of the markers. Its marks stay, for it may count again.
ALTER TABLE marking_work ADD COLUMN gone_at timestamptz;
