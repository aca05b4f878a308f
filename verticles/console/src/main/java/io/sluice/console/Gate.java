package io.sluice.console;

import io.sluice.console.page.SignIn;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

import java.util.Optional;
import java.util.Set;

/** Lets through who shows the admin token, or has signed in with it at the page. */
final class Gate implements Handler<RoutingContext> {
    private static final String BEARER = "Bearer ";
    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final AdminToken token;
    private final SignIn signIn;

    Gate(AdminToken token, SignIn signIn) {
        this.token = token;
        this.signIn = signIn;
    }

    @Override
    public void handle(RoutingContext request) {
        Optional<String> shown =
                Optional.ofNullable(request.request().getHeader(HttpHeaders.AUTHORIZATION));
        // A browser sends the cookie by itself, so a change needs more than that.
        boolean allowed =
                shown.isPresent()
                        ? isToken(shown.get())
                        : (HARMLESS.contains(request.request().method())
                                        ? signIn.session(request)
                                        : signIn.sessionForChange(request))
                                .isPresent();
        if (!allowed) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
            throw new HttpProblem(
                    401,
                    "unauthorized",
                    "The token is missing or wrong",
                    "send the admin token as Authorization: Bearer <token>");
        }
        request.next();
    }

    private boolean isToken(String shown) {
        return shown.startsWith(BEARER) && token.matches(shown.substring(BEARER.length()));
    }
}
