-- Made by make schema from the migrations; do not edit.

CREATE TABLE account (
    id text NOT NULL,
    username text NOT NULL,
    full_name text NOT NULL,
    unit_id text NOT NULL,
    password_hash text NOT NULL,
    password_temporary boolean NOT NULL DEFAULT false,
    disabled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT account_pkey PRIMARY KEY (id),
    CONSTRAINT account_username_key UNIQUE (username),
    CONSTRAINT account_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
    CONSTRAINT account_full_name_check CHECK ((full_name <> ''::text)),
    CONSTRAINT account_password_hash_check CHECK ((password_hash ~~ '$argon2id$%'::text)),
    CONSTRAINT account_username_check CHECK (((username = lower(username)) AND (username <> ''::text)))
);
CREATE INDEX account_unit ON public.account USING btree (unit_id);

CREATE TABLE account_role (
    account_id text NOT NULL,
    role text NOT NULL,
    unit_id text NOT NULL,
    CONSTRAINT account_role_pkey PRIMARY KEY (account_id, role, unit_id),
    CONSTRAINT account_role_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
    CONSTRAINT account_role_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
    CONSTRAINT account_role_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'teacher'::text, 'reviewer'::text, 'board'::text, 'invigilator'::text, 'analyst'::text, 'auditor'::text])))
);
CREATE INDEX account_role_unit ON public.account_role USING btree (unit_id);

CREATE TABLE analysis_item (
    run_id text NOT NULL,
    version_id text NOT NULL,
    item_id text NOT NULL,
    hash text NOT NULL,
    name text NOT NULL,
    persons integer NOT NULL,
    p double precision,
    p_points double precision,
    r_rest double precision,
    model text NOT NULL,
    parameters json NOT NULL,
    applied_at timestamp with time zone,
    applied_by text NOT NULL DEFAULT ''::text,
    applied_name text NOT NULL DEFAULT ''::text,
    reason text NOT NULL DEFAULT ''::text,
    CONSTRAINT analysis_item_pkey PRIMARY KEY (run_id, version_id),
    CONSTRAINT analysis_item_run_id_fkey FOREIGN KEY (run_id) REFERENCES analysis_run(id),
    CONSTRAINT analysis_item_check CHECK (((applied_at IS NULL) = (applied_by = ''::text))),
    CONSTRAINT analysis_item_persons_check CHECK ((persons >= 0))
);
CREATE INDEX analysis_item_of ON public.analysis_item USING btree (item_id, applied_at);

CREATE TABLE analysis_run (
    id text NOT NULL,
    exam_id text NOT NULL,
    subject text NOT NULL,
    spec jsonb NOT NULL,
    state text NOT NULL,
    done integer NOT NULL DEFAULT 0,
    stage text NOT NULL DEFAULT ''::text,
    problem text NOT NULL DEFAULT ''::text,
    problem_text text NOT NULL DEFAULT ''::text,
    log jsonb NOT NULL DEFAULT '[]'::jsonb,
    data_hash text NOT NULL DEFAULT ''::text,
    stamp text NOT NULL DEFAULT ''::text,
    persons integer NOT NULL DEFAULT 0,
    items integer NOT NULL DEFAULT 0,
    report json,
    again_of text,
    cancel boolean NOT NULL DEFAULT false,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    created_name text NOT NULL,
    ended_at timestamp with time zone,
    seen_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT analysis_run_pkey PRIMARY KEY (id),
    CONSTRAINT analysis_run_again_of_fkey FOREIGN KEY (again_of) REFERENCES analysis_run(id),
    CONSTRAINT analysis_run_exam_id_fkey FOREIGN KEY (exam_id) REFERENCES exam(id),
    CONSTRAINT analysis_run_check CHECK (((state = 'running'::text) = (ended_at IS NULL))),
    CONSTRAINT analysis_run_check1 CHECK (((state = 'done'::text) = (report IS NOT NULL))),
    CONSTRAINT analysis_run_check2 CHECK (((state <> 'done'::text) OR (data_hash ~ '^[0-9a-f]{64}$'::text))),
    CONSTRAINT analysis_run_check3 CHECK (((state = 'failed'::text) = (problem <> ''::text))),
    CONSTRAINT analysis_run_done_check CHECK (((done >= 0) AND (done <= 100))),
    CONSTRAINT analysis_run_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))),
    CONSTRAINT analysis_run_subject_check CHECK ((subject <> ''::text))
);
CREATE INDEX analysis_run_of ON public.analysis_run USING btree (exam_id, subject, created_at);
CREATE INDEX analysis_run_running ON public.analysis_run USING btree (seen_at) WHERE (state = 'running'::text);

CREATE TABLE analysis_school (
    run_id text NOT NULL,
    code text NOT NULL,
    CONSTRAINT analysis_school_pkey PRIMARY KEY (run_id, code),
    CONSTRAINT analysis_school_run_id_fkey FOREIGN KEY (run_id) REFERENCES analysis_run(id),
    CONSTRAINT analysis_school_code_check CHECK ((code <> ''::text))
);
CREATE INDEX analysis_school_code ON public.analysis_school USING btree (code, run_id);

CREATE TABLE answer_log (
    attempt text NOT NULL,
    seq bigint NOT NULL,
    field text NOT NULL,
    value text NOT NULL,
    at timestamp with time zone NOT NULL,
    epoch bigint NOT NULL,
    prev bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT answer_log_pkey PRIMARY KEY (attempt, seq),
    CONSTRAINT answer_log_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT answer_log_prev_check CHECK ((octet_length(prev) = 32)),
    CONSTRAINT answer_log_seq_check CHECK ((seq > 0))
);

CREATE TABLE attempt (
    id text NOT NULL,
    sitting_id text NOT NULL,
    candidate_id text NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    birth_date date,
    form_code text NOT NULL,
    paper_hash text NOT NULL,
    ticket_mac bytea,
    room_id text NOT NULL,
    room text NOT NULL,
    seat text NOT NULL,
    extra_s integer NOT NULL DEFAULT 0,
    state text NOT NULL DEFAULT 'waiting'::text,
    epoch bigint NOT NULL DEFAULT 0,
    device text NOT NULL DEFAULT ''::text,
    started_at timestamp with time zone,
    deadline timestamp with time zone,
    grace_s integer NOT NULL,
    last_seq bigint NOT NULL DEFAULT 0,
    sealed_at timestamp with time zone,
    sealed_n bigint,
    sealed_by text,
    receipt text NOT NULL DEFAULT ''::text,
    paused boolean NOT NULL DEFAULT false,
    round integer NOT NULL DEFAULT 0,
    machine text NOT NULL DEFAULT ''::text,
    voided_at timestamp with time zone,
    display jsonb NOT NULL DEFAULT '{}'::jsonb,
    accommodated_s integer NOT NULL DEFAULT 0,
    CONSTRAINT attempt_pkey PRIMARY KEY (id),
    CONSTRAINT attempt_sitting_id_candidate_id_key UNIQUE (sitting_id, candidate_id),
    CONSTRAINT attempt_sitting_id_number_key UNIQUE (sitting_id, number),
    CONSTRAINT attempt_paper_hash_fkey FOREIGN KEY (paper_hash) REFERENCES paper(hash),
    CONSTRAINT attempt_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES delivery_sitting(id) ON DELETE CASCADE,
    CONSTRAINT attempt_accommodated_s_check CHECK ((accommodated_s >= 0)),
    CONSTRAINT attempt_check CHECK (((state = ANY (ARRAY['sealed'::text, 'incomplete'::text, 'absent'::text])) = (sealed_at IS NOT NULL))),
    CONSTRAINT attempt_check1 CHECK (((sealed_at IS NULL) = (sealed_n IS NULL))),
    CONSTRAINT attempt_check2 CHECK (((state <> 'sealed'::text) OR (last_seq = sealed_n))),
    CONSTRAINT attempt_check3 CHECK (((started_at IS NULL) = (deadline IS NULL))),
    CONSTRAINT attempt_check4 CHECK (((state <> ALL (ARRAY['open'::text, 'sealed'::text])) OR (started_at IS NOT NULL))),
    CONSTRAINT attempt_display_check CHECK ((jsonb_typeof(display) = 'object'::text)),
    CONSTRAINT attempt_extra_s_check CHECK ((extra_s >= 0)),
    CONSTRAINT attempt_number_check CHECK ((number <> ''::text)),
    CONSTRAINT attempt_round_check CHECK ((round >= 0)),
    CONSTRAINT attempt_sealed_by_check CHECK ((sealed_by = ANY (ARRAY['deadline'::text, 'submit'::text, 'invigilator'::text, 'paper'::text, 'void'::text]))),
    CONSTRAINT attempt_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'open'::text, 'sealed'::text, 'incomplete'::text, 'absent'::text])))
);
CREATE INDEX attempt_number ON public.attempt USING btree (number);
CREATE INDEX attempt_room ON public.attempt USING btree (room_id, sitting_id);
CREATE INDEX attempt_unsealed ON public.attempt USING btree (sitting_id) WHERE (sealed_at IS NULL);

CREATE TABLE audit_log (
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id text NOT NULL,
    actor_name text NOT NULL,
    actor_ip text NOT NULL,
    action text NOT NULL,
    object text NOT NULL,
    detail json NOT NULL,
    prev bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_log_pkey PRIMARY KEY (seq),
    CONSTRAINT audit_log_hash_key UNIQUE (hash),
    CONSTRAINT audit_log_action_check CHECK ((action <> ''::text)),
    CONSTRAINT audit_log_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT audit_log_prev_check CHECK ((octet_length(prev) = 32)),
    CONSTRAINT audit_log_seq_check CHECK ((seq > 0))
);
CREATE INDEX audit_log_actor ON public.audit_log USING btree (actor_id, seq);
CREATE INDEX audit_log_object ON public.audit_log USING btree (object, seq);

CREATE TABLE blueprint (
    id text NOT NULL,
    unit_id text,
    name text NOT NULL,
    subject text NOT NULL,
    grade integer NOT NULL,
    revision integer NOT NULL,
    body jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    updated_by text NOT NULL,
    CONSTRAINT blueprint_pkey PRIMARY KEY (id),
    CONSTRAINT blueprint_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
    CONSTRAINT blueprint_grade_check CHECK (((grade >= 0) AND (grade <= 12))),
    CONSTRAINT blueprint_name_check CHECK ((name <> ''::text)),
    CONSTRAINT blueprint_revision_check CHECK ((revision > 0))
);
CREATE INDEX blueprint_unit ON public.blueprint USING btree (unit_id, updated_at);

CREATE TABLE blueprint_draw (
    id text NOT NULL,
    blueprint_id text NOT NULL,
    unit_id text,
    body jsonb NOT NULL,
    state text NOT NULL,
    done integer NOT NULL DEFAULT 0,
    stage jsonb NOT NULL DEFAULT '{}'::jsonb,
    report jsonb NOT NULL DEFAULT '{}'::jsonb,
    forms text[] NOT NULL DEFAULT '{}'::text[],
    cancel boolean NOT NULL DEFAULT false,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    seen_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT blueprint_draw_pkey PRIMARY KEY (id),
    CONSTRAINT blueprint_draw_blueprint_id_fkey FOREIGN KEY (blueprint_id) REFERENCES blueprint(id) ON DELETE CASCADE,
    CONSTRAINT blueprint_draw_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
    CONSTRAINT blueprint_draw_done_check CHECK (((done >= 0) AND (done <= 100))),
    CONSTRAINT blueprint_draw_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'conflict'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX blueprint_draw_of ON public.blueprint_draw USING btree (blueprint_id, created_at);

CREATE TABLE candidate (
    id text NOT NULL,
    exam_id text NOT NULL,
    roster_no integer NOT NULL,
    number text,
    family_name text NOT NULL,
    given_name text NOT NULL,
    birth_date date NOT NULL,
    gender text NOT NULL,
    pupil_code text NOT NULL,
    citizen_id text NOT NULL,
    school_code text NOT NULL,
    school_name text NOT NULL,
    class_code text NOT NULL,
    subjects text[] NOT NULL,
    search text NOT NULL,
    sort_key bytea NOT NULL,
    extra_min integer NOT NULL DEFAULT 0,
    extra_percent integer NOT NULL DEFAULT 0,
    type_scale integer NOT NULL DEFAULT 100,
    contrast text NOT NULL DEFAULT 'normal'::text,
    accommodation_note text NOT NULL DEFAULT ''::text,
    CONSTRAINT candidate_pkey PRIMARY KEY (id),
    CONSTRAINT candidate_exam_id_number_key UNIQUE (exam_id, number) DEFERRABLE,
    CONSTRAINT candidate_exam_id_fkey FOREIGN KEY (exam_id) REFERENCES exam(id) ON DELETE CASCADE,
    CONSTRAINT candidate_accommodation_note_check CHECK ((length(accommodation_note) <= 500)),
    CONSTRAINT candidate_contrast_check CHECK ((contrast = ANY (ARRAY['normal'::text, 'high'::text]))),
    CONSTRAINT candidate_extra_min_check CHECK (((extra_min >= 0) AND (extra_min <= 240))),
    CONSTRAINT candidate_extra_once CHECK (((extra_min = 0) OR (extra_percent = 0))),
    CONSTRAINT candidate_extra_percent_check CHECK (((extra_percent >= 0) AND (extra_percent <= 200))),
    CONSTRAINT candidate_gender_check CHECK ((gender = ANY (ARRAY[''::text, 'male'::text, 'female'::text]))),
    CONSTRAINT candidate_given_name_check CHECK ((given_name <> ''::text)),
    CONSTRAINT candidate_number_check CHECK ((number ~ '^\d{1,12}$'::text)),
    CONSTRAINT candidate_type_scale_check CHECK (((type_scale >= 100) AND (type_scale <= 300)))
);
CREATE UNIQUE INDEX candidate_citizen_id ON public.candidate USING btree (exam_id, citizen_id) WHERE (citizen_id <> ''::text);
CREATE INDEX candidate_order ON public.candidate USING btree (exam_id, number, sort_key);
CREATE UNIQUE INDEX candidate_pupil_code ON public.candidate USING btree (exam_id, pupil_code) WHERE (pupil_code <> ''::text);

CREATE TABLE curriculum_node (
    code text NOT NULL,
    parent text,
    kind text NOT NULL,
    name text NOT NULL,
    en text NOT NULL,
    grades integer[] NOT NULL,
    unit_id text,
    place integer NOT NULL,
    version text NOT NULL,
    CONSTRAINT curriculum_node_pkey PRIMARY KEY (code),
    CONSTRAINT curriculum_node_parent_fkey FOREIGN KEY (parent) REFERENCES curriculum_node(code) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT curriculum_node_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
    CONSTRAINT curriculum_node_check CHECK (((kind = 'subject'::text) = (parent IS NULL))),
    CONSTRAINT curriculum_node_kind_check CHECK ((kind = ANY (ARRAY['subject'::text, 'strand'::text, 'topic'::text, 'content'::text, 'outcome'::text]))),
    CONSTRAINT curriculum_node_name_check CHECK ((name <> ''::text))
);
CREATE INDEX curriculum_node_parent ON public.curriculum_node USING btree (parent);
CREATE INDEX curriculum_node_unit ON public.curriculum_node USING btree (unit_id);

CREATE TABLE delivery_action (
    id text NOT NULL,
    sitting_id text NOT NULL,
    rev bigint NOT NULL,
    kind text NOT NULL,
    room_id text NOT NULL DEFAULT ''::text,
    attempt text NOT NULL DEFAULT ''::text,
    at timestamp with time zone NOT NULL,
    amount_ms bigint NOT NULL DEFAULT 0,
    incidents bigint[] NOT NULL DEFAULT '{}'::bigint[],
    reason text NOT NULL,
    who_id text NOT NULL,
    who_name text NOT NULL,
    who_ip text NOT NULL,
    proposal text,
    proposer_id text,
    created_at timestamp with time zone NOT NULL,
    outcome text NOT NULL DEFAULT ''::text,
    done_at timestamp with time zone,
    receipt_before text NOT NULL DEFAULT ''::text,
    receipt_after text NOT NULL DEFAULT ''::text,
    sound text NOT NULL DEFAULT ''::text,
    CONSTRAINT delivery_action_pkey PRIMARY KEY (id),
    CONSTRAINT delivery_action_id_who_id_key UNIQUE (id, who_id),
    CONSTRAINT delivery_action_sitting_id_rev_key UNIQUE (sitting_id, rev),
    CONSTRAINT delivery_action_proposal_proposer_id_fkey FOREIGN KEY (proposal, proposer_id) REFERENCES delivery_action(id, who_id),
    CONSTRAINT delivery_action_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES delivery_sitting(id),
    CONSTRAINT delivery_action_check CHECK (((kind = ANY (ARRAY['pause'::text, 'resume'::text, 'grant'::text, 'room_outage'::text])) OR (attempt <> ''::text))),
    CONSTRAINT delivery_action_check1 CHECK (((room_id = ''::text) OR (attempt = ''::text))),
    CONSTRAINT delivery_action_check2 CHECK (((kind = 'grant'::text) = (amount_ms > 0))),
    CONSTRAINT delivery_action_check3 CHECK (((kind = 'resume'::text) OR (reason <> ''::text))),
    CONSTRAINT delivery_action_check4 CHECK (((outcome = ''::text) = (done_at IS NULL))),
    CONSTRAINT delivery_action_check5 CHECK (((kind = ANY (ARRAY['admit'::text, 'admit_deny'::text])) = (proposal IS NOT NULL))),
    CONSTRAINT delivery_action_check6 CHECK (((proposal IS NULL) = (proposer_id IS NULL))),
    CONSTRAINT delivery_action_check7 CHECK (((kind <> 'admit_ask'::text) OR ((who_id <> ''::text) AND (incidents <> '{}'::bigint[])))),
    CONSTRAINT delivery_action_kind_check CHECK ((kind = ANY (ARRAY['pause'::text, 'resume'::text, 'grant'::text, 'release'::text, 'submit'::text, 'reopen'::text, 'to_paper'::text, 'void'::text, 'unvoid'::text, 'admit_ask'::text, 'admit'::text, 'admit_deny'::text, 'room_outage'::text, 'replay'::text]))),
    CONSTRAINT delivery_action_sound CHECK (((sound = ''::text) OR (kind = 'replay'::text))),
    CONSTRAINT delivery_action_two_people CHECK (((proposal IS NULL) OR ((who_id <> ''::text) AND (who_id <> proposer_id))))
);
CREATE INDEX delivery_action_attempt ON public.delivery_action USING btree (attempt) WHERE (attempt <> ''::text);
CREATE UNIQUE INDEX delivery_action_decided ON public.delivery_action USING btree (proposal) WHERE (outcome = ANY (ARRAY[''::text, 'done'::text]));
CREATE INDEX delivery_action_pending ON public.delivery_action USING btree (sitting_id) WHERE (outcome = ''::text);

CREATE TABLE delivery_sitting (
    id text NOT NULL,
    exam_id text NOT NULL,
    name text NOT NULL,
    subject text NOT NULL,
    state text NOT NULL,
    starts_at timestamp with time zone,
    started_at timestamp with time zone,
    ends_at timestamp with time zone,
    closed_at timestamp with time zone,
    duration_s integer NOT NULL,
    grace_s integer NOT NULL,
    late_limit_s integer NOT NULL,
    submit_after_s integer NOT NULL,
    rev bigint NOT NULL DEFAULT 1,
    opened_at timestamp with time zone NOT NULL DEFAULT now(),
    cut_at timestamp with time zone,
    outage text NOT NULL DEFAULT 'ask'::text,
    practice boolean NOT NULL DEFAULT false,
    CONSTRAINT delivery_sitting_pkey PRIMARY KEY (id),
    CONSTRAINT delivery_sitting_check CHECK (((state = 'open'::text) OR ((started_at IS NOT NULL) AND (ends_at IS NOT NULL)))),
    CONSTRAINT delivery_sitting_check1 CHECK (((state = 'closed'::text) = (closed_at IS NOT NULL))),
    CONSTRAINT delivery_sitting_duration_s_check CHECK ((duration_s > 0)),
    CONSTRAINT delivery_sitting_grace_s_check CHECK ((grace_s >= 0)),
    CONSTRAINT delivery_sitting_late_limit_s_check CHECK ((late_limit_s >= 0)),
    CONSTRAINT delivery_sitting_outage_check CHECK ((outage = ANY (ARRAY['ask'::text, 'pause'::text]))),
    CONSTRAINT delivery_sitting_state_check CHECK ((state = ANY (ARRAY['open'::text, 'running'::text, 'closed'::text]))),
    CONSTRAINT delivery_sitting_submit_after_s_check CHECK ((submit_after_s >= 0))
);
CREATE INDEX delivery_sitting_live ON public.delivery_sitting USING btree (state) WHERE (state <> 'closed'::text);

CREATE TABLE drain_lease (
    shard integer NOT NULL,
    holder text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    incarnation text NOT NULL DEFAULT ''::text,
    CONSTRAINT drain_lease_pkey PRIMARY KEY (shard),
    CONSTRAINT drain_lease_shard_check CHECK ((shard >= 0))
);

CREATE TABLE exam (
    id text NOT NULL,
    name text NOT NULL,
    unit_id text NOT NULL,
    profile text NOT NULL,
    school_year text NOT NULL,
    settings jsonb NOT NULL,
    rev integer NOT NULL DEFAULT 1,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT exam_pkey PRIMARY KEY (id),
    CONSTRAINT exam_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
    CONSTRAINT exam_name_check CHECK ((name <> ''::text)),
    CONSTRAINT exam_school_year_check CHECK ((school_year ~ '^\d{4}-\d{4}$'::text))
);
CREATE INDEX exam_unit ON public.exam USING btree (unit_id);

CREATE TABLE form (
    id text NOT NULL,
    unit_id text,
    name text NOT NULL,
    subject text NOT NULL,
    duration_s integer NOT NULL,
    state text NOT NULL,
    hash bytea,
    seed bytea,
    parts jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    CONSTRAINT form_pkey PRIMARY KEY (id),
    CONSTRAINT form_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
    CONSTRAINT form_check CHECK (((state = 'locked'::text) = (hash IS NOT NULL))),
    CONSTRAINT form_duration_s_check CHECK ((duration_s >= 0)),
    CONSTRAINT form_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT form_name_check CHECK ((name <> ''::text)),
    CONSTRAINT form_seed_check CHECK ((octet_length(seed) = 8)),
    CONSTRAINT form_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'locked'::text])))
);

CREATE TABLE form_heading (
    form_id text NOT NULL,
    heading jsonb NOT NULL,
    changed_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT form_heading_pkey PRIMARY KEY (form_id),
    CONSTRAINT form_heading_form_id_fkey FOREIGN KEY (form_id) REFERENCES form(id) ON DELETE CASCADE
);

CREATE TABLE form_key (
    form_id text NOT NULL,
    version integer NOT NULL,
    hash bytea NOT NULL,
    key jsonb NOT NULL,
    reason text NOT NULL,
    author_id text NOT NULL,
    author_name text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT form_key_pkey PRIMARY KEY (form_id, version),
    CONSTRAINT form_key_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT form_key_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT form_key_version_check CHECK ((version > 0))
);

CREATE TABLE form_pin (
    form_id text NOT NULL,
    part integer NOT NULL,
    no integer NOT NULL,
    version_id text NOT NULL,
    hash bytea NOT NULL,
    fixed boolean NOT NULL,
    track text NOT NULL DEFAULT ''::text,
    CONSTRAINT form_pin_pkey PRIMARY KEY (form_id, part, no),
    CONSTRAINT form_pin_form_id_fkey FOREIGN KEY (form_id) REFERENCES form(id) ON DELETE CASCADE,
    CONSTRAINT form_pin_version_id_fkey FOREIGN KEY (version_id) REFERENCES item_version(id),
    CONSTRAINT form_pin_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT form_pin_no_check CHECK ((no > 0)),
    CONSTRAINT form_pin_part_check CHECK ((part > 0))
);
CREATE INDEX form_pin_version ON public.form_pin USING btree (version_id);

CREATE TABLE form_variant (
    form_id text NOT NULL,
    code text NOT NULL,
    layout jsonb NOT NULL,
    CONSTRAINT form_variant_pkey PRIMARY KEY (form_id, code),
    CONSTRAINT form_variant_form_id_fkey FOREIGN KEY (form_id) REFERENCES form(id),
    CONSTRAINT form_variant_code_check CHECK ((code ~ '^[0-9]{3,8}$'::text))
);

CREATE TABLE import_batch (
    id text NOT NULL,
    unit_id text,
    pool text NOT NULL,
    file text NOT NULL,
    format text NOT NULL,
    sha256 text NOT NULL,
    items integer NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    undone_at timestamp with time zone,
    CONSTRAINT import_batch_pkey PRIMARY KEY (id),
    CONSTRAINT import_batch_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
    CONSTRAINT import_batch_items_check CHECK ((items > 0)),
    CONSTRAINT import_batch_pool_check CHECK ((pool <> ''::text)),
    CONSTRAINT import_batch_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX import_batch_created ON public.import_batch USING btree (created_at);
CREATE UNIQUE INDEX import_batch_once ON public.import_batch USING btree (sha256, pool, COALESCE(unit_id, ''::text)) WHERE (undone_at IS NULL);

CREATE TABLE incident (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    attempt text NOT NULL,
    at timestamp with time zone NOT NULL,
    seq bigint NOT NULL DEFAULT 0,
    epoch bigint NOT NULL DEFAULT 0,
    field text NOT NULL DEFAULT ''::text,
    value text NOT NULL DEFAULT ''::text,
    prev bytea,
    hash bytea,
    device text NOT NULL DEFAULT ''::text,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    action text,
    source text NOT NULL DEFAULT ''::text,
    typed_at timestamp with time zone,
    CONSTRAINT incident_pkey PRIMARY KEY (id),
    CONSTRAINT incident_action_fkey FOREIGN KEY (action) REFERENCES delivery_action(id),
    CONSTRAINT incident_admitted CHECK (((action IS NULL) OR (kind = 'late'::text))),
    CONSTRAINT incident_kind_check CHECK ((kind = ANY (ARRAY['holder'::text, 'late'::text, 'conflict'::text, 'old_epoch'::text, 'evidence.full'::text, 'rechained'::text, 'diverged'::text, 'incomplete'::text, 'orphan'::text, 'refused'::text]))),
    CONSTRAINT incident_source_check CHECK ((source = ANY (ARRAY[''::text, 'rescue'::text])))
);
CREATE UNIQUE INDEX incident_once ON public.incident USING btree (attempt, kind, at, seq, epoch, field, md5(value));

CREATE TABLE item (
    id text NOT NULL,
    unit_id text,
    pool text NOT NULL,
    state text NOT NULL,
    batch_id text,
    place integer NOT NULL,
    version_id text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    grade integer NOT NULL,
    topic text NOT NULL,
    levels text[] NOT NULL,
    fingerprint text NOT NULL,
    search text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    ready boolean NOT NULL,
    content text NOT NULL DEFAULT ''::text,
    outcome text NOT NULL DEFAULT ''::text,
    marks text[] NOT NULL DEFAULT '{}'::text[],
    plain text NOT NULL DEFAULT ''::text,
    indexed integer NOT NULL DEFAULT 0,
    words tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(((search || ' '::text) || plain), ' '::text), ''::text))) STORED,
    facets text[] NOT NULL GENERATED ALWAYS AS (((ARRAY[('kind:'::text || kind), ('state:'::text || state), ('pool:'::text || pool), ('subject:'::text || "left"(subject, 200)), ('grade:'::text || grade), ('topic:'::text || "left"(topic, 200)), ('content:'::text || "left"(content, 200)), ('outcome:'::text || "left"(outcome, 200)), ('author:'::text || created_by), ('batch:'::text || COALESCE(batch_id, ''::text))] || bank_marks('level'::text, levels)) || marks)) STORED,
    vault_id text,
    near integer[] NOT NULL DEFAULT '{}'::integer[],
    CONSTRAINT item_pkey PRIMARY KEY (id),
    CONSTRAINT item_version_id_key UNIQUE (version_id),
    CONSTRAINT item_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES import_batch(id),
    CONSTRAINT item_current FOREIGN KEY (version_id) REFERENCES item_version(id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT item_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
    CONSTRAINT item_vault_id_fkey FOREIGN KEY (vault_id) REFERENCES vault(id),
    CONSTRAINT item_grade_check CHECK (((grade >= 0) AND (grade <= 12))),
    CONSTRAINT item_kind_check CHECK ((kind = ANY (ARRAY['single'::text, 'multiple'::text, 'cluster'::text, 'short'::text, 'numeric'::text, 'cloze'::text, 'match'::text, 'categorise'::text, 'order'::text, 'hotspot'::text, 'essay'::text, 'upload'::text]))),
    CONSTRAINT item_pool_check CHECK ((pool <> ''::text)),
    CONSTRAINT item_ready CHECK ((ready OR (state = ANY (ARRAY['draft'::text, 'retired'::text])))),
    CONSTRAINT item_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'review'::text, 'approved'::text, 'retired'::text])))
);
CREATE INDEX item_batch ON public.item USING btree (batch_id);
CREATE INDEX item_find ON public.item USING gin (words, facets) WITH (gin_pending_list_limit='1024');
CREATE INDEX item_fingerprint ON public.item USING btree (fingerprint);
CREATE INDEX item_indexed ON public.item USING btree (indexed);
CREATE INDEX item_near ON public.item USING gin (near) WITH (gin_pending_list_limit='1024');
CREATE INDEX item_newest ON public.item USING btree (created_at DESC, place, id);
CREATE INDEX item_pool ON public.item USING btree (pool, unit_id);
CREATE INDEX item_unit ON public.item USING btree (unit_id);

CREATE TABLE item_comment (
    id text NOT NULL,
    item_id text NOT NULL,
    version integer NOT NULL,
    place text NOT NULL,
    text text NOT NULL,
    by_id text NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL DEFAULT now(),
    resolved_by text,
    resolved_at timestamp with time zone,
    CONSTRAINT item_comment_pkey PRIMARY KEY (id),
    CONSTRAINT item_comment_item_id_fkey FOREIGN KEY (item_id) REFERENCES item(id) ON DELETE CASCADE,
    CONSTRAINT item_comment_check CHECK (((resolved_by IS NULL) = (resolved_at IS NULL))),
    CONSTRAINT item_comment_text_check CHECK ((text <> ''::text)),
    CONSTRAINT item_comment_version_check CHECK ((version > 0))
);
CREATE INDEX item_comment_item ON public.item_comment USING btree (item_id, at);

CREATE TABLE item_once (
    account_id text NOT NULL,
    key text NOT NULL,
    item_id text NOT NULL,
    said bytea NOT NULL,
    CONSTRAINT item_once_pkey PRIMARY KEY (account_id, key),
    CONSTRAINT item_once_item_id_fkey FOREIGN KEY (item_id) REFERENCES item(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT item_once_key_check CHECK ((key ~ '^[A-Za-z0-9_-]{1,40}$'::text)),
    CONSTRAINT item_once_said_check CHECK ((octet_length(said) = 32))
);
CREATE INDEX item_once_item ON public.item_once USING btree (item_id);

CREATE TABLE item_presence (
    item_id text NOT NULL,
    account_id text NOT NULL,
    tab text NOT NULL,
    name text NOT NULL,
    editing boolean NOT NULL,
    since timestamp with time zone NOT NULL DEFAULT now(),
    seen_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT item_presence_pkey PRIMARY KEY (item_id, account_id, tab),
    CONSTRAINT item_presence_item_id_fkey FOREIGN KEY (item_id) REFERENCES item(id) ON DELETE CASCADE
);

CREATE TABLE item_stat (
    item_id text NOT NULL,
    n integer NOT NULL,
    p integer,
    disc integer,
    uses integer NOT NULL,
    seen integer NOT NULL,
    last_used timestamp with time zone,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT item_stat_pkey PRIMARY KEY (item_id),
    CONSTRAINT item_stat_item_id_fkey FOREIGN KEY (item_id) REFERENCES item(id) ON DELETE CASCADE,
    CONSTRAINT item_stat_disc_check CHECK (((disc >= '-1000'::integer) AND (disc <= 1000))),
    CONSTRAINT item_stat_n_check CHECK ((n >= 0)),
    CONSTRAINT item_stat_p_check CHECK (((p >= 0) AND (p <= 1000))),
    CONSTRAINT item_stat_seen_check CHECK ((seen >= 0)),
    CONSTRAINT item_stat_uses_check CHECK ((uses >= 0))
);
CREATE INDEX item_stat_disc ON public.item_stat USING btree (disc, item_id);
CREATE INDEX item_stat_last_used ON public.item_stat USING btree (last_used, item_id);
CREATE INDEX item_stat_p ON public.item_stat USING btree (p, item_id);

CREATE TABLE item_step (
    id text NOT NULL,
    item_id text NOT NULL,
    version integer NOT NULL,
    step text NOT NULL,
    note text NOT NULL,
    by_id text NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT item_step_pkey PRIMARY KEY (id),
    CONSTRAINT item_step_item_id_fkey FOREIGN KEY (item_id) REFERENCES item(id) ON DELETE CASCADE,
    CONSTRAINT item_step_step_check CHECK ((step = ANY (ARRAY['submit'::text, 'withdraw'::text, 'return'::text, 'approve'::text, 'retire'::text, 'reinstate'::text]))),
    CONSTRAINT item_step_version_check CHECK ((version > 0))
);
CREATE INDEX item_step_item ON public.item_step USING btree (item_id, at);

CREATE TABLE item_unsaved (
    account_id text NOT NULL,
    key text NOT NULL,
    item_id text,
    base bytea,
    unit_id text,
    pool text NOT NULL,
    body jsonb NOT NULL,
    rev integer NOT NULL,
    tab text NOT NULL,
    saved_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT item_unsaved_pkey PRIMARY KEY (account_id, key),
    CONSTRAINT item_unsaved_item_id_fkey FOREIGN KEY (item_id) REFERENCES item(id) ON DELETE CASCADE,
    CONSTRAINT item_unsaved_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
    CONSTRAINT item_unsaved_base_check CHECK ((octet_length(base) = 32)),
    CONSTRAINT item_unsaved_check CHECK (((item_id IS NULL) = (base IS NULL))),
    CONSTRAINT item_unsaved_check1 CHECK (((item_id IS NULL) OR (item_id = key))),
    CONSTRAINT item_unsaved_key_check CHECK ((key ~ '^[A-Za-z0-9_-]{1,40}$'::text)),
    CONSTRAINT item_unsaved_rev_check CHECK ((rev > 0)),
    CONSTRAINT item_unsaved_tab_check CHECK ((tab <> ''::text))
);
CREATE INDEX item_unsaved_item ON public.item_unsaved USING btree (item_id);

CREATE TABLE item_version (
    id text NOT NULL,
    item_id text NOT NULL,
    version integer NOT NULL,
    hash bytea NOT NULL,
    kind text NOT NULL,
    body jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    retag boolean NOT NULL DEFAULT false,
    sealed bytea,
    CONSTRAINT item_version_pkey PRIMARY KEY (id),
    CONSTRAINT item_version_item_id_version_key UNIQUE (item_id, version),
    CONSTRAINT item_version_item_id_fkey FOREIGN KEY (item_id) REFERENCES item(id) ON DELETE CASCADE,
    CONSTRAINT item_version_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT item_version_kind_check CHECK ((kind = ANY (ARRAY['single'::text, 'multiple'::text, 'cluster'::text, 'short'::text, 'numeric'::text, 'cloze'::text, 'match'::text, 'categorise'::text, 'order'::text, 'hotspot'::text, 'essay'::text, 'upload'::text]))),
    CONSTRAINT item_version_version_check CHECK ((version > 0))
);

CREATE TABLE login_session (
    token_hash bytea NOT NULL,
    account_id text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ip text NOT NULL,
    agent text NOT NULL,
    CONSTRAINT login_session_pkey PRIMARY KEY (token_hash),
    CONSTRAINT login_session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
    CONSTRAINT login_session_check CHECK ((expires_at > created_at)),
    CONSTRAINT login_session_token_hash_check CHECK ((octet_length(token_hash) = 32))
);
CREATE INDEX login_session_account ON public.login_session USING btree (account_id);
CREATE INDEX login_session_expires ON public.login_session USING btree (expires_at);

CREATE TABLE login_try (
    name_hash bytea NOT NULL,
    tries integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    CONSTRAINT login_try_pkey PRIMARY KEY (name_hash),
    CONSTRAINT login_try_name_hash_check CHECK ((octet_length(name_hash) = 32)),
    CONSTRAINT login_try_tries_check CHECK ((tries >= 0))
);
CREATE INDEX login_try_last ON public.login_try USING btree (last_at);

CREATE TABLE machine_check (
    machine text NOT NULL,
    address text NOT NULL,
    verdict text NOT NULL,
    results jsonb NOT NULL,
    browser text NOT NULL,
    checks integer NOT NULL DEFAULT 1,
    checked_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT machine_check_pkey PRIMARY KEY (machine, address),
    CONSTRAINT machine_check_machine_check CHECK (((length(machine) >= 1) AND (length(machine) <= 32))),
    CONSTRAINT machine_check_verdict_check CHECK ((verdict = ANY (ARRAY['good'::text, 'warn'::text, 'bad'::text])))
);
CREATE INDEX machine_check_age ON public.machine_check USING btree (checked_at);

CREATE TABLE marking_hold (
    work_id text NOT NULL,
    marker_id text NOT NULL,
    until timestamp with time zone NOT NULL,
    CONSTRAINT marking_hold_pkey PRIMARY KEY (work_id, marker_id),
    CONSTRAINT marking_hold_work_id_fkey FOREIGN KEY (work_id) REFERENCES marking_work(id) ON DELETE CASCADE
);

CREATE TABLE marking_mark (
    work_id text NOT NULL,
    turn integer NOT NULL,
    marker_id text NOT NULL,
    marker_name text NOT NULL,
    points jsonb NOT NULL,
    total integer NOT NULL,
    note text NOT NULL DEFAULT ''::text,
    marked_at timestamp with time zone NOT NULL,
    CONSTRAINT marking_mark_pkey PRIMARY KEY (work_id, turn),
    CONSTRAINT marking_mark_work_id_marker_id_key UNIQUE (work_id, marker_id),
    CONSTRAINT marking_mark_work_id_fkey FOREIGN KEY (work_id) REFERENCES marking_work(id) ON DELETE CASCADE,
    CONSTRAINT marking_mark_total_check CHECK ((total >= 0)),
    CONSTRAINT marking_mark_turn_check CHECK (((turn >= 1) AND (turn <= 3)))
);

CREATE TABLE marking_plan (
    sitting_id text NOT NULL,
    marks integer NOT NULL,
    threshold integer NOT NULL,
    CONSTRAINT marking_plan_pkey PRIMARY KEY (sitting_id),
    CONSTRAINT marking_plan_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES sitting(id) ON DELETE CASCADE,
    CONSTRAINT marking_plan_marks_check CHECK ((marks = ANY (ARRAY[1, 2]))),
    CONSTRAINT marking_plan_threshold_check CHECK (((threshold >= 0) AND (threshold <= 1000)))
);

CREATE TABLE marking_work (
    id text NOT NULL,
    sitting_id text NOT NULL,
    attempt_id text NOT NULL,
    candidate_id text NOT NULL,
    field text NOT NULL,
    alias text NOT NULL,
    value text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    final integer,
    settled_by text NOT NULL DEFAULT ''::text,
    settled_at timestamp with time zone,
    gone_at timestamp with time zone,
    CONSTRAINT marking_work_pkey PRIMARY KEY (id),
    CONSTRAINT marking_work_attempt_id_field_key UNIQUE (attempt_id, field),
    CONSTRAINT marking_work_sitting_id_alias_key UNIQUE (sitting_id, alias),
    CONSTRAINT marking_work_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES attempt(id) ON DELETE CASCADE,
    CONSTRAINT marking_work_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES sitting(id) ON DELETE CASCADE,
    CONSTRAINT marking_work_check CHECK (((final IS NULL) = (settled_at IS NULL))),
    CONSTRAINT marking_work_final_check CHECK ((final >= 0))
);
CREATE INDEX marking_work_open ON public.marking_work USING btree (sitting_id) WHERE (final IS NULL);

CREATE TABLE media (
    hash text NOT NULL,
    mime text NOT NULL,
    bytes bytea NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT media_pkey PRIMARY KEY (hash),
    CONSTRAINT media_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT media_mime_check CHECK (((mime ~~ 'image/%'::text) OR (mime ~~ 'audio/%'::text)))
);

CREATE TABLE omr_bag (
    sitting_id text NOT NULL,
    room_id text NOT NULL,
    sheets integer NOT NULL,
    absent text[] NOT NULL,
    CONSTRAINT omr_bag_pkey PRIMARY KEY (sitting_id, room_id),
    CONSTRAINT omr_bag_room_id_fkey FOREIGN KEY (room_id) REFERENCES room(id),
    CONSTRAINT omr_bag_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES omr_run(sitting_id),
    CONSTRAINT omr_bag_sheets_check CHECK (((sheets >= 0) AND (sheets <= 2000)))
);

CREATE TABLE omr_check (
    id text NOT NULL,
    sitting_id text NOT NULL,
    by_id text NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    state text NOT NULL DEFAULT 'waiting'::text,
    done integer NOT NULL DEFAULT 0,
    total integer NOT NULL DEFAULT 0,
    ended_at timestamp with time zone,
    scans integer NOT NULL DEFAULT 0,
    sheets integer NOT NULL DEFAULT 0,
    wrong jsonb NOT NULL DEFAULT '[]'::jsonb,
    CONSTRAINT omr_check_pkey PRIMARY KEY (id),
    CONSTRAINT omr_check_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES omr_run(sitting_id),
    CONSTRAINT omr_check_check CHECK (((state = ANY (ARRAY['waiting'::text, 'running'::text])) = (ended_at IS NULL))),
    CONSTRAINT omr_check_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'cancelled'::text, 'failed'::text])))
);
CREATE UNIQUE INDEX omr_check_one ON public.omr_check USING btree (sitting_id) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

CREATE TABLE omr_fix (
    id text NOT NULL,
    sheet_id text NOT NULL,
    seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    field text NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    why text NOT NULL,
    crop bytea NOT NULL,
    by_id text NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    second boolean NOT NULL,
    agreed_id text NOT NULL DEFAULT ''::text,
    agreed_name text NOT NULL DEFAULT ''::text,
    agreed_at timestamp with time zone,
    refused boolean NOT NULL DEFAULT false,
    CONSTRAINT omr_fix_pkey PRIMARY KEY (id),
    CONSTRAINT omr_fix_sheet_id_fkey FOREIGN KEY (sheet_id) REFERENCES omr_sheet(id),
    CONSTRAINT omr_fix_check CHECK (((agreed_id = ''::text) OR (agreed_id <> by_id))),
    CONSTRAINT omr_fix_check1 CHECK (((agreed_id = ''::text) = (agreed_at IS NULL))),
    CONSTRAINT omr_fix_check2 CHECK (((NOT refused) OR (agreed_id <> ''::text))),
    CONSTRAINT omr_fix_field_check CHECK ((field <> ''::text))
);
CREATE INDEX omr_fix_sheet ON public.omr_fix USING btree (sheet_id, seq);

CREATE TABLE omr_run (
    sitting_id text NOT NULL,
    layout jsonb NOT NULL,
    made_by text NOT NULL,
    made_name text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT omr_run_pkey PRIMARY KEY (sitting_id),
    CONSTRAINT omr_run_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES sitting(id)
);

CREATE TABLE omr_scan (
    id text NOT NULL,
    sitting_id text NOT NULL,
    room_id text NOT NULL,
    file text NOT NULL,
    hash bytea NOT NULL,
    data bytea NOT NULL,
    by_id text NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    pages integer NOT NULL DEFAULT 0,
    fault text NOT NULL DEFAULT ''::text,
    CONSTRAINT omr_scan_pkey PRIMARY KEY (id),
    CONSTRAINT omr_scan_sitting_id_hash_key UNIQUE (sitting_id, hash),
    CONSTRAINT omr_scan_room_id_fkey FOREIGN KEY (room_id) REFERENCES room(id),
    CONSTRAINT omr_scan_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES omr_run(sitting_id),
    CONSTRAINT omr_scan_file_check CHECK ((file <> ''::text)),
    CONSTRAINT omr_scan_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT omr_scan_pages_check CHECK ((pages >= 0))
);
CREATE INDEX omr_scan_unread ON public.omr_scan USING btree (sitting_id) WHERE ((pages = 0) AND (fault = ''::text));

CREATE TABLE omr_sheet (
    id text NOT NULL,
    scan_id text NOT NULL,
    page integer NOT NULL,
    status text NOT NULL,
    doubts jsonb NOT NULL,
    cells jsonb NOT NULL,
    detail bytea NOT NULL,
    CONSTRAINT omr_sheet_pkey PRIMARY KEY (id),
    CONSTRAINT omr_sheet_scan_id_page_key UNIQUE (scan_id, page),
    CONSTRAINT omr_sheet_scan_id_fkey FOREIGN KEY (scan_id) REFERENCES omr_scan(id),
    CONSTRAINT omr_sheet_page_check CHECK ((page > 0)),
    CONSTRAINT omr_sheet_status_check CHECK ((status = ANY (ARRAY['ok'::text, 'review'::text, 'rejected'::text, 'blank'::text])))
);

CREATE TABLE omr_step (
    sitting_id text NOT NULL,
    stage text NOT NULL,
    secret bytea NOT NULL,
    holder_id text NOT NULL DEFAULT ''::text,
    holder_name text NOT NULL DEFAULT ''::text,
    opened_at timestamp with time zone,
    sealed_at timestamp with time zone,
    sealed_id text NOT NULL DEFAULT ''::text,
    sealed_name text NOT NULL DEFAULT ''::text,
    n integer NOT NULL DEFAULT 0,
    root bytea,
    previous bytea,
    signature bytea,
    public_key bytea,
    CONSTRAINT omr_step_pkey PRIMARY KEY (sitting_id, stage),
    CONSTRAINT omr_step_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES omr_run(sitting_id),
    CONSTRAINT omr_step_check CHECK (((holder_id = ''::text) = (opened_at IS NULL))),
    CONSTRAINT omr_step_check1 CHECK (((sealed_at IS NULL) OR (opened_at IS NOT NULL))),
    CONSTRAINT omr_step_check2 CHECK (((sealed_at IS NULL) = (signature IS NULL))),
    CONSTRAINT omr_step_secret_check CHECK ((octet_length(secret) = 32)),
    CONSTRAINT omr_step_stage_check CHECK ((stage = ANY (ARRAY['scan'::text, 'read'::text, 'fix'::text, 'score'::text])))
);
CREATE UNIQUE INDEX omr_step_holder ON public.omr_step USING btree (sitting_id, holder_id) WHERE (holder_id <> ''::text);

CREATE TABLE paper (
    hash text NOT NULL,
    sitting_id text NOT NULL,
    form_code text NOT NULL,
    blob bytea NOT NULL,
    key_wrapped bytea NOT NULL,
    fields jsonb NOT NULL,
    CONSTRAINT paper_pkey PRIMARY KEY (hash),
    CONSTRAINT paper_sitting_id_form_code_key UNIQUE (sitting_id, form_code),
    CONSTRAINT paper_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES delivery_sitting(id) ON DELETE CASCADE,
    CONSTRAINT paper_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text))
);

CREATE TABLE practice_form (
    version text NOT NULL,
    form_id text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT practice_form_pkey PRIMARY KEY (version),
    CONSTRAINT practice_form_form_id_fkey FOREIGN KEY (form_id) REFERENCES form(id)
);

CREATE TABLE refused_entry (
    shard integer NOT NULL,
    entry text NOT NULL,
    attempt text NOT NULL,
    kind text NOT NULL,
    body bytea NOT NULL,
    reason text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT refused_entry_pkey PRIMARY KEY (shard, entry)
);

CREATE TABLE result (
    id text NOT NULL,
    sitting_id text NOT NULL,
    candidate_id text NOT NULL,
    version integer NOT NULL,
    attempt_id text NOT NULL,
    form_id text NOT NULL,
    form_code text NOT NULL,
    key_version integer NOT NULL,
    rule text NOT NULL,
    points integer NOT NULL,
    max_points integer NOT NULL,
    parts jsonb NOT NULL,
    detail jsonb NOT NULL,
    digest bytea NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    state_reason text NOT NULL DEFAULT ''::text,
    author_id text NOT NULL,
    author_name text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    published_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    pending integer GENERATED ALWAYS AS (COALESCE(((detail ->> 'pending'::text))::integer, 0)) STORED,
    CONSTRAINT result_pkey PRIMARY KEY (id),
    CONSTRAINT result_sitting_id_candidate_id_version_key UNIQUE (sitting_id, candidate_id, version),
    CONSTRAINT result_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES candidate(id),
    CONSTRAINT result_form_id_key_version_fkey FOREIGN KEY (form_id, key_version) REFERENCES form_key(form_id, version),
    CONSTRAINT result_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES sitting(id),
    CONSTRAINT result_check CHECK ((max_points >= points)),
    CONSTRAINT result_check1 CHECK (((state <> 'published'::text) OR (published_at IS NOT NULL))),
    CONSTRAINT result_check2 CHECK (((state = 'withdrawn'::text) = (withdrawn_at IS NOT NULL))),
    CONSTRAINT result_digest_check CHECK ((octet_length(digest) = 32)),
    CONSTRAINT result_points_check CHECK ((points >= 0)),
    CONSTRAINT result_rule_check CHECK ((rule <> ''::text)),
    CONSTRAINT result_state_check CHECK ((state = ANY (ARRAY['scored'::text, 'published'::text, 'withdrawn'::text]))),
    CONSTRAINT result_version_check CHECK ((version > 0))
);
CREATE INDEX result_candidate ON public.result USING btree (candidate_id);

CREATE TABLE retag (
    id text NOT NULL,
    retag jsonb NOT NULL,
    items integer NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    undone_at timestamp with time zone,
    CONSTRAINT retag_pkey PRIMARY KEY (id),
    CONSTRAINT retag_items_check CHECK ((items > 0))
);
CREATE INDEX retag_by ON public.retag USING btree (created_by, created_at);

CREATE TABLE retag_item (
    retag_id text NOT NULL,
    item_id text NOT NULL,
    from_id text NOT NULL,
    to_id text NOT NULL,
    from_pool text NOT NULL,
    to_pool text NOT NULL,
    CONSTRAINT retag_item_pkey PRIMARY KEY (retag_id, item_id),
    CONSTRAINT retag_item_item_id_fkey FOREIGN KEY (item_id) REFERENCES item(id) ON DELETE CASCADE,
    CONSTRAINT retag_item_retag_id_fkey FOREIGN KEY (retag_id) REFERENCES retag(id) ON DELETE CASCADE
);
CREATE INDEX retag_item_item ON public.retag_item USING btree (item_id);

CREATE TABLE room (
    id text NOT NULL,
    exam_id text NOT NULL,
    name text NOT NULL,
    place text NOT NULL,
    capacity integer NOT NULL,
    CONSTRAINT room_pkey PRIMARY KEY (id),
    CONSTRAINT room_exam_id_name_key UNIQUE (exam_id, name),
    CONSTRAINT room_exam_id_fkey FOREIGN KEY (exam_id) REFERENCES exam(id) ON DELETE CASCADE,
    CONSTRAINT room_capacity_check CHECK (((capacity >= 1) AND (capacity <= 500))),
    CONSTRAINT room_name_check CHECK ((name <> ''::text))
);

CREATE TABLE roster_import (
    id text NOT NULL,
    exam_id text NOT NULL,
    mode text NOT NULL,
    file_name text NOT NULL,
    sha256 text NOT NULL,
    candidates integer NOT NULL,
    account_id text NOT NULL,
    at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT roster_import_pkey PRIMARY KEY (id),
    CONSTRAINT roster_import_exam_id_fkey FOREIGN KEY (exam_id) REFERENCES exam(id) ON DELETE CASCADE,
    CONSTRAINT roster_import_mode_check CHECK ((mode = ANY (ARRAY['add'::text, 'replace'::text])))
);
CREATE INDEX roster_import_exam ON public.roster_import USING btree (exam_id, at);

CREATE TABLE saved_filter (
    id text NOT NULL,
    owner text NOT NULL,
    unit_id text,
    name text NOT NULL,
    filter jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT saved_filter_pkey PRIMARY KEY (id),
    CONSTRAINT saved_filter_owner_name_key UNIQUE (owner, name),
    CONSTRAINT saved_filter_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id) ON DELETE CASCADE,
    CONSTRAINT saved_filter_name_check CHECK ((name <> ''::text))
);

CREATE TABLE schema_migration (
    name text NOT NULL,
    sha256 text NOT NULL,
    ran_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT schema_migration_pkey PRIMARY KEY (name)
);

CREATE TABLE seat (
    sitting_id text NOT NULL,
    candidate_id text NOT NULL,
    room_id text NOT NULL,
    seat_no integer NOT NULL,
    CONSTRAINT seat_pkey PRIMARY KEY (sitting_id, candidate_id),
    CONSTRAINT seat_sitting_id_room_id_seat_no_key UNIQUE (sitting_id, room_id, seat_no),
    CONSTRAINT seat_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES candidate(id) ON DELETE CASCADE,
    CONSTRAINT seat_room_id_fkey FOREIGN KEY (room_id) REFERENCES room(id),
    CONSTRAINT seat_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES sitting(id) ON DELETE CASCADE,
    CONSTRAINT seat_seat_no_check CHECK ((seat_no > 0))
);
CREATE INDEX seat_candidate ON public.seat USING btree (candidate_id);
CREATE INDEX seat_room ON public.seat USING btree (room_id);

CREATE TABLE setting (
    name text NOT NULL,
    value jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT setting_pkey PRIMARY KEY (name)
);

CREATE TABLE sitting (
    id text NOT NULL,
    exam_id text NOT NULL,
    subject text NOT NULL,
    name text NOT NULL,
    form_id text,
    rule text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    duration_s integer NOT NULL,
    grace_s integer NOT NULL,
    late_limit_s integer NOT NULL,
    submit_after_s integer NOT NULL,
    opened_at timestamp with time zone,
    rev integer NOT NULL DEFAULT 1,
    practice boolean NOT NULL DEFAULT false,
    CONSTRAINT sitting_pkey PRIMARY KEY (id),
    CONSTRAINT sitting_exam_id_fkey FOREIGN KEY (exam_id) REFERENCES exam(id) ON DELETE CASCADE,
    CONSTRAINT sitting_check CHECK (((late_limit_s >= 0) AND (late_limit_s <= duration_s))),
    CONSTRAINT sitting_check1 CHECK (((submit_after_s >= 0) AND (submit_after_s <= duration_s))),
    CONSTRAINT sitting_check2 CHECK (((opened_at IS NULL) OR (form_id IS NOT NULL))),
    CONSTRAINT sitting_duration_s_check CHECK ((duration_s > 0)),
    CONSTRAINT sitting_grace_s_check CHECK ((grace_s >= 0)),
    CONSTRAINT sitting_name_check CHECK ((name <> ''::text)),
    CONSTRAINT sitting_rule_check CHECK ((rule <> ''::text)),
    CONSTRAINT sitting_subject_check CHECK ((subject <> ''::text))
);
CREATE INDEX sitting_exam ON public.sitting USING btree (exam_id, starts_at);

CREATE TABLE sitting_proof (
    sitting_id text NOT NULL,
    version integer NOT NULL,
    at timestamp with time zone NOT NULL,
    leaves integer NOT NULL,
    attempts text[] NOT NULL,
    leaf_hashes bytea NOT NULL,
    root bytea NOT NULL,
    previous bytea NOT NULL,
    reason text NOT NULL,
    signature bytea NOT NULL,
    public_key bytea NOT NULL,
    rev bigint NOT NULL,
    CONSTRAINT sitting_proof_pkey PRIMARY KEY (sitting_id, version),
    CONSTRAINT sitting_proof_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES delivery_sitting(id) ON DELETE CASCADE,
    CONSTRAINT sitting_proof_check CHECK (((cardinality(attempts) = leaves) AND (octet_length(leaf_hashes) = (32 * leaves)))),
    CONSTRAINT sitting_proof_leaves_check CHECK ((leaves >= 0)),
    CONSTRAINT sitting_proof_previous_check CHECK ((octet_length(previous) = 32)),
    CONSTRAINT sitting_proof_public_key_check CHECK ((octet_length(public_key) = 32)),
    CONSTRAINT sitting_proof_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT sitting_proof_root_check CHECK ((octet_length(root) = 32)),
    CONSTRAINT sitting_proof_signature_check CHECK ((octet_length(signature) = 64)),
    CONSTRAINT sitting_proof_version_check CHECK ((version > 0))
);

CREATE TABLE unit (
    id text NOT NULL,
    parent_id text,
    kind text NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    school_kind text NOT NULL DEFAULT ''::text,
    CONSTRAINT unit_pkey PRIMARY KEY (id),
    CONSTRAINT unit_code_key UNIQUE (code),
    CONSTRAINT unit_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES unit(id),
    CONSTRAINT unit_check CHECK (((parent_id IS NULL) OR (parent_id <> id))),
    CONSTRAINT unit_code_check CHECK ((code <> ''::text)),
    CONSTRAINT unit_kind_check CHECK ((kind = ANY (ARRAY['so'::text, 'phong'::text, 'truong'::text, 'lop'::text]))),
    CONSTRAINT unit_name_check CHECK ((name <> ''::text)),
    CONSTRAINT unit_school_kind_check CHECK ((school_kind = ANY (ARRAY[''::text, 'public'::text, 'private'::text, 'gifted'::text, 'boarding'::text, 'continuing'::text]))),
    CONSTRAINT unit_school_kind_of CHECK (((school_kind = ''::text) OR (kind = 'truong'::text)))
);
CREATE INDEX unit_parent ON public.unit USING btree (parent_id);

CREATE TABLE upload (
    attempt_id text NOT NULL,
    sha256 text NOT NULL,
    field text NOT NULL,
    name text NOT NULL,
    bytes bigint NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    CONSTRAINT upload_pkey PRIMARY KEY (attempt_id, sha256),
    CONSTRAINT upload_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES attempt(id) ON DELETE CASCADE,
    CONSTRAINT upload_bytes_check CHECK ((bytes > 0)),
    CONSTRAINT upload_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

CREATE TABLE upload_piece (
    attempt_id text NOT NULL,
    sha256 text NOT NULL,
    no integer NOT NULL,
    data bytea NOT NULL,
    CONSTRAINT upload_piece_pkey PRIMARY KEY (attempt_id, sha256, no),
    CONSTRAINT upload_piece_attempt_id_sha256_fkey FOREIGN KEY (attempt_id, sha256) REFERENCES upload(attempt_id, sha256) ON DELETE CASCADE
);

CREATE TABLE vault (
    id text NOT NULL,
    unit_id text NOT NULL,
    pool text NOT NULL,
    public text NOT NULL,
    escrow text NOT NULL,
    escrow_sealed bytea NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    CONSTRAINT vault_pkey PRIMARY KEY (id),
    CONSTRAINT vault_public_key UNIQUE (public),
    CONSTRAINT vault_unit_id_pool_key UNIQUE (unit_id, pool),
    CONSTRAINT vault_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
    CONSTRAINT vault_pool_check CHECK ((pool <> ''::text))
);

CREATE TABLE vault_keeper (
    vault_id text NOT NULL,
    account_id text NOT NULL,
    sealed bytea NOT NULL,
    added_at timestamp with time zone NOT NULL DEFAULT now(),
    added_by text NOT NULL,
    CONSTRAINT vault_keeper_pkey PRIMARY KEY (vault_id, account_id),
    CONSTRAINT vault_keeper_account_id_fkey FOREIGN KEY (account_id) REFERENCES vault_person(account_id),
    CONSTRAINT vault_keeper_vault_id_fkey FOREIGN KEY (vault_id) REFERENCES vault(id)
);

CREATE TABLE vault_person (
    account_id text NOT NULL,
    name text NOT NULL,
    public text NOT NULL,
    locked bytea NOT NULL,
    made_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT vault_person_pkey PRIMARY KEY (account_id),
    CONSTRAINT vault_person_public_key UNIQUE (public),
    CONSTRAINT vault_person_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);

CREATE VIEW khaothi_record AS
 SELECT l.attempt,
    l.seq,
    l.field,
    l.value,
    l.at,
    (a.state = 'sealed'::text) AS sealed
   FROM (answer_log l
     JOIN attempt a ON ((a.id = l.attempt)));

CREATE OR REPLACE FUNCTION public.analysis_item_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.applied_at IS NULL AND NEW.applied_at IS NOT NULL
       AND (to_jsonb(NEW) - '{applied_at,applied_by,applied_name,reason}'::text[])
         = (to_jsonb(OLD) - '{applied_at,applied_by,applied_name,reason}'::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what a run found is never rewritten: % of %', TG_OP, TG_TABLE_NAME USING ERRCODE = '23514';
END $function$
;

CREATE OR REPLACE FUNCTION public.bank_keep_vault()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE home text := (SELECT id FROM vault v WHERE v.unit_id = NEW.unit_id AND v.pool = NEW.pool);
BEGIN
    IF home IS DISTINCT FROM NEW.vault_id OR (TG_OP = 'UPDATE' AND OLD.vault_id IS DISTINCT FROM NEW.vault_id) THEN
        RAISE EXCEPTION 'items neither leave nor enter a confidential pool' USING ERRCODE = 'check_violation', CONSTRAINT = 'item_vault';
    END IF;
    RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION public.bank_marks(name text, vals text[])
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
    SELECT coalesce(array_agg(name || ':' || v), '{}') FROM unnest(vals) v
$function$
;

CREATE OR REPLACE FUNCTION public.bank_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    RAISE EXCEPTION 'a % never changes', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $function$
;

CREATE OR REPLACE FUNCTION public.bank_refuse_pin()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF EXISTS (SELECT 1 FROM form WHERE id IN (OLD.form_id, NEW.form_id) AND state = 'locked') THEN
        RAISE EXCEPTION 'a locked form never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $function$
;

CREATE OR REPLACE FUNCTION public.delivery_action_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.outcome = ''
       AND (to_jsonb(NEW) - '{outcome,done_at,receipt_before,receipt_after}'::text[])
         = (to_jsonb(OLD) - '{outcome,done_at,receipt_before,receipt_after}'::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the ledger of actions only grows' USING ERRCODE = 'restrict_violation';
END $function$
;

CREATE OR REPLACE FUNCTION public.omr_in_stage()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
END $function$
;

CREATE OR REPLACE FUNCTION public.omr_step_follows()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF EXISTS (
        SELECT FROM omr_step b
        WHERE b.sitting_id = NEW.sitting_id AND b.sealed_at IS NULL
            AND array_position(ARRAY['scan', 'read', 'fix', 'score'], b.stage) < array_position(ARRAY['scan', 'read', 'fix', 'score'], NEW.stage)
    ) THEN
        RAISE EXCEPTION 'the stage before % is not sealed', NEW.stage USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION public.refuse_rewrite()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    RAISE EXCEPTION 'a version is never rewritten: % of %', TG_OP, TG_TABLE_NAME USING ERRCODE = '23514';
END $function$
;

CREATE OR REPLACE FUNCTION public.result_not_of_practice()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF EXISTS (SELECT 1 FROM new_result r JOIN sitting s ON s.id = r.sitting_id WHERE s.practice) THEN
        RAISE EXCEPTION 'a practice sitting has no results' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $function$
;

CREATE TRIGGER analysis_item_kept BEFORE DELETE OR UPDATE ON public.analysis_item FOR EACH ROW EXECUTE FUNCTION analysis_item_kept();

CREATE TRIGGER analysis_run_kept BEFORE UPDATE ON public.analysis_run FOR EACH ROW WHEN ((old.state <> 'running'::text)) EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER analysis_run_stays BEFORE DELETE ON public.analysis_run FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER delivery_action_stays BEFORE DELETE OR UPDATE ON public.delivery_action FOR EACH ROW EXECUTE FUNCTION delivery_action_stays();

CREATE TRIGGER form_key_kept BEFORE UPDATE ON public.form_key FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER form_locked BEFORE DELETE OR UPDATE ON public.form FOR EACH ROW WHEN ((old.state = 'locked'::text)) EXECUTE FUNCTION bank_refuse();

CREATE TRIGGER form_pin_locked BEFORE INSERT OR DELETE OR UPDATE ON public.form_pin FOR EACH ROW EXECUTE FUNCTION bank_refuse_pin();

CREATE TRIGGER form_variant_immutable BEFORE DELETE OR UPDATE ON public.form_variant FOR EACH ROW EXECUTE FUNCTION bank_refuse();

CREATE TRIGGER item_step_immutable BEFORE UPDATE ON public.item_step FOR EACH ROW EXECUTE FUNCTION bank_refuse();

CREATE TRIGGER item_vault BEFORE INSERT OR UPDATE OF pool, unit_id, vault_id ON public.item FOR EACH ROW EXECUTE FUNCTION bank_keep_vault();

CREATE TRIGGER item_version_immutable BEFORE UPDATE ON public.item_version FOR EACH ROW EXECUTE FUNCTION bank_refuse();

CREATE TRIGGER omr_bag_in_stage BEFORE INSERT OR UPDATE ON public.omr_bag FOR EACH ROW EXECUTE FUNCTION omr_in_stage('scan');

CREATE TRIGGER omr_bag_stays BEFORE DELETE ON public.omr_bag FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_bag_whole BEFORE TRUNCATE ON public.omr_bag FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_check_kept BEFORE UPDATE ON public.omr_check FOR EACH ROW WHEN ((old.ended_at IS NOT NULL)) EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_check_stays BEFORE DELETE ON public.omr_check FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_fix_in_stage BEFORE INSERT OR UPDATE ON public.omr_fix FOR EACH ROW EXECUTE FUNCTION omr_in_stage('fix');

CREATE TRIGGER omr_fix_kept BEFORE UPDATE OF id, sheet_id, field, before, after, why, crop, by_id, by_name, at, second ON public.omr_fix FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_fix_once BEFORE UPDATE ON public.omr_fix FOR EACH ROW WHEN ((old.agreed_id <> ''::text)) EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_fix_stays BEFORE DELETE ON public.omr_fix FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_fix_whole BEFORE TRUNCATE ON public.omr_fix FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_run_kept BEFORE DELETE OR UPDATE ON public.omr_run FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_run_whole BEFORE TRUNCATE ON public.omr_run FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_scan_in_stage BEFORE INSERT ON public.omr_scan FOR EACH ROW EXECUTE FUNCTION omr_in_stage('scan');

CREATE TRIGGER omr_scan_kept BEFORE UPDATE OF id, sitting_id, room_id, file, hash, data, by_id, by_name, at ON public.omr_scan FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_scan_once BEFORE UPDATE OF pages, fault ON public.omr_scan FOR EACH ROW WHEN (((old.pages <> 0) OR (old.fault <> ''::text))) EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_scan_read BEFORE UPDATE OF pages, fault ON public.omr_scan FOR EACH ROW EXECUTE FUNCTION omr_in_stage('read');

CREATE TRIGGER omr_scan_stays BEFORE DELETE ON public.omr_scan FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_scan_whole BEFORE TRUNCATE ON public.omr_scan FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_sheet_in_stage BEFORE INSERT ON public.omr_sheet FOR EACH ROW EXECUTE FUNCTION omr_in_stage('read');

CREATE TRIGGER omr_sheet_kept BEFORE DELETE OR UPDATE ON public.omr_sheet FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_sheet_whole BEFORE TRUNCATE ON public.omr_sheet FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_step_kept BEFORE UPDATE ON public.omr_step FOR EACH ROW WHEN ((old.sealed_at IS NOT NULL)) EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_step_once BEFORE UPDATE OF sitting_id, stage, secret, holder_id, holder_name, opened_at ON public.omr_step FOR EACH ROW WHEN ((old.opened_at IS NOT NULL)) EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_step_order BEFORE UPDATE ON public.omr_step FOR EACH ROW WHEN ((new.opened_at IS NOT NULL)) EXECUTE FUNCTION omr_step_follows();

CREATE TRIGGER omr_step_stays BEFORE DELETE ON public.omr_step FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER omr_step_whole BEFORE TRUNCATE ON public.omr_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER result_kept BEFORE UPDATE OF id, sitting_id, candidate_id, version, attempt_id, form_id, form_code, key_version, rule, points, max_points, parts, detail, digest, reason, author_id, author_name, created_at ON public.result FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER result_not_of_practice AFTER INSERT ON public.result REFERENCING NEW TABLE AS new_result FOR EACH STATEMENT EXECUTE FUNCTION result_not_of_practice();

CREATE TRIGGER sitting_proof_kept BEFORE UPDATE ON public.sitting_proof FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
