package io.sluice.console.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The files of the page, each known by its name and read at the start: no path of a request ever
 * becomes a path of a file.
 */
public final class Assets {
    /** Nothing but what comes from here, and no script or style that stands in a page. */
    private static final String POLICY =
            String.join(
                    "; ",
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self'",
                    "img-src 'self'",
                    "connect-src 'self'",
                    "form-action 'none'",
                    "base-uri 'none'",
                    "frame-ancestors 'none'",
                    "require-trusted-types-for 'script'",
                    "trusted-types 'none'");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml");

    private static final List<String> OURS =
            List.of(
                    "index.html",
                    "icon.svg",
                    "base.css",
                    "views.css",
                    "app.js",
                    "api.js",
                    "dom.js",
                    "format.js",
                    "live.js",
                    "sign-in.js",
                    "pipeline.js",
                    "picture.js",
                    "plots.js",
                    "tables.js",
                    "dead.js",
                    "loads.js",
                    "topics.js",
                    "apps.js");

    private Assets() {}

    private record File(Buffer content, String type, String tag) {}

    /**
     * Adds a route for each file.
     *
     * @throws IllegalStateException if one is not there
     */
    public static void mount(Router router) {
        OURS.forEach(name -> serve(router, name, "/io/sluice/console/page/" + name));
        String plots = "/META-INF/resources/webjars/uplot/" + version() + "/dist/";
        serve(router, "uplot.js", plots + "uPlot.esm.js");
        serve(router, "uplot.css", plots + "uPlot.min.css");
    }

    private static void serve(Router router, String name, String resource) {
        File file = file(resource);
        router.get(name.equals("index.html") ? "/" : "/page/" + name)
                .handler(request -> send(request, file));
    }

    private static void send(RoutingContext request, File file) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, file.tag())
                .putHeader("Content-Security-Policy", POLICY);
        if (file.tag().equals(request.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            request.response().setStatusCode(304).end();
        } else {
            request.response().end(file.content());
        }
    }

    private static File file(String resource) {
        byte[] content = read(resource);
        String type = resource.substring(resource.lastIndexOf('.') + 1);
        return new File(
                Buffer.buffer(content),
                Optional.ofNullable(TYPES.get(type)).orElse("application/octet-stream"),
                tag(content));
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the page lacks " + resource);
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(resource + " cannot be read", broken);
        }
    }

    /** Of the library of plots: its folder has the version in its name. */
    private static String version() {
        Properties properties = new Properties();
        try (InputStream in =
                Assets.class.getResourceAsStream(
                        "/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
            if (in == null) {
                throw new IllegalStateException("the page lacks uPlot");
            }
            properties.load(in);
        } catch (IOException broken) {
            throw new UncheckedIOException("the version of uPlot cannot be read", broken);
        }
        return properties.getProperty("version", "");
    }

    private static String tag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
