package io.sluice.app.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class BooksPageTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger counts = new AtomicInteger();
    private final Semaphore mayEnd = new Semaphore(0);

    @AfterEach
    void close() {
        client.close();
        vertx.close().await();
    }

    @Test
    void whoeverAsksDuringACountGetsTheNextOne() {
        URI page =
                serve(
                        () -> {
                            int number = counts.incrementAndGet();
                            mayEnd.acquire();
                            return "{\"count\":" + number + "}";
                        });
        CompletableFuture<HttpResponse<String>> first = ask(page);
        await().until(() -> counts.get() == 1);
        List<CompletableFuture<HttpResponse<String>>> others =
                Stream.generate(() -> ask(page)).limit(5).toList();
        await().until(() -> asked.get() == 6);
        mayEnd.release(2);
        assertThat(first.join().body()).isEqualTo("{\"count\":1}");
        others.forEach(it -> assertThat(it.join().body()).isEqualTo("{\"count\":2}"));
    }

    @Test
    void whatFailsIsSaidAndTheNextIsCountedAnew() {
        URI page =
                serve(
                        () -> {
                            if (counts.incrementAndGet() == 1) {
                                throw new IllegalStateException("the store is away");
                            }
                            return "{}";
                        });
        HttpResponse<String> failed = ask(page).join();
        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(failed.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(failed.body()).contains("the store is away");
        assertThat(ask(page).join().statusCode()).isEqualTo(200);
    }

    private CompletableFuture<HttpResponse<String>> ask(URI page) {
        return client.sendAsync(
                HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI serve(Callable<String> count) {
        Router router = Router.router(vertx);
        BooksPage books = new BooksPage(vertx, count);
        router.get("/books")
                .handler(
                        request -> {
                            books.handle(request);
                            asked.incrementAndGet();
                        });
        HttpServer server =
                vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/books");
    }
}
