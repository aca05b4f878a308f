package io.sluice.warehouse;

import io.sluice.events.InstantText;
import io.sluice.warehouse.QueryResult.Value;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Runs one query and gives its values exactly, as JSON can carry them. */
record ReadQuery(Connection connection) {
    /** Zeros at the end of a whole number that are written out. */
    private static final int LONGEST_WHOLE = 22;

    QueryResult run(String sql) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            if (!rows) {
                return new QueryResult(List.of(), List.of());
            }
            try (ResultSet result = statement.getResultSet()) {
                return read(result);
            }
        }
    }

    private static QueryResult read(ResultSet result) throws SQLException {
        ResultSetMetaData meta = result.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(meta.getColumnLabel(i));
        }
        List<List<Value>> rows = new ArrayList<>();
        while (result.next()) {
            List<Value> row = new ArrayList<>(columns.size());
            for (int i = 1; i <= columns.size(); i++) {
                row.add(value(result, i, meta.getColumnTypeName(i)));
            }
            rows.add(row);
        }
        return new QueryResult(columns, rows);
    }

    private static Value value(ResultSet row, int column, String type) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return new QueryResult.Null();
        }
        return switch (type) {
            case "bool" -> new QueryResult.Bool(row.getBoolean(column));
            case "int2", "int4", "int8", "oid", "numeric" -> number(text);
            case "float4", "float8" -> floating(text);
            case "timestamptz" -> instant(row, column, text);
            case "timestamp" -> new QueryResult.Text(text.replace(' ', 'T'));
            default -> new QueryResult.Text(text);
        };
    }

    /** NaN and the infinities are no numbers in JSON. */
    private static Value number(String text) {
        char last = text.charAt(text.length() - 1);
        return last >= '0' && last <= '9'
                ? new QueryResult.Num(new BigDecimal(text))
                : new QueryResult.Text(text);
    }

    /** Drivers write 7 as 7 or as 7.0. */
    private static Value floating(String text) {
        if (!(number(text) instanceof QueryResult.Num number)) {
            return new QueryResult.Text(text);
        }
        BigDecimal value = number.value().stripTrailingZeros();
        boolean isShort = value.scale() < 0 && value.scale() > -LONGEST_WHOLE;
        return new QueryResult.Num(isShort ? value.setScale(0) : value);
    }

    private static Value instant(ResultSet row, int column, String text) throws SQLException {
        if (text.endsWith("infinity")) {
            return new QueryResult.Text(text);
        }
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        long micros = ChronoUnit.MICROS.between(java.time.Instant.EPOCH, time.toInstant());
        byte[] bytes = new byte[40];
        int end = InstantText.write(micros, bytes, 0);
        return new QueryResult.Text(new String(bytes, 0, end, StandardCharsets.US_ASCII));
    }
}
