package io.sluice.console;

import io.sluice.console.live.Live;
import io.sluice.console.page.Assets;
import io.sluice.console.page.Sessions;
import io.sluice.console.page.SignIn;
import io.sluice.registry.RegistryException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Makes the routes out of the contract: one for each of its operations, every call of the API
 * behind the token, every failure a problem document. The page's files and its sign-in are beside
 * them.
 */
final class AdminServer {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final String CONTRACT = "getContract";

    private AdminServer() {}

    /**
     * The router of the API.
     *
     * @param operations by the operationId of the contract
     * @param live what is streamed to those who watch
     * @throws IllegalStateException if contract and operations do not match
     */
    static Router router(
            Vertx vertx,
            ConsoleSettings settings,
            Contract contract,
            Map<String, Operation> operations,
            Live live) {
        Router router = Router.router(vertx);
        router.route().handler(AdminServer::headers);
        Sessions sessions = new Sessions(settings.page());
        SignIn signIn = new SignIn(settings.token(), settings.page(), sessions);
        router.route("/v1/*").handler(new Gate(settings.token(), signIn));
        router.route("/v1/*")
                .handler(BodyHandler.create(false).setBodyLimit(settings.maxBodyBytes()));
        router.get("/v1/pipeline").handler(request -> watch(request, signIn, live));
        signIn.mount(router);
        Assets.mount(router);
        Set<String> left = new HashSet<>(operations.keySet());
        for (Contract.Route route : contract.routes()) {
            if (route.id().equals(CONTRACT)) {
                String document = contract.json();
                router.route(route.method(), route.routerPath())
                        .handler(request -> json(request, 200, document));
                continue;
            }
            Operation operation =
                    Optional.ofNullable(operations.get(route.id()))
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    "nothing answers " + route.id()));
            left.remove(route.id());
            router.route(route.method(), route.routerPath())
                    .handler(request -> call(request, route, operation));
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException("not in the contract: " + left);
        }
        refusals(router, settings);
        return router;
    }

    private static void refusals(Router router, ConsoleSettings settings) {
        router.errorHandler(
                404,
                request ->
                        problem(
                                request,
                                HttpProblem.absent(
                                        "unknown-path",
                                        "nothing is at this path: see /openapi.json")));
        router.errorHandler(
                405,
                request ->
                        problem(
                                request,
                                new HttpProblem(
                                        405,
                                        "unknown-method",
                                        "The path does not take this method",
                                        "see /openapi.json for what it takes")));
        router.errorHandler(
                413,
                request ->
                        problem(
                                request,
                                new HttpProblem(
                                        413,
                                        "too-large",
                                        "The body is too large",
                                        "a body may have %d bytes"
                                                .formatted(settings.maxBodyBytes()))));
        router.errorHandler(
                400, request -> problem(request, HttpProblem.invalid("the request is malformed")));
        router.errorHandler(500, request -> failed(request, request.failure()));
    }

    private static void headers(RoutingContext request) {
        request.response()
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        request.next();
    }

    /** Who accepts a stream gets one, as long as what opened the door does. */
    private static void watch(RoutingContext request, SignIn signIn, Live live) {
        String accepted =
                Optional.ofNullable(request.request().getHeader(HttpHeaders.ACCEPT)).orElse("");
        if (!accepted.contains("text/event-stream")) {
            request.next();
            return;
        }
        boolean byToken = request.request().headers().contains(HttpHeaders.AUTHORIZATION);
        live.streams()
                .add(
                        request.response(),
                        live.snapshot(),
                        () -> byToken || signIn.session(request).isPresent());
    }

    private static void call(RoutingContext request, Contract.Route route, Operation operation) {
        Future<Answer> answer;
        try {
            answer = operation.call(new Ask(request, route));
        } catch (RuntimeException failed) {
            answer = Future.failedFuture(failed);
        }
        answer.onComplete(
                done -> json(request, done.status(), done.body().encode()),
                failed -> failed(request, failed));
    }

    private static void failed(RoutingContext request, Throwable failure) {
        switch (failure) {
            case HttpProblem told -> problem(request, told);
            case RegistryException it when it.kind() == RegistryException.Kind.UNAVAILABLE ->
                    problem(request, HttpProblem.unavailable("the registry: " + it.getMessage()));
            case RegistryException refused ->
                    problem(
                            request,
                            HttpProblem.conflict(
                                    "refused-by-registry", String.valueOf(refused.getMessage())));
            case KafkaException it ->
                    problem(request, HttpProblem.unavailable("Kafka: " + it.getMessage()));
            case TimeoutException it ->
                    problem(request, HttpProblem.unavailable("no answer in time"));
            default -> {
                log.atError()
                        .setCause(failure)
                        .addKeyValue("path", request.normalizedPath())
                        .log("a call of the admin API met a bug");
                problem(
                        request,
                        new HttpProblem(
                                500,
                                "bug",
                                "Sluice made a mistake",
                                "the log of the console has the details"));
            }
        }
    }

    private static void problem(RoutingContext request, HttpProblem problem) {
        JsonObject document = problem.toJson(request.normalizedPath());
        send(request, problem.status(), "application/problem+json", document.encode());
    }

    private static void json(RoutingContext request, int status, String body) {
        send(request, status, "application/json", body);
    }

    private static void send(RoutingContext request, int status, String type, String body) {
        if (!request.response().ended() && !request.response().closed()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, type)
                    .end(body);
        }
    }
}
