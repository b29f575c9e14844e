-- The course of a sitting: the ledger of actions, and what they change.

ALTER TABLE delivery_sitting
    ADD COLUMN cut_at timestamptz,         -- closed by hand; ends_at stays as planned
    ADD COLUMN outage text NOT NULL DEFAULT 'ask' CHECK (outage IN ('ask', 'pause'));

-- The ledger. A row is written before it takes effect, and stays: outcome is
-- empty until then, 'done', or the code of the reason why it could not be done.
-- rev is delivery_sitting.rev with this action, so actions of a sitting have an
-- order. An attempt is named without a foreign key, as in answer_log.
CREATE TABLE delivery_action (
    id             text        PRIMARY KEY,
    sitting_id     text        NOT NULL REFERENCES delivery_sitting (id),
    rev            bigint      NOT NULL,
    kind           text        NOT NULL CHECK (kind IN ('pause', 'resume', 'grant', 'release', 'submit', 'reopen', 'to_paper',
                   'void', 'unvoid', 'admit_ask', 'admit', 'admit_deny', 'room_outage')),
    room_id        text        NOT NULL DEFAULT '',
    attempt        text        NOT NULL DEFAULT '',
    at             timestamptz NOT NULL,
    amount_ms      bigint      NOT NULL DEFAULT 0,
    incidents      bigint[]    NOT NULL DEFAULT '{}',
    reason         text        NOT NULL,
    who_id         text        NOT NULL, -- empty: the system
    who_name       text        NOT NULL,
    who_ip         text        NOT NULL,
    proposal       text,
    proposer_id    text,                 -- who_id of the proposal
    created_at     timestamptz NOT NULL,
    outcome        text        NOT NULL DEFAULT '',
    done_at        timestamptz,
    receipt_before text        NOT NULL DEFAULT '',
    receipt_after  text        NOT NULL DEFAULT '',
    UNIQUE (sitting_id, rev),
    UNIQUE (id, who_id),
    CHECK (kind IN ('pause', 'resume', 'grant', 'room_outage') OR attempt <> ''),
    CHECK (room_id = '' OR attempt = ''),
    CHECK ((kind = 'grant') = (amount_ms > 0)),
    CHECK (kind = 'resume' OR reason <> ''),
    CHECK ((outcome = '') = (done_at IS NULL)),
    -- Two people: who agrees is somebody, and not who asked.
    CHECK ((kind IN ('admit', 'admit_deny')) = (proposal IS NOT NULL)),
    CHECK ((proposal IS NULL) = (proposer_id IS NULL)),
    CHECK (kind <> 'admit_ask' OR (who_id <> '' AND incidents <> '{}')),
    CONSTRAINT delivery_action_two_people CHECK (proposal IS NULL OR (who_id <> '' AND who_id <> proposer_id)),
    FOREIGN KEY (proposal, proposer_id) REFERENCES delivery_action (id, who_id)
);
CREATE INDEX delivery_action_pending ON delivery_action (sitting_id) WHERE outcome = '';
CREATE INDEX delivery_action_attempt ON delivery_action (attempt) WHERE attempt <> '';
-- A proposal is decided once.
CREATE UNIQUE INDEX delivery_action_decided ON delivery_action (proposal) WHERE outcome IN ('', 'done');

CREATE FUNCTION delivery_action_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.outcome = ''
       AND (to_jsonb(NEW) - '{outcome,done_at,receipt_before,receipt_after}'::text[])
         = (to_jsonb(OLD) - '{outcome,done_at,receipt_before,receipt_after}'::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the ledger of actions only grows' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER delivery_action_stays BEFORE UPDATE OR DELETE ON delivery_action
    FOR EACH ROW EXECUTE FUNCTION delivery_action_stays();

ALTER TABLE attempt
    ADD COLUMN paused    boolean NOT NULL DEFAULT false, -- the clock stands; deadline is as it was when it stopped
    ADD COLUMN round     int     NOT NULL DEFAULT 0 CHECK (round >= 0), -- reopenings
    ADD COLUMN machine   text    NOT NULL DEFAULT '',    -- of the last holder that reached the record
    ADD COLUMN voided_at timestamptz;                    -- the work does not count; delivery_action says why

ALTER TABLE attempt DROP CONSTRAINT attempt_sealed_by_check;
ALTER TABLE attempt ADD CONSTRAINT attempt_sealed_by_check
    CHECK (sealed_by IN ('deadline', 'submit', 'invigilator', 'paper', 'void'));

-- action: the admission by which a late event joined the record. refused: an
-- entry of the log that the record could not take; nothing of it is lost.
ALTER TABLE incident
    ADD COLUMN action text REFERENCES delivery_action (id);
ALTER TABLE incident ADD CONSTRAINT incident_admitted CHECK (action IS NULL OR kind = 'late');
ALTER TABLE incident DROP CONSTRAINT incident_kind_check;
ALTER TABLE incident ADD CONSTRAINT incident_kind_check CHECK (kind IN (
    'holder', 'late', 'conflict', 'old_epoch', 'evidence.full', 'rechained', 'diverged', 'incomplete', 'orphan', 'refused'));

-- Entries of a log that PostgreSQL refused, byte for byte, so that the rest
-- flows on. A row here is an alarm; it stays until a person has dealt with it.
CREATE TABLE refused_entry (
    shard      int         NOT NULL,
    entry      text        NOT NULL, -- id in the shard's log
    attempt    text        NOT NULL,
    kind       text        NOT NULL,
    body       bytea       NOT NULL,
    reason     text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (shard, entry)
);
