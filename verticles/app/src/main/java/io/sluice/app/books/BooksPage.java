package io.sluice.app.books;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Answers a GET with the books: 200 and JSON, or 503 and a problem where they cannot be counted
 * now. Counting is work for the backends, so one count runs at a time; whoever asks meanwhile gets
 * the one after it, all the same one, and so never an answer older than the question. Thread-safe.
 */
public final class BooksPage implements Handler<RoutingContext> {
    private static final Logger log = LoggerFactory.getLogger(BooksPage.class);

    private final Callable<String> count;
    private final WorkerExecutor counting;
    private Future<String> current = Future.succeededFuture("");
    private Optional<Future<String>> next = Optional.empty();

    /**
     * A page.
     *
     * @param count gives the JSON; may block for as long as {@link Books#LIMIT}
     */
    public BooksPage(Vertx vertx, Callable<String> count) {
        this.count = count;
        this.counting =
                vertx.createSharedWorkerExecutor(
                        "books", 1, Books.LIMIT.toSeconds() + 60, TimeUnit.SECONDS);
    }

    @Override
    public void handle(RoutingContext request) {
        ask().onSuccess(json -> answer(request, 200, "application/json", json))
                .onFailure(failed -> refuse(request, failed));
    }

    private synchronized Future<String> ask() {
        if (next.isEmpty() && current.isComplete()) {
            return begin();
        }
        Future<String> after = next.orElseGet(() -> current.transform(_ -> begin()));
        next = Optional.of(after);
        return after;
    }

    private synchronized Future<String> begin() {
        next = Optional.empty();
        current = counting.executeBlocking(count);
        return current;
    }

    private static void refuse(RoutingContext request, Throwable failed) {
        log.atWarn()
                .addKeyValue("cause", failed.toString())
                .log("The books cannot be counted for one who asks");
        String problem =
                new JsonObject()
                        .put("title", "The books cannot be counted now; ask again")
                        .put("status", 503)
                        .put("detail", String.valueOf(failed.getMessage()))
                        .encode();
        answer(request, 503, "application/problem+json", problem);
    }

    private static void answer(RoutingContext request, int status, String type, String body) {
        if (!request.response().closed()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("content-type", type)
                    .putHeader("cache-control", "no-store")
                    .end(body);
        }
    }
}
