package io.sluice.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.sluice.schema.Column;
import io.sluice.schema.JsonPointer;
import io.sluice.schema.Names;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whatever keys are called, PostgreSQL reads our SQL as we mean it: the table has exactly these
 * columns, and each column's comment is the path of its key. Each line of the input is a key, the
 * first two are also the kind of event.
 */
class NamesFuzzIT {
    private static final String NAMESPACE = "names_fuzz";
    private static final PostgresDialect DIALECT = new PostgresDialect();
    private static Connection connection;

    @BeforeAll
    static void connect() throws SQLException {
        connection = TestWarehouse.connect();
        execute("CREATE SCHEMA IF NOT EXISTS " + NAMESPACE);
        connection.setAutoCommit(false);
    }

    @AfterAll
    static void disconnect() throws SQLException {
        connection.close();
    }

    @FuzzTest
    void postgresReadsOurSqlAsWeMeanIt(byte[] text) throws SQLException {
        String[] keys = new String(text, UTF_8).split("\n", 30);
        Map<String, String> comments = new HashMap<>();
        List<Column> columns = new ArrayList<>();
        for (String key : keys) {
            // The comment of a path with U+0000 is another matter: no text of PostgreSQL has it.
            String path = JsonPointer.child("/body", key.replace("\0", ""));
            if (!comments.containsValue(path)) {
                String name = Names.columnName(path, comments.keySet());
                columns.add(new Column(path, name, Schemas.BIGINT));
                comments.put(name, path);
            }
        }
        String evname = keys[Math.min(1, keys.length - 1)];
        TableSchema schema =
                new TableSchema(
                        Schemas.uid(),
                        "app",
                        keys[0].replace("\0", ""),
                        evname.replace("\0", ""),
                        Names.tableName("e" + keys[0], evname),
                        1,
                        columns);
        try {
            for (String sql :
                    DIALECT.sql(NAMESPACE, new io.sluice.warehouse.Statement.CreateTable(schema))) {
                execute(sql);
            }
            for (SystemColumn system : SystemColumn.values()) {
                comments.put(system.columnName(), "");
            }
            assertThat(commentsOf(schema.name())).isEqualTo(comments);
        } finally {
            connection.rollback();
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Map<String, String> commentsOf(String table) throws SQLException {
        Map<String, String> comments = new HashMap<>();
        try (var query =
                connection.prepareStatement(
                        "SELECT attname, coalesce(col_description(attrelid, attnum), '') FROM"
                                + " pg_attribute WHERE attrelid = (? || '.' ||"
                                + " quote_ident(?))::regclass AND attnum > 0")) {
            query.setString(1, NAMESPACE);
            query.setString(2, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    comments.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return comments;
    }
}
