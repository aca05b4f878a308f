-- What Redshift has and PostgreSQL has not, as far as the stand-in knows it. May run again.
CREATE SCHEMA IF NOT EXISTS _standin;

DO $$ BEGIN
  CREATE DOMAIN _standin.super AS text
    CONSTRAINT standin_super CHECK (VALUE IS JSON AND octet_length(VALUE) <= 16777216);
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;

CREATE TABLE IF NOT EXISTS _standin.load_errors (
  query bigint, tbl bigint, starttime timestamp, filename text, line_number bigint, colname text, type text,
  col_length text, position int, raw_line text, raw_field_value text, err_code int, err_reason text);

CREATE TABLE IF NOT EXISTS _standin.late_views (schemaname text, viewname text, definition text);

CREATE SEQUENCE IF NOT EXISTS _standin.copies;

CREATE OR REPLACE VIEW _standin.stl_load_errors AS
  SELECT 100 AS userid, 0 AS slice, tbl, starttime, 0 AS session, query, rpad(filename, 256) AS filename, line_number,
         rpad(colname, 127) AS colname, rpad(type, 10) AS type, rpad(col_length, 10) AS col_length, position,
         rpad(raw_line, 1024) AS raw_line, rpad(raw_field_value, 1024) AS raw_field_value, err_code,
         rpad(err_reason, 100) AS err_reason
    FROM _standin.load_errors;

CREATE OR REPLACE VIEW _standin.sys_load_error_detail AS
  SELECT 100 AS user_id, query AS query_id, 0 AS session_id, tbl AS table_id, starttime AS start_time,
         rpad(filename, 256) AS file_name, line_number, rpad(colname, 127) AS column_name, rpad(type, 10) AS column_type,
         rpad(col_length, 10) AS column_length, position, err_code AS error_code, rpad(err_reason, 512) AS error_message
    FROM _standin.load_errors;

CREATE OR REPLACE VIEW _standin.stv_slices AS SELECT 0 AS node, n AS slice FROM (VALUES (0), (1)) AS slices (n);

CREATE OR REPLACE VIEW _standin.svv_table_info AS
  SELECT current_database()::text AS database, n.nspname::text AS schema, c.oid::bigint AS table_id, c.relname::text AS "table",
         c.reltuples::numeric AS tbl_rows
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|_standin|information_schema)';

-- Groups and roles are roles whose names say so.
CREATE OR REPLACE VIEW _standin.svv_column_privileges AS
  SELECT n.nspname::text AS namespace_name, c.relname::text AS relation_name, a.attname::text AS column_name,
         x.privilege_type, x.grantee::bigint AS identity_id,
         CASE WHEN x.grantee = 0 THEN 'public' ELSE regexp_replace(r.rolname, '^(group|role):', '') END AS identity_name,
         CASE WHEN x.grantee = 0 THEN 'public' ELSE coalesce(substring(r.rolname FROM '^(group|role):'), 'user') END AS identity_type
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL aclexplode(a.attacl) x LEFT JOIN pg_catalog.pg_roles r ON r.oid = x.grantee
   WHERE a.attnum > 0 AND NOT a.attisdropped AND x.privilege_type IN ('SELECT', 'UPDATE');

CREATE OR REPLACE FUNCTION _standin.format_type(kind oid, modifier int) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT CASE WHEN kind = '_standin.super'::regtype THEN 'super' ELSE pg_catalog.format_type(kind, modifier) END $$;

-- Blanks at the end make no difference between two VARCHARs. Inlined, so that joins by it can be hashed.
CREATE OR REPLACE FUNCTION _standin.same(one varchar, other varchar) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT pg_catalog.rtrim(one::text, ' ') OPERATOR(pg_catalog.=) pg_catalog.rtrim(other::text, ' ') $$;

CREATE OR REPLACE FUNCTION _standin.differ(one varchar, other varchar) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT pg_catalog.rtrim(one::text, ' ') OPERATOR(pg_catalog.<>) pg_catalog.rtrim(other::text, ' ') $$;

DO $$ BEGIN
  CREATE OPERATOR _standin.= (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = _standin.same,
    COMMUTATOR = OPERATOR(_standin.=), RESTRICT = eqsel, JOIN = eqjoinsel);
  CREATE OPERATOR _standin.<> (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = _standin.differ,
    COMMUTATOR = OPERATOR(_standin.<>), RESTRICT = neqsel, JOIN = neqjoinsel);
EXCEPTION WHEN duplicate_function THEN NULL;
END $$;

-- What one asks for the columns of a table; of those on the search path, as Redshift's.
CREATE OR REPLACE VIEW _standin.pg_table_def AS
  SELECT n.nspname AS schemaname, c.relname AS tablename, a.attname AS "column",
         _standin.format_type(a.atttypid, a.atttypmod) AS type, 'none'::text AS encoding, false AS distkey, 0 AS sortkey,
         a.attnotnull AS "notnull"
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname = ANY (current_schemas(false))
     AND n.nspname <> '_standin'
   ORDER BY n.nspname, c.relname, a.attnum;

CREATE OR REPLACE FUNCTION _standin.version() RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT 'PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017, Redshift 1.0.stand-in'::text $$;

CREATE OR REPLACE FUNCTION _standin.getdate() RETURNS timestamp LANGUAGE sql STABLE AS
$$ SELECT (statement_timestamp() AT TIME ZONE 'UTC')::timestamp(0) $$;

CREATE OR REPLACE FUNCTION _standin.sysdate() RETURNS timestamp LANGUAGE sql STABLE AS
$$ SELECT now() AT TIME ZONE 'UTC' $$;

-- Redshift's takes two.
CREATE OR REPLACE FUNCTION _standin.concat(one text, other text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT one || other $$;

-- What LISTAGG has put together is a VARCHAR.
CREATE OR REPLACE FUNCTION _standin.listagg(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF octet_length(value) > 65535 THEN
    RAISE EXCEPTION 'Result size exceeds LISTAGG limit' USING ERRCODE = '54000';
  END IF;
  RETURN value;
END $$;

CREATE OR REPLACE FUNCTION _standin.len(value text) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT length(value) $$;

CREATE OR REPLACE FUNCTION _standin.json_parse(value text) RETURNS _standin.super LANGUAGE sql IMMUTABLE AS
$$ SELECT value::_standin.super $$;

CREATE OR REPLACE FUNCTION _standin.json_serialize(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;

CREATE OR REPLACE FUNCTION _standin.is_valid_json(value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT value IS JSON OBJECT $$;

CREATE OR REPLACE FUNCTION _standin.can_json_parse(value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT value IS JSON $$;

CREATE OR REPLACE FUNCTION _standin.strtol(value text, base int) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE base WHEN 16 THEN ('x' || lpad(value, 16, '0'))::bit(64)::bigint END $$;

CREATE OR REPLACE FUNCTION _standin.is_large_string_enabled() RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT false $$;

CREATE OR REPLACE FUNCTION _standin.pg_last_copy_count() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('standin.copy_count', true), ''), '0')::bigint $$;

CREATE OR REPLACE FUNCTION _standin.pg_last_copy_id() RETURNS int LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('standin.copy_id', true), ''), '-1')::int $$;

-- A VARCHAR grows: its type, and the check of its length in bytes.
CREATE OR REPLACE FUNCTION _standin.grow(target regclass, col text, bytes int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  had text;
  kind text;
  longest int;
BEGIN
  SELECT pg_catalog.format_type(atttypid, atttypmod) INTO kind
    FROM pg_catalog.pg_attribute WHERE attrelid = target AND attname = col AND NOT attisdropped;
  IF kind IS NULL THEN
    RAISE EXCEPTION 'column "%" of relation "%" does not exist', col, target USING ERRCODE = '42703';
  END IF;
  IF kind !~ '^character varying' THEN
    RAISE EXCEPTION 'ALTER COLUMN TYPE is only supported for VARCHAR columns' USING ERRCODE = '0A000';
  END IF;
  EXECUTE format('SELECT coalesce(max(octet_length(%I)), 0) FROM %s', col, target) INTO longest;
  IF longest > bytes THEN
    RAISE EXCEPTION 'cannot alter column "%" of relation "%", target column size should be different', col, target
      USING ERRCODE = '0A000';
  END IF;
  SELECT c.conname INTO had FROM pg_catalog.pg_constraint c
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
   WHERE c.conrelid = target AND a.attname = col AND c.contype = 'c' AND pg_get_constraintdef(c.oid) LIKE '%octet_length%';
  IF had IS NOT NULL THEN
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', target, had);
  END IF;
  EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE varchar(%s)', target, col, bytes);
  EXECUTE format('ALTER TABLE %s ADD CHECK (octet_length(%I) <= %s)', target, col, bytes);
END $$;
