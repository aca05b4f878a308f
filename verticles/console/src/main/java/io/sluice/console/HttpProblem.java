package io.sluice.console;

import io.vertx.core.json.JsonObject;

/**
 * Why a call was refused, as RFC 9457 tells it (problem details).
 *
 * <p>It is thrown, and told to the caller; so nothing in it is secret.
 */
public final class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String TYPES = "urn:sluice:problem:";

    private final int status;
    private final String type;
    private final String title;

    /**
     * @param type what kind, stable, such as {@code unknown-app}
     * @param title the kind in words, the same for all of the kind
     * @param detail what is wrong this time, and what to do
     */
    public HttpProblem(int status, String type, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.title = title;
    }

    /** A parameter or a member of the body is wrong. */
    public static HttpProblem invalid(String detail) {
        return new HttpProblem(400, "invalid-request", "The request is not valid", detail);
    }

    /** There is none. */
    public static HttpProblem absent(String type, String detail) {
        return new HttpProblem(404, type, "There is no such thing", detail);
    }

    /** Somebody else was faster, or the state of things forbids it. */
    public static HttpProblem conflict(String type, String detail) {
        return new HttpProblem(409, type, "The state of things forbids it", detail);
    }

    /** A backend is away; the same call may succeed later. */
    public static HttpProblem unavailable(String detail) {
        return new HttpProblem(503, "unavailable", "A backend cannot be reached now", detail);
    }

    public int status() {
        return status;
    }

    /**
     * The document.
     *
     * @param instance the path that was called
     */
    JsonObject toJson(String instance) {
        return new JsonObject()
                .put("type", TYPES + type)
                .put("title", title)
                .put("status", status)
                .put("detail", getMessage())
                .put("instance", instance);
    }
}
