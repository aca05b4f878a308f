package io.sluice.faults.rig;

import io.sluice.devstack.EmbeddedPostgres;
import io.sluice.devstack.S3Endpoint;
import io.sluice.standin.Faults;
import io.sluice.standin.RedshiftStandin;
import io.sluice.standin.StandinSettings;
import io.sluice.standin.StandinSettings.Storage;
import io.sluice.standin.copy.CopySettings;

import java.net.URI;

/**
 * The server that stands in for Redshift, in this process, before the PostgreSQL of the warehouse;
 * on one port whenever it runs.
 */
public final class StandIn implements AutoCloseable {
    /** What COPY names to read the bucket. */
    static final String COPY_ROLE = "arn:aws:iam::000000000000:role/faults";

    private final StandinSettings settings;
    private RedshiftStandin server;

    /**
     * Starts it.
     *
     * @param s3Port its own way to the object store
     */
    StandIn(Database rows, S3Endpoint s3, int s3Port, int port) {
        settings =
                new StandinSettings(
                        new Storage(
                                "127.0.0.1",
                                rows.port(),
                                rows.name(),
                                EmbeddedPostgres.USER,
                                rows.password()),
                        new CopySettings(
                                URI.create("http://127.0.0.1:" + s3Port),
                                s3.region(),
                                s3.accessKey(),
                                s3.secretKey(),
                                COPY_ROLE),
                        EmbeddedPostgres.USER,
                        rows.password(),
                        port,
                        StandinSettings.DEFAULT_CONNECTIONS);
        server = RedshiftStandin.start(settings);
    }

    int port() {
        return settings.port();
    }

    /** Failures that it makes itself. */
    public Faults faults() {
        return server.faults();
    }

    /** Cuts off everybody and is away, as a cluster that is started anew. */
    public void stop() {
        server.close();
    }

    /** Starts it again, after {@link #stop}. */
    public void start() {
        server = RedshiftStandin.start(settings);
    }

    @Override
    public void close() {
        server.close();
    }
}
