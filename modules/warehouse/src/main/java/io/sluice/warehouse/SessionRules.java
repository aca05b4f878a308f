package io.sluice.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * How connections to one kind of warehouse are opened, and what their failures mean. Thread-safe.
 */
interface SessionRules {
    /** Settings of the driver, beside user and password. */
    Map<String, String> properties();

    /** Sets what a database or a role may set otherwise; right after the connection is opened. */
    void configure(Connection connection) throws SQLException;

    /** A failure as callers know it. */
    WarehouseException failure(String what, Exception failure);
}
