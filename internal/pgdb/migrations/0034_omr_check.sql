-- Answer sheets: what a sealed stage put out stays closed whoever holds the
-- connection, and checks against the originals are kept.

-- What a stage works on changes only while that stage is open. The stage is the
-- trigger's first argument.
CREATE FUNCTION omr_in_stage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of text;
BEGIN
    IF TG_TABLE_NAME = 'omr_sheet' THEN
        SELECT sitting_id INTO of FROM omr_scan WHERE id = NEW.scan_id;
    ELSIF TG_TABLE_NAME = 'omr_fix' THEN
        SELECT s.sitting_id INTO of FROM omr_sheet t JOIN omr_scan s ON s.id = t.scan_id WHERE t.id = NEW.sheet_id;
    ELSE
        of := NEW.sitting_id;
    END IF;
    IF EXISTS (SELECT FROM omr_step WHERE sitting_id = of AND stage = TG_ARGV[0] AND opened_at IS NOT NULL AND sealed_at IS NULL) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the stage % is not open: % of %', TG_ARGV[0], TG_OP, TG_TABLE_NAME USING ERRCODE = '23514';
END $$;

CREATE TRIGGER omr_bag_in_stage BEFORE INSERT OR UPDATE ON omr_bag FOR EACH ROW EXECUTE FUNCTION omr_in_stage('scan');
CREATE TRIGGER omr_scan_in_stage BEFORE INSERT ON omr_scan FOR EACH ROW EXECUTE FUNCTION omr_in_stage('scan');
CREATE TRIGGER omr_scan_read BEFORE UPDATE OF pages, fault ON omr_scan FOR EACH ROW EXECUTE FUNCTION omr_in_stage('read');
CREATE TRIGGER omr_sheet_in_stage BEFORE INSERT ON omr_sheet FOR EACH ROW EXECUTE FUNCTION omr_in_stage('read');
CREATE TRIGGER omr_fix_in_stage BEFORE INSERT OR UPDATE ON omr_fix FOR EACH ROW EXECUTE FUNCTION omr_in_stage('fix');

-- Once: a scan is read once, a second person speaks once, a stage has one holder
-- and follows the stage before.
CREATE TRIGGER omr_scan_once BEFORE UPDATE OF pages, fault ON omr_scan
    FOR EACH ROW WHEN (OLD.pages <> 0 OR OLD.fault <> '') EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_fix_once BEFORE UPDATE ON omr_fix FOR EACH ROW WHEN (OLD.agreed_id <> '') EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_step_once BEFORE UPDATE OF sitting_id, stage, secret, holder_id, holder_name, opened_at ON omr_step
    FOR EACH ROW WHEN (OLD.opened_at IS NOT NULL) EXECUTE FUNCTION refuse_rewrite();

CREATE FUNCTION omr_step_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM omr_step b
        WHERE b.sitting_id = NEW.sitting_id AND b.sealed_at IS NULL
            AND array_position(ARRAY['scan', 'read', 'fix', 'score'], b.stage) < array_position(ARRAY['scan', 'read', 'fix', 'score'], NEW.stage)
    ) THEN
        RAISE EXCEPTION 'the stage before % is not sealed', NEW.stage USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER omr_step_order BEFORE UPDATE ON omr_step
    FOR EACH ROW WHEN (NEW.opened_at IS NOT NULL) EXECUTE FUNCTION omr_step_follows();

CREATE TRIGGER omr_step_stays BEFORE DELETE ON omr_step FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_bag_stays BEFORE DELETE ON omr_bag FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_run_whole BEFORE TRUNCATE ON omr_run FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_step_whole BEFORE TRUNCATE ON omr_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_bag_whole BEFORE TRUNCATE ON omr_bag FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_scan_whole BEFORE TRUNCATE ON omr_scan FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_sheet_whole BEFORE TRUNCATE ON omr_sheet FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_fix_whole BEFORE TRUNCATE ON omr_fix FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

-- Everything compared with the originals, in the background: one check of a
-- sitting at a time.
CREATE TABLE omr_check (
    id         text        PRIMARY KEY,
    sitting_id text        NOT NULL REFERENCES omr_run (sitting_id),
    by_id      text        NOT NULL,
    by_name    text        NOT NULL,
    at         timestamptz NOT NULL,
    state      text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'cancelled', 'failed')),
    done       int         NOT NULL DEFAULT 0, -- files
    total      int         NOT NULL DEFAULT 0,
    ended_at   timestamptz,
    scans      int         NOT NULL DEFAULT 0,
    sheets     int         NOT NULL DEFAULT 0,
    wrong      jsonb       NOT NULL DEFAULT '[]', -- every difference
    CHECK ((state IN ('waiting', 'running')) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX omr_check_one ON omr_check (sitting_id) WHERE state IN ('waiting', 'running');
CREATE TRIGGER omr_check_kept BEFORE UPDATE ON omr_check FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER omr_check_stays BEFORE DELETE ON omr_check FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
