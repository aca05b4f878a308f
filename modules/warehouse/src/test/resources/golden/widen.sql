ALTER TABLE "app"."_e_t__x" ALTER COLUMN "a" TYPE VARCHAR(16384);
BEGIN;
ALTER TABLE "app"."_e_t__x" ADD COLUMN "i" SUPER;
COMMENT ON COLUMN "app"."_e_t__x"."i" IS '/body/i';
ALTER TABLE "app"."_e_t__x" ADD COLUMN "_sluice_wider" DOUBLE PRECISION;
UPDATE "app"."_e_t__x" SET "_sluice_wider" = CAST("b" AS DOUBLE PRECISION) WHERE "b" IS NOT NULL;
ALTER TABLE "app"."_e_t__x" DROP COLUMN "b";
ALTER TABLE "app"."_e_t__x" RENAME COLUMN "_sluice_wider" TO "b";
COMMENT ON COLUMN "app"."_e_t__x"."b" IS '/body/b';
ALTER TABLE "app"."_e_t__x" ADD COLUMN "_sluice_wider" VARCHAR(256);
UPDATE "app"."_e_t__x" SET "_sluice_wider" = CASE WHEN "c" THEN 'true' ELSE 'false' END WHERE "c" IS NOT NULL;
ALTER TABLE "app"."_e_t__x" DROP COLUMN "c";
ALTER TABLE "app"."_e_t__x" RENAME COLUMN "_sluice_wider" TO "c";
COMMENT ON COLUMN "app"."_e_t__x"."c" IS '/body/c';
ALTER TABLE "app"."_e_t__x" ADD COLUMN "_sluice_wider" VARCHAR(256);
UPDATE "app"."_e_t__x" SET "_sluice_wider" = CAST("d" AS VARCHAR(256)) WHERE "d" IS NOT NULL;
ALTER TABLE "app"."_e_t__x" DROP COLUMN "d";
ALTER TABLE "app"."_e_t__x" RENAME COLUMN "_sluice_wider" TO "d";
COMMENT ON COLUMN "app"."_e_t__x"."d" IS '/body/d';
ALTER TABLE "app"."_e_t__x" ADD COLUMN "_sluice_wider" DECIMAL(38,9);
UPDATE "app"."_e_t__x" SET "_sluice_wider" = CAST("e" AS DECIMAL(38,9)) WHERE "e" IS NOT NULL;
ALTER TABLE "app"."_e_t__x" DROP COLUMN "e";
ALTER TABLE "app"."_e_t__x" RENAME COLUMN "_sluice_wider" TO "e";
COMMENT ON COLUMN "app"."_e_t__x"."e" IS '/body/e';
-- rebuild from batch files: f
-- rebuild from batch files: g
-- record version 2 of _e_t__x
COMMENT ON COLUMN "app"."_e_t__x"."b" IS 'it''s mine';
GRANT SELECT ("b") ON "app"."_e_t__x" TO "an a";
GRANT UPDATE ("b") ON "app"."_e_t__x" TO GROUP "order";
GRANT SELECT ("g") ON "app"."_e_t__x" TO ROLE "Reader";
GRANT SELECT ("g") ON "app"."_e_t__x" TO PUBLIC;
-- copy 3 rows of unit (uuid) (version 1) into "app"."_e_t__x"
COPY "app"."_e_t__x" ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g", "h", "i") FROM 's3://bucket/manifest' IAM_ROLE 'arn:aws:iam::123456789012:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF REGION 'eu-west-1';
-- copy 3 rows of unit (uuid) (version 2), less duplicates, into "app"."_e_t__x"
COPY _sluice_staging ("_id", "_ts", "_received_at", "_schema_version", "_topic", "_partition", "_offset", "_position", "_overflow", "a", "b", "c", "d", "e", "f", "g", "h", "i") FROM 's3://bucket/manifest' IAM_ROLE 'arn:aws:iam::123456789012:role/load' MANIFEST FORMAT AS CSV ZSTD NULL AS '~N~' TIMEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF REGION 'eu-west-1';
COMMIT;
