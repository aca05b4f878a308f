package io.sluice.registry;

import io.sluice.registry.RegistrySettings.Tls;

import org.postgresql.ds.PGSimpleDataSource;

import java.time.Duration;

/** Connections to the registry's database beside the pool, for what blocks and is rare. */
final class DirectConnections {
    private DirectConnections() {}

    /**
     * Connections that wait no longer than the limit for an answer.
     *
     * @param application what the server shows as theirs
     */
    static PGSimpleDataSource to(RegistrySettings settings, String application, Duration limit) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {settings.host()});
        source.setPortNumbers(new int[] {settings.port()});
        source.setDatabaseName(settings.database());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setApplicationName(application);
        source.setConnectTimeout(seconds(settings.connectTimeout()));
        source.setLoginTimeout(seconds(settings.connectTimeout()));
        source.setSocketTimeout(seconds(limit));
        if (settings.tls() != Tls.DISABLE) {
            source.setSsl(true);
            source.setSslMode(settings.tls().sslMode());
            source.setSslfactory(
                    settings.tls() == Tls.VERIFY_FULL
                            ? "org.postgresql.ssl.DefaultJavaSSLFactory"
                            : "org.postgresql.ssl.NonValidatingFactory");
        }
        if (settings.layer7Proxy()) {
            // A named statement would outlive the transaction that the pooler lent it for.
            source.setPrepareThreshold(0);
        }
        return source;
    }

    private static int seconds(Duration duration) {
        return Math.max(1, Math.toIntExact(duration.toSeconds()));
    }
}
