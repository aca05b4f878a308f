package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;

import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * The moment between a server's bind and the end of its listen lasts microseconds: a real server
 * cannot be held in it, so this one is played.
 */
class ListeningTest {
    private final Promise<HttpServer> listening = Promise.promise();
    private final List<HttpConnection> opened = new ArrayList<>();
    private final List<Object> closed = new ArrayList<>();
    private final List<Handler<HttpConnection>> handlers = new ArrayList<>();
    private final HttpServer server = play(HttpServer.class, this::serve);

    @Test
    void whoComesBeforeTheServerIsReadyIsClosedAndWhoComesAfterIsTaken() {
        Future<HttpServer> started = Listening.start(server, opened::add);
        HttpConnection early = connection();
        handlers.getFirst().handle(early);
        assertThat(closed).containsExactly(early);
        assertThat(opened).isEmpty();

        listening.complete(server);
        assertThat(started.result()).isSameAs(server);
        HttpConnection later = connection();
        handlers.getFirst().handle(later);
        assertThat(opened).containsExactly(later);
        assertThat(closed).containsExactly(early);
    }

    @SuppressWarnings("unchecked")
    private Object serve(Object self, Method method, Object[] given) {
        return switch (method.getName()) {
            case "connectionHandler" -> {
                handlers.add((Handler<HttpConnection>) given[0]);
                yield self;
            }
            case "listen" -> listening.future();
            default -> plain(self, method, given);
        };
    }

    private HttpConnection connection() {
        return play(
                HttpConnection.class,
                (self, method, given) -> {
                    if (method.getName().equals("close")) {
                        closed.add(self);
                        return Future.succeededFuture();
                    }
                    return plain(self, method, given);
                });
    }

    /** What every object can do; nothing else is asked of these. */
    private static Object plain(Object self, Method method, Object[] given) {
        return switch (method.getName()) {
            case "equals" -> self == given[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> method.getDeclaringClass().getSimpleName();
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private static <T> T play(Class<T> type, InvocationHandler deeds) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, deeds));
    }
}
