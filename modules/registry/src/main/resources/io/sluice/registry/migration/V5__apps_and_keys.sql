-- Apps with settings of their own, write keys that come and go, and who changed what. Keys made before this
-- go on working. An older release on the same tables inserts apps and keys as before, and knows nothing of
-- expiry and revocation: let no such door run on.

ALTER TABLE app
    -- NULL: what the door's own settings say.
    ADD COLUMN events_per_second bigint CHECK (events_per_second > 0),
    ADD COLUMN bytes_per_second  bigint CHECK (bytes_per_second > 0),
    -- Counts changes of the settings, for compare-and-set.
    ADD COLUMN revision          int NOT NULL DEFAULT 1,
    -- Of the settings or of a key: for those who ask what is new.
    ADD COLUMN changed_at        timestamptz NOT NULL DEFAULT clock_timestamp();
CREATE INDEX ON app (changed_at);

ALTER TABLE write_key
    -- Public; the key itself is known by its hash alone.
    ADD COLUMN id         text NOT NULL UNIQUE
        DEFAULT 'key_' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 16),
    ADD COLUMN created_by text NOT NULL DEFAULT '',
    -- The last characters of a key that Sluice made; none of one that a person chose.
    ADD COLUMN ending     text NOT NULL DEFAULT '',
    ADD COLUMN expires_at timestamptz,
    ADD COLUMN revoked_at timestamptz;

-- Written once, never changed. No foreign key: what happened outlives what it happened to.
CREATE TABLE audit (
    number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Of the call, so that one that ran twice is written once.
    id         uuid NOT NULL UNIQUE,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor      text NOT NULL,
    action     text NOT NULL,
    app        text NOT NULL DEFAULT '',
    subject    text NOT NULL DEFAULT '',
    was        jsonb,
    became     jsonb
);
CREATE INDEX ON audit (app, number);
