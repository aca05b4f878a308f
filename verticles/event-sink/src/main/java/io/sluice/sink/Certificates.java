package io.sluice.sink;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The certificate of the door. Its files are read now and then: what has changed, and is a
 * certificate with its key, is what new connections get; anything else is told in the log, and the
 * old one stays. Thread-safe, one per process.
 */
final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final TlsSettings settings;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private volatile KeyPairFiles current;
    private volatile String trouble = "";
    private volatile boolean closed;

    private Certificates(Vertx vertx, TlsSettings settings, KeyPairFiles current) {
        this.vertx = vertx;
        this.settings = settings;
        this.current = current;
    }

    /** Reads the files; fails if they do not hold a certificate and its key. */
    static Future<Certificates> open(Vertx vertx, TlsSettings settings) {
        return vertx.executeBlocking(() -> KeyPairFiles.read(settings).check(vertx), false)
                .map(
                        files -> {
                            Certificates opened = new Certificates(vertx, settings, files);
                            opened.later();
                            return opened;
                        });
    }

    /** Has a server that is about to start speak TLS; gives its options back. */
    HttpServerOptions secure(HttpServerOptions server) {
        return server.setSsl(true)
                .setKeyCertOptions(current.options())
                .setUseAlpn(false)
                .setSslHandshakeTimeout(HANDSHAKE.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    private static ServerSSLOptions options(KeyPairFiles files) {
        return new ServerSSLOptions()
                .setKeyCertOptions(files.options())
                .setUseAlpn(false)
                .setSslHandshakeTimeout(HANDSHAKE.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    /** Tells this server of new certificates from now on. */
    void serve(HttpServer server) {
        servers.add(server);
    }

    private void later() {
        if (!closed) {
            vertx.setTimer(settings.reload().toMillis(), due -> look());
        }
    }

    private void look() {
        KeyPairFiles had = current;
        vertx.executeBlocking(
                        () -> {
                            KeyPairFiles now = KeyPairFiles.read(settings);
                            return now.equals(had) ? had : now.check(vertx);
                        },
                        false)
                .compose(now -> now.equals(had) ? Future.succeededFuture() : take(now))
                .onSuccess(done -> trouble = "")
                .onFailure(this::complain)
                .onComplete(done -> later());
    }

    private Future<?> take(KeyPairFiles now) {
        current = now;
        List<Future<Boolean>> updates =
                servers.stream()
                        .map(server -> server.updateSSLOptions(options(now), true))
                        .toList();
        return Future.all(updates)
                .onSuccess(
                        done ->
                                LOG.atInfo()
                                        .addKeyValue("certificate", settings.certificate())
                                        .log("new connections get the new certificate"));
    }

    private void complain(Throwable failure) {
        String now = failure.toString();
        if (!now.equals(trouble)) {
            trouble = now;
            LOG.atWarn()
                    .addKeyValue("certificate", settings.certificate())
                    .addKeyValue("reason", now)
                    .log("the new certificate cannot be used; the old one stays");
        }
    }

    void close() {
        closed = true;
    }
}
