-- Identity: units, accounts, their roles, sign-ins.

CREATE TABLE unit (
    id         text PRIMARY KEY,
    parent_id  text REFERENCES unit (id),
    kind       text NOT NULL CHECK (kind IN ('so', 'phong', 'truong', 'lop')),
    code       text NOT NULL UNIQUE CHECK (code <> ''),
    name       text NOT NULL CHECK (name <> ''),
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (parent_id IS NULL OR parent_id <> id)
);
CREATE INDEX unit_parent ON unit (parent_id);

-- password_hash carries its own parameters ($argon2id$…). A temporary password
-- was set by somebody else: its owner must choose another before anything.
CREATE TABLE account (
    id                 text PRIMARY KEY,
    username           text NOT NULL UNIQUE CHECK (username = lower(username) AND username <> ''),
    full_name          text NOT NULL CHECK (full_name <> ''),
    unit_id            text NOT NULL REFERENCES unit (id),
    password_hash      text NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
    password_temporary boolean NOT NULL DEFAULT false,
    disabled_at        timestamptz,
    created_at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX account_unit ON account (unit_id);

-- A role holds for the unit and every unit under it.
CREATE TABLE account_role (
    account_id text NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    role       text NOT NULL CHECK (role IN
        ('admin', 'teacher', 'reviewer', 'board', 'invigilator', 'analyst', 'auditor')),
    unit_id    text NOT NULL REFERENCES unit (id),
    PRIMARY KEY (account_id, role, unit_id)
);
CREATE INDEX account_role_unit ON account_role (unit_id);

-- The browser holds the token; only its SHA-256 is here.
CREATE TABLE login_session (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    account_id text NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
    ip         text NOT NULL,
    agent      text NOT NULL
);
CREATE INDEX login_session_account ON login_session (account_id);
CREATE INDEX login_session_expires ON login_session (expires_at);

-- Tries since the last right password, by SHA-256 of the typed user name:
-- people type passwords into that box.
CREATE TABLE login_try (
    name_hash bytea PRIMARY KEY CHECK (octet_length(name_hash) = 32),
    tries     int NOT NULL CHECK (tries >= 0),
    last_at   timestamptz NOT NULL
);
CREATE INDEX login_try_last ON login_try (last_at);
