package io.sluice.registry;

/** Every statement about apps, write keys and the audit. */
final class AppSql {
    private static final String APP =
            """
            SELECT name, events_per_second, bytes_per_second, revision, created_at, changed_at
            FROM app
            """;
    static final String LIST = APP + "ORDER BY name COLLATE \"C\"";
    static final String FIND = APP + "WHERE name = $1";

    private static final String ACTIVE =
            "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())";

    /** What the audit says of an app's settings. */
    private static String settings(String alias) {
        return """
        jsonb_strip_nulls(jsonb_build_object('eventsPerSecond', %1$s.events_per_second,
          'bytesPerSecond', %1$s.bytes_per_second))
        """
                .formatted(alias);
    }

    /** What the audit says of a key. */
    private static String key(String alias) {
        return """
        jsonb_strip_nulls(jsonb_build_object('ending', nullif(%1$s.ending, ''),
          'expiresAt', %1$s.expires_at, 'revokedAt', %1$s.revoked_at))
        """
                .formatted(alias);
    }

    static final String CREATE =
            """
            WITH made AS (
              INSERT INTO app (name, events_per_second, bytes_per_second) VALUES ($1, $2, $3)
              ON CONFLICT DO NOTHING RETURNING *
            ), noted AS (
              INSERT INTO audit (id, actor, action, app, subject, became)
              SELECT $4, $5, 'app.created', name, name, %s FROM made
            )
            SELECT pg_notify('sluice_schema', 'app ' || name)::text AS told FROM made
            """
                    .formatted(settings("made"));

    /** The compare-and-set: settings, audit and news, or nothing. */
    static final String CHANGE =
            """
            WITH had AS (
              SELECT * FROM app WHERE name = $1 AND revision = $6 FOR UPDATE
            ), made AS (
              UPDATE app SET events_per_second = $2, bytes_per_second = $3,
                revision = app.revision + 1, changed_at = clock_timestamp()
              FROM had WHERE app.name = had.name
              RETURNING app.name, app.events_per_second, app.bytes_per_second
            ), noted AS (
              INSERT INTO audit (id, actor, action, app, subject, was, became)
              SELECT $4, $5, 'app.changed', made.name, made.name, %s, %s FROM made, had
            )
            SELECT pg_notify('sluice_schema', 'app ' || name)::text AS told FROM made
            """
                    .formatted(settings("had"), settings("made"));

    static final String IS_NOTED = "SELECT FROM audit WHERE id = $1";

    static final String ENSURE_APP =
            """
            WITH made AS (
              INSERT INTO app (name) VALUES ($1) ON CONFLICT DO NOTHING RETURNING *
            )
            INSERT INTO audit (id, actor, action, app, subject)
            SELECT gen_random_uuid(), 'settings', 'app.created', name, name FROM made
            """;

    private static final String TOUCHED =
            """
            touched AS (
              UPDATE app SET changed_at = clock_timestamp() FROM made WHERE app.name = made.app
              RETURNING app.name
            )
            """;
    private static final String TOLD =
            "SELECT pg_notify('sluice_schema', 'app ' || name)::text AS told FROM touched";

    static final String ENSURE_KEY =
            """
            WITH made AS (
              INSERT INTO write_key (hash, app) SELECT $1, name FROM app WHERE name = $2
              ON CONFLICT DO NOTHING RETURNING *
            ), noted AS (
              INSERT INTO audit (id, actor, action, app, subject)
              SELECT gen_random_uuid(), 'settings', 'key.created', app, id FROM made
            ), %s%s
            """
                    .formatted(TOUCHED, TOLD);

    /** Whose a key is, whether it opens anything or not. */
    static final String OWNER = "SELECT app FROM write_key WHERE hash = $1";

    private static final String KEY =
            "SELECT id, app, created_at, created_by, ending, expires_at, revoked_at FROM write_key";
    static final String KEYS = KEY + " WHERE app = $1 ORDER BY created_at, id";
    static final String FIND_KEY = KEY + " WHERE app = $1 AND id = $2";

    private static final String HAS_ROOM =
            "(SELECT count(*) FROM write_key WHERE app = $1 AND " + ACTIVE + ") < $2::int";

    static final String CREATE_KEY =
            """
            WITH made AS (
              INSERT INTO write_key (id, hash, app, created_by, ending, expires_at)
              SELECT $4, $5, name, $6, $7, $8 FROM app WHERE name = $1 AND %s
              ON CONFLICT DO NOTHING RETURNING *
            ), noted AS (
              INSERT INTO audit (id, actor, action, app, subject, became)
              SELECT $3, $6, 'key.created', app, id, %s FROM made
            ), %s%s
            """
                    .formatted(HAS_ROOM, key("made"), TOUCHED, TOLD);

    /** Run twice, the second time finds the new key there, and does nothing. */
    static final String ROTATE_KEY =
            """
            WITH had AS (
              SELECT * FROM write_key WHERE app = $1 AND id = $9 AND %s FOR UPDATE
            ), made AS (
              INSERT INTO write_key (id, hash, app, created_by, ending, expires_at)
              SELECT $4, $5, app, $6, $7, $8 FROM had WHERE %s
              ON CONFLICT DO NOTHING RETURNING *
            ), ended AS (
              UPDATE write_key k
              SET expires_at = least(had.expires_at, clock_timestamp() + make_interval(secs => $10))
              FROM made, had WHERE k.id = had.id RETURNING k.*
            ), noted AS (
              INSERT INTO audit (id, actor, action, app, subject, was, became)
              SELECT $3, $6, 'key.rotated', made.app, had.id, %s,
                jsonb_build_object('replaced', %s, 'by', made.id, 'new', %s)
              FROM made, had, ended
            ), %s%s
            """
                    .formatted(
                            ACTIVE, HAS_ROOM, key("had"), key("ended"), key("made"), TOUCHED, TOLD);

    static final String REVOKE_KEY =
            """
            WITH had AS (
              SELECT * FROM write_key WHERE app = $1 AND id = $2 AND revoked_at IS NULL FOR UPDATE
            ), made AS (
              UPDATE write_key SET revoked_at = clock_timestamp()
              FROM had WHERE write_key.id = had.id RETURNING write_key.*
            ), noted AS (
              INSERT INTO audit (id, actor, action, app, subject, was, became)
              SELECT $3, $4, 'key.revoked', made.app, made.id, %s, %s FROM made, had
            ), %s%s
            """
                    .formatted(key("had"), key("made"), TOUCHED, TOLD);

    /** The end of a key as a span: so the clocks of door and registry need not agree. */
    static final String GRANTS =
            """
            SELECT k.hash, k.id, k.app, a.events_per_second, a.bytes_per_second,
              ceil(extract(epoch FROM k.expires_at - clock_timestamp()) * 1000)::bigint AS valid_ms
            FROM write_key k JOIN app a ON a.name = k.app
            WHERE k.hash = ANY ($1) AND %s
            """
                    .formatted(ACTIVE);

    static final String NOTE =
            """
            INSERT INTO audit (id, actor, action, app, subject, was, became)
            VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7::text::jsonb) ON CONFLICT DO NOTHING
            """;
    static final String AUDIT =
            """
            SELECT number, at, actor, action, app, subject, was::text AS was, became::text AS became
            FROM audit WHERE ($1::text IS NULL OR app = $1) AND number < $2
            ORDER BY number DESC LIMIT $3
            """;

    /** Apps whose settings or keys changed since. */
    static final String NEWS = "SELECT name, changed_at FROM app WHERE changed_at > $1";

    private AppSql() {}
}
