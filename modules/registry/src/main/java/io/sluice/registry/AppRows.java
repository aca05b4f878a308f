package io.sluice.registry;

import io.vertx.sqlclient.Row;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** From rows about apps to records. */
final class AppRows {
    private AppRows() {}

    static AppRecord app(Row row) {
        return new AppRecord(
                row.getString("name"),
                settings(row),
                row.getInteger("revision"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("changed_at").toInstant());
    }

    private static AppSettings settings(Row row) {
        return new AppSettings(
                Optional.ofNullable(row.getLong("events_per_second")),
                Optional.ofNullable(row.getLong("bytes_per_second")));
    }

    static WriteKeyRecord key(Row row) {
        return new WriteKeyRecord(
                row.getString("id"),
                row.getString("app"),
                row.getOffsetDateTime("created_at").toInstant(),
                StoredText.to(row.getString("created_by")),
                row.getString("ending"),
                instant(row, "expires_at"),
                instant(row, "revoked_at"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    static KeyGrant grant(Row row) {
        return new KeyGrant(
                row.getString("app"),
                row.getString("id"),
                settings(row),
                Optional.ofNullable(row.getLong("valid_ms")).map(Duration::ofMillis));
    }

    static AuditRecord audit(Row row) {
        return new AuditRecord(
                row.getLong("number"),
                row.getOffsetDateTime("at").toInstant(),
                new AuditNote(
                        StoredText.to(row.getString("actor")),
                        row.getString("action"),
                        row.getString("app"),
                        StoredText.to(row.getString("subject")),
                        Optional.ofNullable(row.getString("was")),
                        Optional.ofNullable(row.getString("became"))));
    }
}
