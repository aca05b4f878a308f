package io.sluice.standin.sql;

import java.util.Set;

/** The words, functions and catalogs that statements may use. All else is denied. */
final class Known {
    /** Functions of Redshift that Sluice and the driver use. */
    static final Set<String> FUNCTIONS =
            Set.of(
                    "count",
                    "sum",
                    "min",
                    "max",
                    "avg",
                    "coalesce",
                    "nvl",
                    "nullif",
                    "cast",
                    "getdate",
                    "json_parse",
                    "json_serialize",
                    "is_valid_json",
                    "can_json_parse",
                    "to_char",
                    "trim",
                    "rtrim",
                    "ltrim",
                    "btrim",
                    "lower",
                    "upper",
                    "length",
                    "len",
                    "octet_length",
                    "substring",
                    "strpos",
                    "replace",
                    "regexp_replace",
                    "date_part",
                    "extract",
                    "date_trunc",
                    "abs",
                    "mod",
                    "round",
                    "row_number",
                    "rank",
                    "first_value",
                    "last_value",
                    "md5",
                    "quote_ident",
                    "version",
                    "current_schema",
                    "current_schemas",
                    "current_database",
                    "current_setting",
                    "has_schema_privilege",
                    "has_table_privilege",
                    "has_database_privilege",
                    "pg_backend_pid",
                    "pg_last_copy_count",
                    "pg_last_copy_id",
                    "pg_cancel_backend",
                    "pg_terminate_backend",
                    "is_large_string_enabled",
                    "obj_description",
                    "col_description",
                    "format_type",
                    "strtol",
                    "chr",
                    "listagg",
                    "greatest",
                    "least",
                    "concat",
                    "pg_get_userbyid",
                    "pg_table_is_visible",
                    "pg_get_expr",
                    "lpad",
                    "rpad",
                    "pg_encoding_to_char",
                    "pg_get_viewdef",
                    "decode",
                    "pg_get_late_binding_view_cols");

    /** Words that a bracket may follow without making a call. */
    static final Set<String> BEFORE_BRACKET =
            Set.of(
                    "in",
                    "values",
                    "operator",
                    "group",
                    "and",
                    "or",
                    "not",
                    "over",
                    "exists",
                    "as",
                    "using",
                    "select",
                    "from",
                    "where",
                    "on",
                    "by",
                    "when",
                    "then",
                    "else",
                    "case",
                    "union",
                    "all",
                    "join",
                    "varchar",
                    "char",
                    "numeric",
                    "decimal",
                    "nvarchar",
                    "between",
                    "is",
                    "distinct",
                    "any",
                    "some",
                    "like",
                    "ilike",
                    "having",
                    "set",
                    "except",
                    "intersect",
                    "return",
                    "timestamp",
                    "timestamptz",
                    "character",
                    "varying");

    /** What PostgreSQL would take, and Redshift does not. */
    static final Set<String> DENIED =
            Set.of(
                    "returning",
                    "lateral",
                    "tablesample",
                    "savepoint",
                    "jsonb",
                    "json",
                    "uuid",
                    "bytea",
                    "serial",
                    "bigserial",
                    "array",
                    "unnest",
                    "materialized",
                    "xmlelement",
                    "ordinality",
                    "regclass",
                    "regtype",
                    "inet",
                    "hstore",
                    "money",
                    "listen",
                    "notify",
                    "merge",
                    "localtime",
                    "localtimestamp",
                    "current_time",
                    "current_timestamp",
                    "collate",
                    "overriding");

    /** PostgreSQL's columns that every table has, and Redshift's has not. */
    static final Set<String> SYSTEM_COLUMNS =
            Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    /** Catalogs whose names begin with {@code pg_}. */
    static final Set<String> CATALOGS =
            Set.of(
                    "pg_catalog",
                    "pg_namespace",
                    "pg_class",
                    "pg_attribute",
                    "pg_attrdef",
                    "pg_description",
                    "pg_type",
                    "pg_database",
                    "pg_user",
                    "pg_depend",
                    "pg_rewrite",
                    "pg_views",
                    "pg_tables",
                    "pg_constraint",
                    "pg_group",
                    "pg_proc",
                    "pg_index",
                    "pg_table_def",
                    "pg_temp");

    /** Settings that PostgreSQL has too. */
    static final Set<String> SHARED_SETTINGS =
            Set.of(
                    "statement_timeout",
                    "search_path",
                    "timezone",
                    "datestyle",
                    "extra_float_digits",
                    "application_name",
                    "client_encoding",
                    "transaction_isolation",
                    "server_version");

    /** Settings that only Redshift has; their values are kept and change nothing. */
    static final Set<String> OWN_SETTINGS =
            Set.of(
                    "query_group", "enable_case_sensitive_identifier",
                    "json_parse_truncate_strings", "wlm_query_slot_count",
                    "enable_result_cache_for_session", "describe_field_name_in_uppercase");

    private Known() {}
}
