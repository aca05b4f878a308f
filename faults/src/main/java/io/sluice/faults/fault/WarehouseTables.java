package io.sluice.faults.fault;

import io.sluice.faults.load.App;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** What stands in the warehouse, to be locked. */
final class WarehouseTables {
    private static final int SHARDS = 8;

    private WarehouseTables() {}

    /** The event tables of an app. */
    static List<String> of(Scene scene, App app) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = scene.rig().warehouse().connect();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname = '%s' AND tablename LIKE '\\_e\\_%%' ORDER BY 1"
                                        .formatted(app.word()))) {
            while (result.next()) {
                tables.add(result.getString(1));
            }
        }
        return tables;
    }

    /** The tables of an app's ledger. */
    static List<String> ledger(App app) {
        return IntStream.range(0, SHARDS)
                .mapToObj(it -> "%s._sluice_ledger_%d".formatted(app.word(), it))
                .toList();
    }

    /** The identity of a table of an app, as the registry has it. */
    static UUID uid(Scene scene, App app) throws SQLException {
        try (Connection connection = scene.rig().registry().connect();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT uid FROM event_table WHERE app = '%s' LIMIT 1"
                                        .formatted(app.word()))) {
            return result.next() ? UUID.fromString(result.getString(1)) : new UUID(1, 1);
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
