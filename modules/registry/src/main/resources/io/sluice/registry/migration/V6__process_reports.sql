-- What running processes tell of themselves, for those that show the whole. Overwritten every few seconds and
-- worthless a minute later: not worth a log, and nothing is lost where a crash empties it.

CREATE UNLOGGED TABLE process_report (
    process uuid NOT NULL,
    part    text NOT NULL,
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- JSON that only those read who know what the part is.
    told    text NOT NULL,
    PRIMARY KEY (process, part)
)
WITH (fillfactor = 50);
