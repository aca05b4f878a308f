-- The registry. Text that PostgreSQL cannot hold (U+0000, lone surrogates) stands here as ~uXXXX.

CREATE TABLE app (
    name       text PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE write_key (
    hash       text PRIMARY KEY,
    app        text NOT NULL REFERENCES app,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ON write_key (app);

CREATE TABLE event_table (
    uid             uuid PRIMARY KEY,
    app             text NOT NULL REFERENCES app,
    entype          text NOT NULL,
    evname          text NOT NULL,
    name            text NOT NULL,
    current_version int NOT NULL DEFAULT 0 CHECK (current_version >= 0),
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (app, entype, evname),
    UNIQUE (app, name)
)
-- Every commit updates one of these rows: room on the page keeps such updates off the indexes.
WITH (fillfactor = 70);

-- Written once, never changed.
CREATE TABLE schema_version (
    table_uid       uuid NOT NULL REFERENCES event_table,
    version         int NOT NULL CHECK (version > 0),
    columns         jsonb NOT NULL,
    fingerprint     bigint NOT NULL,
    cause_topic     text NOT NULL,
    cause_partition int NOT NULL,
    cause_offset    bigint NOT NULL,
    cause_position  int NOT NULL,
    instance        text NOT NULL,
    proposed_at     timestamptz NOT NULL,
    process         uuid NOT NULL,
    proposal        uuid NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (table_uid, version)
);
-- For those who ask what is new.
CREATE INDEX ON schema_version (created_at);

-- Path <-> name, decided once. No two paths of a table share a column, and none has two.
CREATE TABLE column_name (
    table_uid   uuid NOT NULL REFERENCES event_table,
    position    int NOT NULL,
    path        text NOT NULL,
    -- A path may be longer than an index entry.
    path_sha256 bytea NOT NULL,
    name        text NOT NULL,
    PRIMARY KEY (table_uid, position),
    UNIQUE (table_uid, path_sha256),
    UNIQUE (table_uid, name)
);

-- Units are facts from Kafka: no foreign key may keep one out.
CREATE TABLE load_unit (
    id         uuid PRIMARY KEY,
    app        text NOT NULL,
    table_uid  uuid NOT NULL,
    version    int NOT NULL,
    rows       bigint NOT NULL,
    with_id    bigint NOT NULL,
    unit       jsonb NOT NULL,
    state      text NOT NULL CHECK (state IN ('PUBLISHED', 'LOADED', 'PARKED')),
    reason     text NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ON load_unit (app, state, changed_at);
