package io.sluice.console.page;

import io.sluice.console.AdminToken;
import io.sluice.console.HttpProblem;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import java.time.InstantSource;
import java.util.Optional;

/**
 * Signing in and out: {@code POST}, {@code GET} and {@code DELETE /session}. The admin token is
 * shown once and becomes a cookie that scripts cannot read and other sites cannot send. The page
 * itself is given a second secret, for the header {@value #CSRF}: what changes something needs
 * both.
 */
public final class SignIn {
    /** Header of what a page changes. */
    public static final String CSRF = "X-Sluice-Csrf";

    private static final String PATH = "/session";
    private static final String COOKIE = "sluice_session";
    private static final int MAX_BODY = 4096;

    private final AdminToken token;
    private final Sessions sessions;
    private final Attempts attempts;

    public SignIn(AdminToken token, PageSettings settings, Sessions sessions) {
        this.token = token;
        this.sessions = sessions;
        this.attempts = new Attempts(settings.failuresPerMinute(), InstantSource.system());
    }

    /** Adds the routes; a {@link HttpProblem} fails the request. */
    public void mount(Router router) {
        router.post(PATH).handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        router.post(PATH).handler(this::open);
        router.get(PATH).handler(this::show);
        router.delete(PATH).handler(this::close);
    }

    /** The session of a request; empty where its cookie opens nothing. */
    public Optional<Sessions.Session> session(RoutingContext request) {
        return secret(request).flatMap(sessions::find);
    }

    /**
     * The session, for a request that may change something.
     *
     * @throws HttpProblem if the header is missing or wrong
     */
    public Optional<Sessions.Session> sessionForChange(RoutingContext request) {
        Optional<Sessions.Session> session = session(request);
        String shown = Optional.ofNullable(request.request().getHeader(CSRF)).orElse("");
        if (session.isPresent() && !session.get().matches(shown)) {
            throw new HttpProblem(
                    403,
                    "csrf",
                    "The change does not come from the page",
                    "a change with the cookie of a session needs the header " + CSRF);
        }
        return session;
    }

    private static Optional<String> secret(RoutingContext request) {
        return Optional.ofNullable(request.request().getCookie(COOKIE)).map(Cookie::getValue);
    }

    private void open(RoutingContext request) {
        String address = request.request().remoteAddress().hostAddress();
        attempts.wait(address)
                .ifPresent(
                        wait -> {
                            request.response()
                                    .putHeader("Retry-After", Long.toString(wait.toSeconds() + 1));
                            throw new HttpProblem(
                                    429,
                                    "too-many-attempts",
                                    "Too many wrong tokens",
                                    "try again in %d s".formatted(wait.toSeconds() + 1));
                        });
        if (!token.matches(shown(request))) {
            attempts.failed(address);
            throw new HttpProblem(
                    401,
                    "unauthorized",
                    "The token is missing or wrong",
                    "that is not the admin token");
        }
        Sessions.Opened opened = sessions.open();
        request.response().addCookie(cookie(request, opened.secret()));
        request.json(json(opened.session()));
    }

    private static String shown(RoutingContext request) {
        try {
            JsonObject body = request.body().asJsonObject();
            return body == null || !(body.getValue("token") instanceof String text) ? "" : text;
        } catch (DecodeException | ClassCastException noObject) {
            throw HttpProblem.invalid("the body is no JSON object with a token");
        }
    }

    /** Without a lifetime: the browser forgets it when it is closed. */
    private static Cookie cookie(RoutingContext request, String value) {
        boolean tls =
                request.request().isSSL()
                        || "https".equals(request.request().getHeader("X-Forwarded-Proto"));
        return Cookie.cookie(COOKIE, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(tls);
    }

    private static JsonObject json(Sessions.Session session) {
        return new JsonObject()
                .put("csrf", session.csrf())
                .put("until", session.until().toString());
    }

    private void show(RoutingContext request) {
        request.json(session(request).map(SignIn::json).orElseGet(JsonObject::new));
    }

    private void close(RoutingContext request) {
        if (sessionForChange(request).isPresent()) {
            secret(request).ifPresent(sessions::end);
        }
        request.response().addCookie(cookie(request, "").setMaxAge(0));
        request.response().setStatusCode(204).end();
    }
}
