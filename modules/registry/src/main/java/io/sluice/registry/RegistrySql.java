package io.sluice.registry;

/** Every statement of the registry. */
final class RegistrySql {
    /** Payload: process, table and version; or {@code app} and its name; a space between. */
    static final String CHANNEL = "sluice_schema";

    static final String HAS_APP = "SELECT name FROM app WHERE name = $1";
    static final String APPS = "SELECT name FROM app ORDER BY name COLLATE \"C\"";

    private static final String SCHEMA =
            "SELECT t.uid, t.app, t.entype, t.evname, t.name, coalesce(v.columns::text, '[]') AS"
                    + " columns";
    private static final String CURRENT =
            SCHEMA
                    + """
                    , t.current_version AS version FROM event_table t
                    LEFT JOIN schema_version v
                      ON v.table_uid = t.uid AND v.version = t.current_version
                    """;
    static final String CURRENT_OF_KIND =
            CURRENT + "WHERE t.app = $1 AND t.entype = $2 AND t.evname = $3";
    static final String CURRENT_OF_UID = CURRENT + "WHERE t.uid = $1";
    static final String CURRENT_OF_APP = CURRENT + "WHERE t.app = $1 ORDER BY t.name COLLATE \"C\"";
    static final String CREATE_TABLE =
            """
            INSERT INTO event_table (uid, app, entype, evname, name)
            SELECT $1, name, $3, $4, $5 FROM app WHERE name = $2
            ON CONFLICT DO NOTHING
            """;

    /** Version 0 has no row of its own. */
    static final String VERSION =
            SCHEMA
                    + """
                    , $2::int AS version FROM event_table t
                    LEFT JOIN schema_version v ON v.table_uid = t.uid AND v.version = $2
                    WHERE t.uid = $1 AND ($2 = 0 OR v.version IS NOT NULL)
                    """;

    static final String HISTORY =
            SCHEMA
                    + """
                    , v.version, v.cause_topic, v.cause_partition, v.cause_offset, v.cause_position,
                      v.instance, v.proposed_at
                    FROM event_table t JOIN schema_version v ON v.table_uid = t.uid
                    WHERE t.uid = $1 ORDER BY v.version
                    """;

    /** After a commit that changed nothing: what is current, and who made the version. */
    static final String CURRENT_AND_PROPOSAL =
            SCHEMA
                    + """
                    , t.current_version AS version, p.proposal FROM event_table t
                    LEFT JOIN schema_version v
                      ON v.table_uid = t.uid AND v.version = t.current_version
                    LEFT JOIN schema_version p ON p.table_uid = t.uid AND p.version = $2
                    WHERE t.uid = $1
                    """;

    /**
     * The compare-and-set: version, lineage, new names and news in one statement, or nothing and no
     * row. Refuses a version that leaves out, moves or renames a column, by doing nothing as well.
     */
    static final String COMMIT =
            """
            WITH proposed AS (
              SELECT e.c->>'path' AS path, e.c->>'name' AS name, e.position
              FROM jsonb_array_elements($3::text::jsonb) WITH ORDINALITY AS e (c, position)
            ), won AS (
              UPDATE event_table SET current_version = $2
              WHERE uid = $1 AND current_version = $2 - 1 AND NOT EXISTS (
                SELECT FROM column_name k WHERE k.table_uid = $1 AND NOT EXISTS (
                  SELECT FROM proposed p
                  WHERE p.position = k.position AND p.path = k.path AND p.name = k.name))
              RETURNING uid
            ), named AS (
              INSERT INTO column_name (table_uid, position, path, path_sha256, name)
              SELECT won.uid, p.position, p.path, sha256(convert_to(p.path, 'UTF8')), p.name
              FROM won CROSS JOIN proposed p
              WHERE NOT EXISTS (
                SELECT FROM column_name k
                WHERE k.table_uid = won.uid AND k.position = p.position)
            ), written AS (
              INSERT INTO schema_version (table_uid, version, columns, fingerprint,
                cause_topic, cause_partition, cause_offset, cause_position,
                instance, proposed_at, process, proposal)
              SELECT uid, $2, $3::text::jsonb, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM won
              RETURNING table_uid, process
            )
            SELECT pg_notify('sluice_schema', process || ' ' || table_uid || ' ' || $2)::text AS told
            FROM written
            """;

    static final String NOW = "SELECT clock_timestamp() AS now";

    /** Versions that other processes made since. */
    static final String NEWS =
            """
            SELECT table_uid, max(version) AS version, max(created_at) AS created_at
            FROM schema_version WHERE created_at > $1 AND process <> $2 GROUP BY table_uid
            """;

    static final String PUBLISHED =
            """
            INSERT INTO load_unit (id, app, table_uid, version, rows, with_id, unit, state)
            SELECT (u->>'id')::uuid, u->>'app', (u->'table'->>'value')::uuid, (u->>'version')::int,
                   (u->>'rows')::bigint, (u->>'withId')::bigint, u, 'PUBLISHED'
            FROM jsonb_array_elements($1::text::jsonb) AS u
            ON CONFLICT DO NOTHING
            """;
    static final String LOADED =
            """
            UPDATE load_unit SET state = 'LOADED', reason = '', changed_at = clock_timestamp()
            WHERE id = ANY ($1) AND state <> 'LOADED'
            """;
    static final String PARKED =
            """
            UPDATE load_unit SET state = 'PARKED', reason = $2, changed_at = clock_timestamp()
            WHERE id = $1 AND state <> 'LOADED'
            """;
    static final String UNITS =
            """
            SELECT unit::text AS unit, state, reason, changed_at FROM load_unit
            WHERE app = $1 AND state = $2 ORDER BY changed_at, id LIMIT $3
            """;
    static final String UNITS_AFTER =
            """
            SELECT unit::text AS unit, state, reason, changed_at FROM load_unit
            WHERE app = $1 AND state = $2 AND (changed_at, id) > ($4, $5)
            ORDER BY changed_at, id LIMIT $3
            """;

    /** Of those that are done, the last ones are asked for. */
    static final String UNITS_NEWEST =
            """
            SELECT unit::text AS unit, state, reason, changed_at FROM load_unit
            WHERE app = $1 AND state = $2 ORDER BY changed_at DESC, id DESC LIMIT $3
            """;

    static final String UNITS_BEFORE =
            """
            SELECT unit::text AS unit, state, reason, changed_at FROM load_unit
            WHERE app = $1 AND state = $2 AND (changed_at, id) < ($4, $5)
            ORDER BY changed_at DESC, id DESC LIMIT $3
            """;
    static final String UNIT =
            "SELECT unit::text AS unit, state, reason, changed_at FROM load_unit WHERE id = $1";
    static final String HELD =
            "UPDATE load_unit SET reason = $2 WHERE id = ANY ($1) AND state = 'PUBLISHED'";

    /** One statement, so that all three parts are of one moment. */
    static final String UNIT_BOOKS =
            """
            SELECT 'sum' AS part, table_uid, state, count(*) AS units, sum(rows)::bigint AS rows,
                   NULL::uuid AS id
            FROM load_unit WHERE app = $1 GROUP BY table_uid, state
            UNION ALL
            SELECT 'open', table_uid, state, 1, rows, id FROM (
              SELECT * FROM load_unit WHERE app = $1 AND state IN ('PUBLISHED', 'PARKED')
              ORDER BY changed_at LIMIT $3) AS oldest
            UNION ALL
            SELECT 'known', table_uid, state, 1, rows, id FROM load_unit
            WHERE id = ANY ($2) AND app = $1
            """;

    /** Of one that died nobody else would take its last words away. */
    static final String REPORT =
            """
            WITH forgotten AS (
              DELETE FROM process_report WHERE (process, part) IN (
                SELECT process, part FROM process_report
                WHERE at < clock_timestamp() - interval '1 day' AND process <> $1
                FOR UPDATE SKIP LOCKED))
            INSERT INTO process_report (process, part, told) VALUES ($1, $2, $3)
            ON CONFLICT (process, part)
              DO UPDATE SET told = EXCLUDED.told, at = clock_timestamp()
            """;

    static final String REPORTS =
            """
            SELECT process, told FROM process_report
            WHERE part = $1 AND at > clock_timestamp() - $2::bigint * interval '1 ms'
            ORDER BY at
            """;

    static final String UNITS_OF = "SELECT id, rows FROM load_unit WHERE table_uid = $1 LIMIT $2";
    static final String MANIFESTS =
            """
            SELECT unit->>'manifestKey' AS manifest FROM load_unit
            WHERE app = $1 AND unit->>'manifestKey' = ANY ($2)
            """;

    private RegistrySql() {}
}
