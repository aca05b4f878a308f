package io.sluice.app.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.SameSiteAttribute;
import com.microsoft.playwright.options.WaitForSelectorState;

import io.sluice.app.Installation;
import io.sluice.app.Role;
import io.sluice.app.TestInstallation;
import io.sluice.events.ChunkHeader;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.ProducerFactory;
import io.sluice.kafka.Topics;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** The page as people use it, in a real Chromium: what it shows, what it refuses, what it names. */
class PageIT {
    private static final double SOON = 30_000;
    private static final double KNOWN_WITHIN = 15_000;
    private static final String HOSTILE =
            "<img src=x onerror=window.ran=1>\\\"><script>window.ran=2</script>";
    private static final String HOSTILE_SHOWN = HOSTILE.replace("\\\"", "\"");

    @TempDir private static Path folder;
    private static PageRig rig;
    private static Chromium chromium;
    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start();
        rig = new PageRig(folder);
    }

    @AfterAll
    static void stop() {
        rig.close();
        chromium.close();
    }

    @BeforeEach
    void open() {
        context = chromium.browser().newContext();
        page = context.newPage();
        page.addInitScript(
                "window.violations = [];document.addEventListener('securitypolicyviolation', (it)"
                    + " => window.violations.push(it.violatedDirective + ' ' + it.blockedURI));");
        page.onPageError(complaints::add);
        page.onDialog(
                dialog -> {
                    complaints.add("dialog " + dialog.message());
                    dialog.dismiss();
                });
        page.navigate(address(rig.all()));
    }

    /** Whatever a test looked at, nothing of it ran. */
    @AfterEach
    void nothingRan() {
        assertThat(complaints).isEmpty();
        assertThat(page.evaluate("window.violations")).isEqualTo(List.of());
        assertThat(page.evaluate("window.ran === undefined")).isEqualTo(true);
        context.close();
    }

    @Test
    void theTokenOpensItAndSigningOutEndsIt() {
        assertThat(page.request().get(address(rig.all()) + "/v1/apps").status()).isEqualTo(401);
        page.getByLabel("Admin token").fill("not the token at all");
        button("Sign in").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("not the admin token");
        signIn();
        Cookie cookie = context.cookies().getFirst();
        assertThat(cookie.httpOnly).isTrue();
        assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
        assertThat(page.request().get(address(rig.all()) + "/v1/apps").status()).isEqualTo(200);
        button("Sign out").click();
        assertThat(page.getByLabel("Admin token")).isVisible();
        context.addCookies(
                List.of(new Cookie(cookie.name, cookie.value).setUrl(address(rig.all()))));
        assertThat(page.request().get(address(rig.all()) + "/v1/apps").status()).isEqualTo(401);
    }

    @Test
    void aChangeNeedsMoreThanTheCookie() {
        signIn();
        String replay = address(rig.all()) + "/v1/apps/" + PageRig.APP + "/dead/replay";
        for (String csrf : List.of("", "x".repeat(43))) {
            RequestOptions options = RequestOptions.create().setData(Map.of());
            APIResponse answer =
                    page.request()
                            .post(
                                    replay,
                                    csrf.isEmpty()
                                            ? options
                                            : options.setHeader("X-Sluice-Csrf", csrf));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("urn:sluice:problem:csrf");
        }
    }

    @Test
    void eventsBecomeTablesWithTheirHistory() throws Exception {
        signIn();
        rig.send(event("user", "pass_mission", "\"level\":7"));
        page.navigate(address(rig.all()) + "/#tables/" + PageRig.APP);
        Locator table = page.getByRole(AriaRole.LINK, named("_e_user__pass_mission"));
        assertThat(table).isVisible(new IsVisibleOptions().setTimeout(SOON));
        rig.send(event("user", "pass_mission", "\"level\":7.5"));
        table.click();
        assertThat(page.locator(".columns")).containsText("/body/level");
        page.waitForCondition(
                () -> {
                    page.reload();
                    page.locator(".timeline").waitFor();
                    return page.locator(".timeline")
                            .innerText()
                            .contains("bigint → double precision");
                },
                new Page.WaitForConditionOptions().setTimeout(SOON));
        assertThat(page.locator(".timeline"))
                .containsText("First event: " + Topics.events(PageRig.APP));
        page.navigate(address(rig.all()) + "/#pipeline");
        assertThat(page.locator("[data-station=loader]")).containsText("rows/s");
        assertThat(page.locator(".facts")).containsText("Rows in tables");
        shoot("pipeline");
    }

    @Test
    void whatAnEventIsCalledIsShownAndNotRun() throws Exception {
        signIn();
        rig.send(
                event("hostile", HOSTILE, "\"" + HOSTILE + "\":1"),
                "{\"ts\":\"" + HOSTILE + "\",\"entype\":\"a\",\"evname\":\"b\",\"body\":{}}");
        page.navigate(address(rig.all()) + "/#tables/" + PageRig.APP);
        assertThat(page.locator("table")).containsText(HOSTILE_SHOWN, soon());
        page.locator("tr", new Page.LocatorOptions().setHasText("hostile"))
                .getByRole(AriaRole.LINK)
                .click();
        assertThat(page.locator(".columns")).containsText("/body/<img src=x onerror=window.ran=1>");
        page.navigate(address(rig.all()) + "/#dead/" + PageRig.APP);
        assertThat(page.locator(".letters")).containsText("<script>window.ran=2</script>", soon());
        shoot("hostile");
    }

    @Test
    void deadLettersAreReplayed() throws Exception {
        signIn();
        unreadable(event("again", "again", "\"n\":1"));
        Locator replay = page.getByLabel("Replay…: all of unknown_format");
        page.waitForCondition(
                () -> {
                    page.navigate(address(rig.all()) + "/#dead");
                    page.navigate(address(rig.all()) + "/#dead/" + PageRig.APP);
                    page.locator(".view.dead table, .view.dead .empty").first().waitFor();
                    return replay.count() == 1;
                },
                new Page.WaitForConditionOptions().setTimeout(SOON));
        replay.click();
        button("Replay 1").click();
        assertThat(page.locator(".replay .done")).hasText("1 replayed.");
        page.navigate(address(rig.all()) + "/#tables/" + PageRig.APP);
        assertThat(page.getByRole(AriaRole.LINK, named("_e_again__again")))
                .isVisible(new IsVisibleOptions().setTimeout(SOON));
    }

    @Test
    void noViewIsWiderThanAPhone() {
        signIn();
        page.setViewportSize(360, 740);
        for (String view : List.of("pipeline", "tables", "dead", "loads", "topics", "apps")) {
            page.navigate(address(rig.all()) + "/#" + view);
            page.locator(".view." + view + " h1").first().waitFor();
            page.locator("text=Reading the topic…")
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as(view)
                    .isEqualTo(360);
        }
        page.navigate(address(rig.all()) + "/#pipeline");
        shoot("phone");
    }

    @Test
    void whatIsDownIsNamedAndHeals() {
        signIn();
        Locator alarms = page.locator(".alarms");
        assertThat(page.locator("[data-dependency=s3]")).containsText("answers", soon());
        rig.stopS3();
        try {
            assertThat(alarms)
                    .containsText(
                            "S3 does not answer",
                            new ContainsTextOptions().setTimeout(KNOWN_WITHIN));
            assertThat(page.locator("[data-station=s3]")).containsText("no answer");
            assertThat(page.locator("[data-dependency=kafka]")).containsText("answers");
            shoot("s3-down");
        } finally {
            rig.startS3();
        }
        assertThat(page.locator("[data-dependency=s3]")).containsText("answers", soon());
        assertThat(alarms).hasText("", new HasTextOptions().setTimeout(SOON));
    }

    @Test
    void aConsoleAloneKnowsWhatOthersTell() {
        try (Installation alone = rig.start(EnumSet.of(Role.CONSOLE), "alone")) {
            page.navigate(address(alone));
            signIn();
            assertThat(page.locator("[data-dependency=kafka]")).containsText("answers", soon());
            assertThat(page.locator("[data-dependency=s3]")).containsText("answers", soon());
            assertThat(page.locator("[data-dependency=warehouse]")).containsText("answers");
            assertThat(page.locator("[data-station=door]")).containsText("events/s");
            assertThat(page.locator("[data-station=sqlizer]")).containsText("reader");
            assertThat(page.locator(".processes")).containsText("franz+event-sink+");
            shoot("alone");
            rig.stopS3();
            try {
                assertThat(page.locator("[data-dependency=s3] .detail"))
                        .containsText(
                                "says franz+event-sink+",
                                new ContainsTextOptions().setTimeout(KNOWN_WITHIN));
            } finally {
                rig.startS3();
            }
            page.navigate(address(alone) + "/#topics");
            assertThat(page.locator(".view")).containsText("in order", soon());
        }
    }

    private void signIn() {
        page.getByLabel("Admin token").fill(TestInstallation.ADMIN_TOKEN);
        button("Sign in").click();
        assertThat(page.getByRole(AriaRole.NAVIGATION, new GetByRoleOptions().setName("Views")))
                .isVisible();
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, named(name));
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }

    private static ContainsTextOptions soon() {
        return new ContainsTextOptions().setTimeout(SOON);
    }

    private void shoot(String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target/page", name + ".png"))
                        .setFullPage(true));
    }

    private static String address(Installation installation) {
        return "http://127.0.0.1:" + installation.consolePort();
    }

    private static String event(String entype, String evname, String body) {
        return "{\"ts\":\"2015-01-01T00:00:00Z\",\"entype\":\"%s\",\"evname\":\"%s\",\"body\":{%s}}"
                .formatted(entype, evname, body);
    }

    /** A chunk of a format to come dies whole, and its event is a good one. */
    private static void unreadable(String event) throws Exception {
        try (Producer<byte[], byte[]> producer =
                ProducerFactory.idempotent(rig.all().sources().kafka())) {
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> !producer.partitionsFor(Topics.events(PageRig.APP)).isEmpty());
            Integer any = null;
            producer.send(
                            new ProducerRecord<>(
                                    Topics.events(PageRig.APP),
                                    any,
                                    null,
                                    null,
                                    event.getBytes(StandardCharsets.UTF_8),
                                    KafkaHeaders.of(Map.of(ChunkHeader.FORMAT, "99"))))
                    .get();
        }
    }
}
