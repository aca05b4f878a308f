BEGIN;
CREATE TABLE "app"."_e_t__x" ("_id" VARCHAR(256), "_ts" TIMESTAMPTZ, "_received_at" TIMESTAMPTZ, "_schema_version" BIGINT, "_topic" VARCHAR(256), "_partition" BIGINT, "_offset" BIGINT, "_position" BIGINT, "_overflow" SUPER, "a" VARCHAR(256), "b" BIGINT, "c" BOOLEAN, "d" BIGINT, "e" DECIMAL(38,0), "f" DOUBLE PRECISION, "g" VARCHAR(256), "h" TIMESTAMPTZ) DISTSTYLE AUTO SORTKEY ("_ts");
COMMENT ON TABLE "app"."_e_t__x" IS 'entype t, evname x';
COMMENT ON COLUMN "app"."_e_t__x"."a" IS '/body/a';
COMMENT ON COLUMN "app"."_e_t__x"."b" IS '/body/b';
COMMENT ON COLUMN "app"."_e_t__x"."c" IS '/body/c';
COMMENT ON COLUMN "app"."_e_t__x"."d" IS '/body/d';
COMMENT ON COLUMN "app"."_e_t__x"."e" IS '/body/e';
COMMENT ON COLUMN "app"."_e_t__x"."f" IS '/body/f';
COMMENT ON COLUMN "app"."_e_t__x"."g" IS '/body/g';
COMMENT ON COLUMN "app"."_e_t__x"."h" IS '/body/h';
-- record version 1 of _e_t__x
-- copy 3 rows of unit (uuid) (version 1) into "app"."_e_t__x"
COPY "app"."_e_t__x" ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g", "h") FROM 's3://bucket/manifest' IAM_ROLE 'arn:aws:iam::123456789012:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF REGION 'eu-west-1';
COMMIT;
