package io.sluice.app;

import io.sluice.devstack.DevStack;
import io.sluice.devstack.S3Endpoint;
import io.sluice.standin.RedshiftStandin;
import io.sluice.standin.StandinSettings;
import io.sluice.standin.StandinSettings.Storage;
import io.sluice.standin.copy.CopySettings;
import io.sluice.warehouse.WarehouseKind;
import io.sluice.warehouse.WarehouseSettings;

import java.util.Map;
import java.util.Optional;

/** The stand-in for Redshift on an embedded stack: its rows in the stack's PostgreSQL. */
final class EmbeddedRedshift {
    static final String DATABASE = "redshift";

    /** What COPY has to name to read the bucket. */
    static final String ROLE = "arn:aws:iam::000000000000:role/sluice";

    private EmbeddedRedshift() {}

    /**
     * Starts it, with the stack's user and password.
     *
     * @param port 0 for a free one
     */
    static RedshiftStandin start(DevStack stack, int port) {
        stack.ensureDatabase(DATABASE);
        S3Endpoint s3 = stack.s3();
        return RedshiftStandin.start(
                new StandinSettings(
                        new Storage(
                                "127.0.0.1",
                                stack.postgresPort(),
                                DATABASE,
                                stack.postgresUser(),
                                stack.postgresPassword()),
                        new CopySettings(
                                s3.uri(), s3.region(), s3.accessKey(), s3.secretKey(), ROLE),
                        stack.postgresUser(),
                        stack.postgresPassword(),
                        port,
                        StandinSettings.DEFAULT_CONNECTIONS));
    }

    /** How to load into one at this address. */
    static WarehouseSettings settings(String url, String user, String password) {
        return WarehouseSettings.of(
                url,
                user,
                password,
                new WarehouseKind.Redshift(
                        new WarehouseKind.Role(ROLE),
                        Optional.empty(),
                        WarehouseKind.Distribution.AUTO,
                        Map.of()));
    }
}
