package io.sluice.warehouse;

import io.sluice.warehouse.ColumnGrant.Everybody;
import io.sluice.warehouse.ColumnGrant.Grantee;
import io.sluice.warehouse.ColumnGrant.Group;
import io.sluice.warehouse.ColumnGrant.Right;
import io.sluice.warehouse.ColumnGrant.Role;
import io.sluice.warehouse.ColumnGrant.User;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What people have given the columns of a table, and what is lost where another column takes the
 * place of one.
 *
 * @param comments by column name, ours among them
 * @param grants in the order of columns, rights and names
 */
record ColumnDetails(Map<String, String> comments, List<ColumnGrant> grants) {
    private static final String COMMENTS =
            "SELECT a.attname, col_description(c.oid, a.attnum) FROM pg_class c"
                    + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
                    + " WHERE n.nspname = ? AND c.relname = ? AND NOT a.attisdropped";

    private static final String GRANTS =
            "SELECT column_name, privilege_type, identity_type, identity_name"
                    + " FROM svv_column_privileges WHERE namespace_name = ? AND relation_name = ?"
                    + " ORDER BY column_name, privilege_type, identity_type, identity_name";

    ColumnDetails {
        comments = Map.copyOf(comments);
        grants = List.copyOf(grants);
    }

    /** From Redshift's catalog, which shows us the grants that our user may see. */
    static ColumnDetails read(Connection connection, String namespace, String table)
            throws SQLException {
        Map<String, String> comments = new TreeMap<>();
        List<ColumnGrant> grants = new ArrayList<>();
        try (PreparedStatement statement = of(connection, COMMENTS, namespace, table);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String comment = rows.getString(2);
                if (comment != null) {
                    comments.put(rows.getString(1), comment);
                }
            }
        }
        try (PreparedStatement statement = of(connection, GRANTS, namespace, table);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                grants.add(
                        new ColumnGrant(
                                rows.getString(1),
                                right(rows.getString(2)),
                                grantee(rows.getString(3), rows.getString(4))));
            }
        }
        return new ColumnDetails(comments, grants);
    }

    private static PreparedStatement of(
            Connection connection, String sql, String namespace, String table) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, namespace);
        statement.setString(2, table);
        return statement;
    }

    private static Right right(String type) {
        return switch (type) {
            case "SELECT" -> Right.SELECT;
            case "UPDATE" -> Right.UPDATE;
            default -> throw unknown("right", type);
        };
    }

    private static Grantee grantee(String type, String name) {
        return switch (type) {
            case "user" -> new User(name);
            case "group" -> new Group(name);
            case "role" -> new Role(name);
            case "public" -> new Everybody();
            default -> throw unknown("holder", type);
        };
    }

    /** To lose a grant without a word would be worse than to wait for a person. */
    private static WarehouseException unknown(String what, String type) {
        return new WarehouseException(
                WarehouseException.Kind.REFUSED,
                "a column that has to be widened has a grant with a %s of unknown kind: %s; revoke it"
                        .formatted(what, type));
    }
}
