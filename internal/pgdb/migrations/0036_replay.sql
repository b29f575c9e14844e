-- A start of a sound that a power cut took is given back: of one sound, or of
-- each whose starts are limited.
ALTER TABLE delivery_action
    ADD COLUMN sound text NOT NULL DEFAULT '',
    DROP CONSTRAINT delivery_action_kind_check,
    ADD CONSTRAINT delivery_action_kind_check CHECK (kind IN ('pause', 'resume', 'grant', 'release', 'submit', 'reopen', 'to_paper',
        'void', 'unvoid', 'admit_ask', 'admit', 'admit_deny', 'room_outage', 'replay')),
    ADD CONSTRAINT delivery_action_sound CHECK (sound = '' OR kind = 'replay');
