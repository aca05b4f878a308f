BEGIN;
LOCK "app"."_sluice_lock_N";
SELECT unit_id, rows, loaded, duplicates FROM "app"."_sluice_ledger_N" WHERE unit_id IN ($1);
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2;
SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p');
SELECT version, fingerprint FROM "app"."_sluice_tables" WHERE table_uid = $1;
CREATE TABLE "app"."_e_t__x" ("_id" VARCHAR(256), "_ts" TIMESTAMPTZ, "_received_at" TIMESTAMPTZ, "_schema_version" BIGINT, "_topic" VARCHAR(256), "_partition" BIGINT, "_offset" BIGINT, "_position" BIGINT, "_overflow" SUPER, "a" VARCHAR(256), "b" BIGINT, "c" BOOLEAN, "d" TIMESTAMPTZ, "e" DOUBLE PRECISION, "f" VARCHAR(256)) DISTSTYLE AUTO SORTKEY ("_ts");
COMMENT ON TABLE "app"."_e_t__x" IS 'entype t, evname x';
COMMENT ON COLUMN "app"."_e_t__x"."a" IS '/body/a';
COMMENT ON COLUMN "app"."_e_t__x"."b" IS '/body/b';
COMMENT ON COLUMN "app"."_e_t__x"."c" IS '/body/c';
COMMENT ON COLUMN "app"."_e_t__x"."d" IS '/body/d';
COMMENT ON COLUMN "app"."_e_t__x"."e" IS '/body/e';
COMMENT ON COLUMN "app"."_e_t__x"."f" IS '/body/f';
UPDATE "app"."_sluice_tables" SET version = $1, fingerprint = $2 WHERE table_uid = $3;
INSERT INTO "app"."_sluice_tables" VALUES ($1, $2, $3, $4);
COPY "app"."_e_t__x" ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f") FROM 's3://bucket/app/(uuid)/(uuid).manifest.json' IAM_ROLE 'arn:aws:iam::1:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF;
ROLLBACK;
SELECT TRIM(filename), line_number, TRIM(colname), err_code, TRIM(err_reason), TRIM(raw_line), TRIM(raw_field_value) FROM stl_load_errors WHERE query = pg_last_copy_id() ORDER BY starttime DESC LIMIT 1;
COPY "app"."_e_t__x" ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f") FROM 's3://bucket/app/(uuid)/(uuid).manifest.json' IAM_ROLE 'arn:aws:iam::1:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF;
SELECT pg_last_copy_count();
INSERT INTO "app"."_sluice_ledger_N" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, SYSDATE, $10);
INSERT INTO "app"."_sluice_refused" (table_uid, unit_id, file, file_row, bytes, column_name, value, rule, _topic, _partition, _offset, _position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
COMMIT;
SELECT coalesce(obj_description(c.oid, 'pg_class'), obj_description(n.oid, 'pg_namespace'), '') FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = $1 WHERE n.nspname = $2;
COPY "app"."_e_t__x" ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f") FROM 's3://bucket/app/(uuid)/(uuid).manifest.json' IAM_ROLE 'arn:aws:iam::1:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF;
SELECT a.attname, col_description(c.oid, a.attnum) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 WHERE n.nspname = $1 AND c.relname = $2 AND NOT a.attisdropped;
SELECT column_name, privilege_type, identity_type, identity_name FROM svv_column_privileges WHERE namespace_name = $1 AND relation_name = $2 ORDER BY column_name, privilege_type, identity_type, identity_name;
SELECT DISTINCT vn.nspname, v.relname FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class v ON v.oid = r.ev_class JOIN pg_namespace vn ON vn.oid = v.relnamespace JOIN pg_class c ON c.oid = d.refobjid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2 AND v.relname <> c.relname;
ALTER TABLE "app"."_e_t__x" ALTER COLUMN "a" TYPE VARCHAR(16384);
ALTER TABLE "app"."_e_t__x" ADD COLUMN "g" BIGINT;
COMMENT ON COLUMN "app"."_e_t__x"."g" IS '/body/g';
ALTER TABLE "app"."_e_t__x" ADD COLUMN "_sluice_wider" VARCHAR(256);
UPDATE "app"."_e_t__x" SET "_sluice_wider" = CAST("b" AS VARCHAR(256)) WHERE "b" IS NOT NULL;
ALTER TABLE "app"."_e_t__x" DROP COLUMN "b";
ALTER TABLE "app"."_e_t__x" RENAME COLUMN "_sluice_wider" TO "b";
UPDATE "app"."_e_t__x" SET "_sluice_wider" = CASE WHEN "c" THEN 'true' ELSE 'false' END WHERE "c" IS NOT NULL;
ALTER TABLE "app"."_e_t__x" DROP COLUMN "c";
ALTER TABLE "app"."_e_t__x" RENAME COLUMN "_sluice_wider" TO "c";
SELECT count("d"), count("e"), count("f") FROM "app"."_e_t__x";
ALTER TABLE "app"."_e_t__x" DROP COLUMN "d";
ALTER TABLE "app"."_e_t__x" ADD COLUMN "d" VARCHAR(256);
ALTER TABLE "app"."_e_t__x" DROP COLUMN "e";
ALTER TABLE "app"."_e_t__x" ADD COLUMN "e" SUPER;
ALTER TABLE "app"."_e_t__x" DROP COLUMN "f";
ALTER TABLE "app"."_e_t__x" ADD COLUMN "f" SUPER;
DROP TABLE IF EXISTS _sluice_staging;
CREATE TEMP TABLE _sluice_staging (LIKE "app"."_e_t__x");
SELECT unit_id, file, file_row, bytes, column_name, value, rule, _topic, _partition, _offset, _position FROM "app"."_sluice_refused" WHERE table_uid = $1 ORDER BY file, file_row;
SELECT unit_id, version, rows, bucket, manifest_key FROM "app"."_sluice_ledger_N" WHERE table_uid = $1 ORDER BY loaded_at;
COPY _sluice_staging ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g") FROM 's3://bucket/app/(uuid)/(uuid).manifest.json' IAM_ROLE 'arn:aws:iam::1:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF;
COPY _sluice_staging ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g") FROM 's3://bucket/app/(uuid)/(uuid).manifest.json' IAM_ROLE 'arn:aws:iam::1:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF;
UPDATE "app"."_e_t__x" SET "d" = s."d", "e" = s."e", "f" = s."f" FROM _sluice_staging s WHERE "_e_t__x"._partition = s._partition AND "_e_t__x"._offset = s._offset AND "_e_t__x"._position = s._position AND "_e_t__x"._topic = s._topic AND (s."d" IS NOT NULL OR s."e" IS NOT NULL OR s."f" IS NOT NULL);
DROP TABLE _sluice_staging;
COPY "app"."_e_t__x" ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g") FROM 's3://bucket/app/(uuid)/(uuid).manifest.json' IAM_ROLE 'arn:aws:iam::1:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF;
COPY "app"."_e_t__x" ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g") FROM 's3://bucket/app/(uuid)/(uuid).manifest.json' IAM_ROLE 'arn:aws:iam::1:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF;
COPY _sluice_staging ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g") FROM 's3://bucket/app/(uuid)/(uuid).manifest.json' IAM_ROLE 'arn:aws:iam::1:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF;
DROP TABLE IF EXISTS _sluice_gone;
CREATE TEMP TABLE _sluice_gone (LIKE "app"."_sluice_duplicates");
INSERT INTO _sluice_gone SELECT $1, r._id, r._topic, r._partition, r._offset, r._position, $2 FROM (SELECT DISTINCT s._id, s._topic, s._partition, s._offset, s._position
FROM _sluice_staging s JOIN "app"."_e_t__x" t ON t._id = s._id AND octet_length(t._id) = octet_length(s._id)
  AND t._ts BETWEEN s._ts - INTERVAL '2592000 seconds' AND s._ts + INTERVAL '2592000 seconds'
) r;
INSERT INTO _sluice_gone SELECT $1, r._id, r._topic, r._partition, r._offset, r._position, $2 FROM (SELECT a._id, a._topic, a._partition, a._offset, a._position FROM (
  SELECT _id, _topic, _partition, _offset, _position, _ts,
         row_number() OVER (PARTITION BY _id, octet_length(_id)
           ORDER BY _partition, _offset, _position) AS nth,
         first_value(_ts) OVER (PARTITION BY _id, octet_length(_id)
           ORDER BY _partition, _offset, _position
           ROWS UNBOUNDED PRECEDING) AS first_ts
  FROM _sluice_staging WHERE _id IS NOT NULL) a
LEFT JOIN _sluice_gone d ON d._partition = a._partition AND d._offset = a._offset
  AND d._position = a._position AND d._topic = a._topic
WHERE a.nth > 1 AND a._ts BETWEEN a.first_ts - INTERVAL '2592000 seconds' AND a.first_ts + INTERVAL '2592000 seconds'
  AND d._topic IS NULL
) r;
INSERT INTO "app"."_e_t__x" ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g") SELECT "_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g" FROM _sluice_staging;
SELECT count(*), coalesce(sum(CAST(1 * STRTOL(SUBSTRING(MD5(COALESCE(CAST("_id" AS VARCHAR(65535)), '~N~')), 1, 11), 16) + 2 * STRTOL(SUBSTRING(MD5(COALESCE(CAST("_ts" AS VARCHAR(65535)), '~N~')), 1, 11), 16) + 3 * STRTOL(SUBSTRING(MD5(COALESCE(CAST("_received_at" AS VARCHAR(65535)), '~N~')), 1, 11), 16) + 4 * STRTOL(SUBSTRING(MD5(COALESCE(CAST("_schema_version" AS VARCHAR(65535)), '~N~')), 1, 11), 16) + 5 * STRTOL(SUBSTRING(MD5(COALESCE(CAST("_topic" AS VARCHAR(65535)), '~N~')), 1, 11), 16) + 6 * STRTOL(SUBSTRING(MD5(COALESCE(CAST("_partition" AS VARCHAR(65535)), '~N~')), 1, 11), 16) + 7 * STRTOL(SUBSTRING(MD5(COALESCE(CAST("_offset" AS VARCHAR(65535)), '~N~')), 1, 11), 16) + 8 * STRTOL(SUBSTRING(MD5(COALESCE(CAST("_position" AS VARCHAR(65535)), '~N~')), 1, 11), 16) + 9 * STRTOL(SUBSTRING(MD5(COALESCE(JSON_SERIALIZE("_overflow"), '~N~')), 1, 11), 16) + 10 * STRTOL(SUBSTRING(MD5(COALESCE(CAST("a" AS VARCHAR(65535)), '~N~')), 1, 11), 16) + 11 * STRTOL(SUBSTRING(MD5(COALESCE(CAST("b" AS VARCHAR(65535)), '~N~')), 1, 11), 16) + 12 * STRTOL(SUBSTRING(MD5(COALESCE(CAST("c" AS VARCHAR(65535)), '~N~')), 1, 11), 16) + 13 * STRTOL(SUBSTRING(MD5(COALESCE(CAST("d" AS VARCHAR(65535)), '~N~')), 1, 11), 16) + 14 * STRTOL(SUBSTRING(MD5(COALESCE(JSON_SERIALIZE("e"), '~N~')), 1, 11), 16) + 15 * STRTOL(SUBSTRING(MD5(COALESCE(JSON_SERIALIZE("f"), '~N~')), 1, 11), 16) + 16 * STRTOL(SUBSTRING(MD5(COALESCE(CAST("g" AS VARCHAR(65535)), '~N~')), 1, 11), 16) AS DECIMAL(38,0))), 0) FROM "app"."_e_t__x" WHERE TRUE;
COPY _sluice_staging ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g") FROM 's3://bucket/app/(uuid)/(uuid).manifest.json' IAM_ROLE 'arn:aws:iam::1:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF;
COPY _sluice_staging ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g") FROM 's3://bucket/app/(uuid)/(uuid).manifest.json' IAM_ROLE 'arn:aws:iam::1:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF;
COPY _sluice_staging ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g") FROM 's3://bucket/app/(uuid)/(uuid).manifest.json' IAM_ROLE 'arn:aws:iam::1:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF;
COPY _sluice_staging ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g") FROM 's3://bucket/app/(uuid)/(uuid).manifest.json' IAM_ROLE 'arn:aws:iam::1:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF;
SELECT count(*) FROM "app"."_sluice_duplicates" WHERE table_uid = $1;
DELETE FROM _sluice_staging USING "app"."_sluice_duplicates" d WHERE d.table_uid = $1 AND d._partition = _sluice_staging._partition AND d._offset = _sluice_staging._offset AND d._position = _sluice_staging._position AND d._topic = _sluice_staging._topic;
DELETE FROM "app"."_e_t__x" WHERE TRUE;
INSERT INTO "app"."_e_t__x" ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g") SELECT "_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g" FROM _sluice_staging WHERE TRUE;
