-- Tracks of a form ("do one of two"), and sounds beside pictures.

ALTER TABLE form_pin ADD COLUMN track text NOT NULL DEFAULT ''; -- id in form.parts, empty for everybody
ALTER TABLE media DROP CONSTRAINT media_mime_check;
ALTER TABLE media ADD CONSTRAINT media_mime_check CHECK (mime LIKE 'image/%' OR mime LIKE 'audio/%');
