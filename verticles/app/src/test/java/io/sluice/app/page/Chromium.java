package io.sluice.app.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium of this machine, driven by Playwright. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path program) {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(program)
                                        // Root has no sandbox there; it sees our own page alone.
                                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage"))
                                        .setTimeout(60_000));
    }

    /**
     * Starts it.
     *
     * @throws AssertionError if there is none, with what to install
     */
    static Chromium start() {
        return new Chromium(
                find().orElseThrow(
                                () ->
                                        new AssertionError(
                                                "the page is tested in a Chromium, and there is"
                                                    + " none: apt-get install chromium, or name one"
                                                    + " in SLUICE_CHROMIUM")));
    }

    private static Optional<Path> find() {
        Stream<Path> named =
                Optional.ofNullable(System.getenv("SLUICE_CHROMIUM")).map(Path::of).stream();
        Stream<Path> installed =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .flatMap(folder -> NAMES.stream().map(it -> Path.of(folder, it)));
        return Stream.concat(named, installed).filter(Files::isExecutable).findFirst();
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
