package io.sluice.warehouse;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** What Redshift's error tables say of a COPY that failed. */
final class LoadErrors {
    private static final String STL =
            "SELECT TRIM(filename), line_number, TRIM(colname), err_code, TRIM(err_reason),"
                    + " TRIM(raw_line), TRIM(raw_field_value) FROM stl_load_errors WHERE query ="
                    + " pg_last_copy_id() ORDER BY starttime DESC LIMIT 1";

    /** Where the others cannot be read; it shows neither row nor value. */
    private static final String SYS =
            "SELECT TRIM(file_name), line_number, TRIM(column_name), error_code,"
                    + " TRIM(error_message), '', '' FROM sys_load_error_detail WHERE query_id ="
                    + " pg_last_copy_id() ORDER BY start_time DESC LIMIT 1";

    private LoadErrors() {}

    /**
     * The row that this connection's last COPY failed at, after a rollback: where, what, by which
     * rule. Empty if the tables do not know.
     *
     * @param message of the failure: it names the table to look in
     */
    static Optional<RowRefusal> ofLastCopy(Connection connection, String message)
            throws SQLException {
        connection.rollback();
        String sql = message.contains("sys_load_error_detail") ? SYS : STL;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? Optional.of(refusal(row)) : Optional.empty();
        }
    }

    private static RowRefusal refusal(ResultSet row) throws SQLException {
        return new RowRefusal(
                text(row, 1),
                row.getLong(2),
                text(row, 3),
                "error %d, %s".formatted(row.getInt(4), text(row, 5)),
                Optional.of(text(row, 6)).filter(it -> !it.isBlank()),
                Optional.of(text(row, 7)).filter(it -> !it.isBlank()));
    }

    private static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }
}
