-- Search: what items are found by, what exams said about them, changes of the
-- tags of many, saved filters, and the curriculum.

-- content to plain repeat the current version, as subject and topic do. marks
-- are name:value of what filters ask for. indexed is the version of the code
-- that made them: rows of an older one are made again at the next start.
ALTER TABLE item DROP COLUMN words;
ALTER TABLE item
    ADD COLUMN content text   NOT NULL DEFAULT '',
    ADD COLUMN outcome text   NOT NULL DEFAULT '',
    ADD COLUMN marks   text[] NOT NULL DEFAULT '{}',
    ADD COLUMN plain   text   NOT NULL DEFAULT '', -- search with accents
    ADD COLUMN indexed int    NOT NULL DEFAULT 0;
UPDATE item SET search = '' WHERE search ~ '[^ ]{255}[^ ]{255}'; -- no lexeme; the next start makes it again

CREATE FUNCTION bank_marks(name text, vals text[]) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(name || ':' || v), '{}') FROM unnest(vals) v
$$;

ALTER TABLE item
    ADD COLUMN words tsvector NOT NULL GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(string_to_array(search || ' ' || plain, ' '), ''))) STORED,
    ADD COLUMN facets text[] NOT NULL GENERATED ALWAYS AS (
        ARRAY['kind:' || kind, 'state:' || state, 'pool:' || pool, 'subject:' || left(subject, 200), 'grade:' || grade,
              'topic:' || left(topic, 200), 'content:' || left(content, 200), 'outcome:' || left(outcome, 200),
              'author:' || created_by, 'batch:' || coalesce(batch_id, '')]
        || bank_marks('level', levels) || marks) STORED;
ALTER TABLE item ALTER COLUMN words SET STORAGE MAIN, ALTER COLUMN facets SET STORAGE MAIN;
CREATE INDEX item_find ON item USING gin (words, facets) WITH (gin_pending_list_limit = 1024);
CREATE INDEX item_newest ON item (created_at DESC, place, id);
CREATE INDEX item_pool ON item (pool, unit_id);
CREATE INDEX item_indexed ON item (indexed);

-- retag: nothing but the tags differs from the version before.
ALTER TABLE item_version ADD COLUMN retag boolean NOT NULL DEFAULT false;

CREATE TABLE item_stat (
    item_id    text        PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    n          int         NOT NULL CHECK (n >= 0), -- candidates behind p and disc
    p          int         CHECK (p BETWEEN 0 AND 1000),        -- per mille of the points
    disc       int         CHECK (disc BETWEEN -1000 AND 1000), -- correlation with the rest of the paper, thousandths
    uses       int         NOT NULL CHECK (uses >= 0),
    seen       int         NOT NULL CHECK (seen >= 0),
    last_used  timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX item_stat_p ON item_stat (p, item_id);
CREATE INDEX item_stat_disc ON item_stat (disc, item_id);
CREATE INDEX item_stat_last_used ON item_stat (last_used, item_id);

CREATE TABLE saved_filter (
    id         text        PRIMARY KEY,
    owner      text        NOT NULL, -- account.id
    unit_id    text        REFERENCES unit (id) ON DELETE CASCADE, -- NULL: only for the owner
    name       text        NOT NULL CHECK (name <> ''),
    filter     jsonb       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (owner, name)
);

-- A change of the tags of many items, and what each had before.
CREATE TABLE retag (
    id         text        PRIMARY KEY,
    retag      jsonb       NOT NULL,
    items      int         NOT NULL CHECK (items > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text        NOT NULL,
    undone_at  timestamptz
);
CREATE INDEX retag_by ON retag (created_by, created_at);

CREATE TABLE retag_item (
    retag_id    text NOT NULL REFERENCES retag (id) ON DELETE CASCADE,
    item_id     text NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    from_id     text NOT NULL, -- versions; equal where only the pool changed
    to_id       text NOT NULL,
    from_pool   text NOT NULL,
    to_pool     text NOT NULL,
    PRIMARY KEY (retag_id, item_id)
);
CREATE INDEX retag_item_item ON retag_item (item_id);

-- The national programme (unit_id NULL) and what units add to it.
CREATE TABLE curriculum_node (
    code    text  PRIMARY KEY,
    parent  text  REFERENCES curriculum_node (code) DEFERRABLE INITIALLY DEFERRED,
    kind    text  NOT NULL CHECK (kind IN ('subject', 'strand', 'topic', 'content', 'outcome')),
    name    text  NOT NULL CHECK (name <> ''),
    en      text  NOT NULL,
    grades  int[] NOT NULL,
    unit_id text  REFERENCES unit (id),
    place   int   NOT NULL, -- in the list, parents before children
    version text  NOT NULL, -- of the national programme
    CHECK ((kind = 'subject') = (parent IS NULL))
);
CREATE INDEX curriculum_node_parent ON curriculum_node (parent);
CREATE INDEX curriculum_node_unit ON curriculum_node (unit_id);
