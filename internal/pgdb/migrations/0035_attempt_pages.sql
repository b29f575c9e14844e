-- A start and an answer change no indexed column of attempt and find room on
-- the page of the row, so that six indexes need not be told. An attempt is
-- unsealed as long as it has no time of its seal: attempt_check says so.
DROP INDEX attempt_unsealed;
CREATE INDEX attempt_unsealed ON attempt (sitting_id) WHERE sealed_at IS NULL;
ALTER TABLE attempt SET (fillfactor = 45);
