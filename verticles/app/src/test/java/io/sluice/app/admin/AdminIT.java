package io.sluice.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.sluice.app.Installation;
import io.sluice.app.TestInstallation;
import io.sluice.app.books.Books;
import io.sluice.app.books.BooksSettings;
import io.sluice.app.load.Stages;
import io.sluice.devstack.DevStack;
import io.sluice.events.ChunkHeader;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.ProducerFactory;
import io.sluice.kafka.Topics;
import io.sluice.kafka.TransactionalWriter;
import io.sluice.schema.Names;
import io.sluice.schema.SchemaRules;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The admin API of a whole installation: what it answers, what it refuses, what it changes. */
class AdminIT {
    private static final String APP = "admin-it";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String TABLES = "/v1/apps/{app}/tables";
    private static final String DEAD = "/v1/apps/{app}/dead";
    private static final String REPLAY = "/v1/apps/{app}/dead/replay";
    private static final String LOADS = "/v1/apps/{app}/loads";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Installation installation;
    private static KafkaSettings kafka;
    private static ContractCheck contract;

    @BeforeAll
    static void start() throws Exception {
        DevStack.shared();
        installation = TestInstallation.start(SchemaRules.DEFAULT, List.of(APP));
        assertThat(installation.awaitReady(LIMIT)).isTrue();
        kafka = installation.sources().kafka();
        contract = new ContractCheck(call("GET", "/openapi.json", "", "").body());
        post(event("user", "login", 1), event("user", "logout", 1));
        settle();
        post(
                event("user", "login", 2).replace("\"n\":2", "\"n\":2.5,\"os\":\"linux\""),
                "no event",
                "{\"ts\":\"2015-01-01T00:00:00Z\",\"entype\":\"user\",\"evname\":\"login\"}");
        settle();
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void nothingButItsDescriptionAnswersWithoutTheToken() throws Exception {
        for (String operation : contract.operations()) {
            String[] words = operation.split(" ", -1);
            String path = words[1].replace("{app}", APP).replaceAll("\\{[a-z_]+}", "x");
            for (String token : List.of("", "wrong", TestInstallation.ADMIN_TOKEN + "x")) {
                HttpResponse<String> answer =
                        call(words[0].toUpperCase(Locale.ROOT), path, "", token);
                if (words[1].equals("/openapi.json")) {
                    assertThat(answer.statusCode()).isEqualTo(200);
                } else {
                    assertThat(answer.statusCode()).as(operation).isEqualTo(401);
                    contract.check(words[0], words[1], answer);
                }
            }
        }
    }

    @Test
    void everyOperationOfTheContractAnswersAsItSays() throws Exception {
        contract.check("get", "/openapi.json", call("GET", "/openapi.json", "", ""));
        assertThat(names(get("/v1/apps", "/v1/apps").path("apps"), "app")).contains(APP);
        assertThat(get("/v1/apps", "/v1/apps?limit=1").path("apps")).hasSize(1);
        JsonNode topics = get("/v1/topics", "/v1/topics?app=" + APP).path("topics");
        assertThat(names(topics, "topic"))
                .containsExactly(
                        Topics.dead(APP), Topics.events(APP), Topics.rows(APP), Topics.LOADS);
        JsonNode pipeline = get("/v1/pipeline", "/v1/pipeline");
        assertThat(pipeline.path("door").path("known").asBoolean()).isTrue();
        assertThat(names(pipeline.path("health").path("dependencies"), "state")).containsOnly("up");
        assertThat(get("/v1/topics/advice", "/v1/topics/advice").path("known").asBoolean())
                .isTrue();
        JsonNode tables = get(TABLES, path("tables")).path("tables");
        assertThat(names(tables, "table")).contains("_e_user__login", "_e_user__logout");
        JsonNode page = get(TABLES, path("tables?limit=1"));
        assertThat(page.path("next").asText())
                .isEqualTo(page.path("tables").get(0).path("table").asText());
        JsonNode table = get(TABLES + "/{table}", path("tables/_e_user__login"));
        assertThat(table.path("columns").findValuesAsText("path")).contains("/body/n", "/body/os");
        get(TABLES + "/{table}/history", path("tables/_e_user__login/history?limit=1"));
        JsonNode letters = get(DEAD, path("dead?code=missing_field")).path("letters");
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).path("table").asText()).isEqualTo("_e_user__login");
        get(DEAD + "/{letter}", path("dead/" + letters.get(0).path("id").asText()));
        assertThat(get(LOADS, path("loads?state=loaded&limit=1")).path("next").asText())
                .isNotEmpty();
        replay("{\"code\":\"invalid_json\",\"dry_run\":true}");
        parkedUnitsAreTriedAgain();
        appsAndKeysComeAndGo();
        get("/v1/audit", "/v1/audit?limit=1");

        TreeSet<String> silent = new TreeSet<>(contract.operations());
        silent.removeAll(contract.answered());
        assertThat(silent).as("operations without a good answer").isEmpty();
    }

    @Test
    void whatIsWrongIsAProblemThatSaysWhat() throws Exception {
        Map<String, String> wrong =
                Map.of(
                        "/v1/apps?limit=0",
                        "limit: '0' is no whole number from 1 to 1000",
                        "/v1/apps?limt=1",
                        "there is no parameter 'limt' here",
                        "/v1/apps/" + APP + "x/tables",
                        "there is no app '" + APP + "x': did you mean '" + APP + "'?",
                        path("tables/_e_user__logn"),
                        "has no table '_e_user__logn': did you mean '_e_user__login'?",
                        path("dead?code=duplicte_key"),
                        "code: there is no 'duplicte_key': did you mean 'duplicate_key'?",
                        path("dead/0-999999999"),
                        "no dead letter '0-999999999'",
                        path("dead/x"),
                        "no dead letter 'x'",
                        path("dead?from=yesterday"),
                        "from: 'yesterday' is no time",
                        path("loads?state=lost"),
                        "state: 'lost' is none of",
                        path("loads?cursor=x"),
                        "cursor: take it from 'next'");
        for (Map.Entry<String, String> it : wrong.entrySet()) {
            HttpResponse<String> answer = admin("GET", it.getKey(), "");
            assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 404);
            assertThat(answer.body()).contains(it.getValue());
        }
        assertThat(admin("POST", path("dead/replay"), "{\"all\":true}").body())
                .contains("there is no member 'all' here");
        assertThat(admin("POST", path("dead/replay"), "[]").statusCode()).isEqualTo(400);
        assertThat(admin("GET", "/v1/nothing", "").statusCode()).isEqualTo(404);
        assertThat(admin("DELETE", "/v1/topics", "").statusCode()).isEqualTo(405);
        assertThat(admin("POST", path("dead/replay"), "x".repeat(2 << 20)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void aVersionLeadsBackToTheEventThatCausedIt() throws Exception {
        JsonNode versions =
                get(TABLES + "/{table}/history", path("tables/_e_user__login/history"))
                        .path("versions");
        assertThat(versions.findValuesAsText("version")).containsExactly("2", "1");
        JsonNode widened = versions.get(0).path("widened").get(0);
        assertThat(widened.path("from").asText()).isEqualTo("bigint");
        assertThat(widened.path("to").asText()).isEqualTo("double precision");
        assertThat(versions.get(0).path("added").get(0).path("path").asText())
                .isEqualTo("/body/os");
        JsonNode cause = versions.get(0).path("cause");
        String row =
                "SELECT n::text FROM \"%s\"._e_user__login WHERE _topic = '%s' AND _partition = %d AND _offset = %d AND _position = %d"
                        .formatted(
                                namespace(),
                                cause.path("topic").asText(),
                                cause.path("partition").asInt(),
                                cause.path("offset").asLong(),
                                cause.path("position").asInt());
        assertThat(ask(row)).isEqualTo("2.5");
    }

    @Test
    void aLetterIsReplayedOnceHoweverOftenAndByHowMany() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            ids.add(letter("again", n));
        }
        String some = "{\"ids\":[\"" + String.join("\",\"", ids.subList(0, 10)) + "\"]}";
        // Killed between its records and its commit: it may be found open, and nothing of it
        // counts.
        TransactionalWriter killed = new TransactionalWriter(kafka, "sluice-replay-" + APP);
        killed.send(
                new ProducerRecord<>(
                        Topics.events(APP),
                        event("again", "again", 0).getBytes(StandardCharsets.UTF_8)));

        JsonNode first = replay(some);
        JsonNode second = replay(some);

        assertThat(first.path("replayed")).hasSize(10);
        assertThat(second.path("replayed")).isEmpty();
        assertThat(second.path("already")).hasSize(10);
        killed.close();

        Callable<Integer> all =
                () -> {
                    HttpResponse<String> answer =
                            admin("POST", path("dead/replay"), "{\"code\":\"unknown_format\"}");
                    return answer.statusCode() == 200
                            ? contract.check("post", REPLAY, answer).path("replayed").size()
                            : 0;
                };
        int replayed = 0;
        try (ExecutorService rivals = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> rival : rivals.invokeAll(List.of(all, all, all, all))) {
                replayed += rival.get();
            }
        }
        assertThat(replayed).isEqualTo(10);
        assertThat(all.call()).isZero();
        settle();
        assertThat(ask("SELECT count(*) FROM \"" + namespace() + "\"._e_again__again"))
                .isEqualTo("20");
        assertThat(ask("SELECT count(DISTINCT n) FROM \"" + namespace() + "\"._e_again__again"))
                .isEqualTo("20");
        JsonNode listed = get(DEAD, path("dead?code=unknown_format&limit=1000")).path("letters");
        assertThat(listed).hasSize(20);
        assertThat(listed.findValuesAsText("replayed")).containsOnly("true");
        assertThat(
                        Books.read(installation.sources(), BooksSettings.DEFAULT, List.of(APP))
                                .differences())
                .isEmpty();
    }

    @Test
    void whatWouldDieAgainStaysALetter() throws Exception {
        JsonNode done = replay("{\"code\":\"invalid_json\"}");
        assertThat(done.path("replayed")).isEmpty();
        assertThat(done.path("refused").findValuesAsText("code")).containsOnly("invalid_json");
    }

    private static void appsAndKeysComeAndGo() throws Exception {
        String made = "{\"app\":\"admin-made\",\"events_per_second\":100}";
        JsonNode app = sent("POST", "/v1/apps", "/v1/apps", made, 201);
        assertThat(app.path("events_per_second").asInt()).isEqualTo(100);
        sent("POST", "/v1/apps", "/v1/apps", made, 409);
        sent("POST", "/v1/apps", "/v1/apps", "{\"app\":\"No Name\"}", 400);
        String one = "/v1/apps/admin-made";
        String change = "{\"events_per_second\":null,\"bytes_per_second\":5000,\"revision\":1}";
        JsonNode changed = sent("PATCH", "/v1/apps/{app}", one, change, 200);
        assertThat(changed.has("events_per_second")).isFalse();
        assertThat(changed.path("bytes_per_second").asInt()).isEqualTo(5000);
        sent("PATCH", "/v1/apps/{app}", one, change, 409);
        assertThat(get("/v1/apps/{app}", one)).isEqualTo(changed);

        String keys = "/v1/apps/{app}/keys";
        JsonNode first = sent("POST", keys, one + "/keys", "", 201);
        String rotate = one + "/keys/" + first.path("key").asText() + "/rotate";
        JsonNode second =
                sent("POST", keys + "/{key}/rotate", rotate, "{\"overlap_seconds\":60}", 201);
        assertThat(second.path("secret").asText()).isNotEqualTo(first.path("secret").asText());
        JsonNode listed = get(keys, one + "/keys").path("keys");
        assertThat(listed.findValuesAsText("state")).containsExactly("active", "active");
        assertThat(listed.get(0).has("expires")).isTrue();
        assertThat(listed.toString()).doesNotContain(second.path("secret").asText());
        String revoked = one + "/keys/" + second.path("key").asText();
        assertThat(sent("DELETE", keys + "/{key}", revoked, "", 200).path("state").asText())
                .isEqualTo("revoked");
        sent("DELETE", keys + "/{key}", one + "/keys/none", "", 404);
        assertThat(names(get("/v1/audit", "/v1/audit?app=admin-made").path("changes"), "by"))
                .hasSize(5)
                .allMatch(by -> by.startsWith("a test from "));
    }

    private static JsonNode sent(
            String method, String template, String path, String body, int status) throws Exception {
        HttpResponse<String> answer = admin(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return contract.check(method.toLowerCase(Locale.ROOT), template, answer);
    }

    /** Its table altered by hand, a unit is set aside; mended, it is loaded. */
    private static void parkedUnitsAreTriedAgain() throws Exception {
        run("ALTER TABLE \"%s\"._e_user__logout RENAME COLUMN n TO by_hand");
        post(event("user", "logout", 2));
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> !get(LOADS, path("loads")).path("units").isEmpty());
        JsonNode unit = get(LOADS, path("loads?state=parked")).path("units").get(0);
        assertThat(unit.path("reason").asText()).isNotEmpty();
        String retry = path("loads/" + unit.path("unit").asText() + "/retry");
        assertThat(admin("POST", path("loads/" + UUID.randomUUID() + "/retry"), "").statusCode())
                .isEqualTo(404);
        run("ALTER TABLE \"%s\"._e_user__logout RENAME COLUMN by_hand TO n");
        contract.check("post", LOADS + "/{unit}/retry", admin("POST", retry, ""));
        Awaitility.await()
                .atMost(LIMIT)
                .until(
                        () ->
                                ask("SELECT count(*) FROM \"" + namespace() + "\"._e_user__logout")
                                        .equals("2"));
        settle();
        HttpResponse<String> again = admin("POST", retry, "");
        assertThat(again.statusCode()).isEqualTo(409);
        contract.check("post", LOADS + "/{unit}/retry", again);
    }

    /** A chunk of a format to come dies whole, and its event is a good one. */
    private static String letter(String name, int n) throws Exception {
        byte[] value = event(name, name, n).getBytes(StandardCharsets.UTF_8);
        try (Producer<byte[], byte[]> producer = ProducerFactory.idempotent(kafka)) {
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> !producer.partitionsFor(Topics.events(APP)).isEmpty());
            Integer any = null;
            producer.send(
                            new ProducerRecord<>(
                                    Topics.events(APP),
                                    any,
                                    null,
                                    null,
                                    value,
                                    KafkaHeaders.of(Map.of(ChunkHeader.FORMAT, "99"))))
                    .get();
        }
        String text = new String(value, StandardCharsets.UTF_8);
        return Awaitility.await()
                .atMost(LIMIT)
                .until(
                        () -> {
                            for (JsonNode it :
                                    get(DEAD, path("dead?code=unknown_format")).path("letters")) {
                                if (it.path("preview").asText().equals(text)) {
                                    return it.path("id").asText();
                                }
                            }
                            return "";
                        },
                        id -> !id.isEmpty());
    }

    private static String event(String entype, String evname, int n) {
        return "{\"ts\":\"2015-01-01T00:00:00Z\",\"entype\":\"%s\",\"evname\":\"%s\",\"body\":{\"n\":%d}}"
                .formatted(entype, evname, n);
    }

    private static void post(String... lines) throws Exception {
        HttpResponse<String> answer =
                TestInstallation.post(HTTP, installation, APP, List.of(lines));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static void settle() {
        try (GroupOffsets offsets = new GroupOffsets(kafka)) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(
                            () ->
                                    Stages.read(
                                                    APP,
                                                    offsets,
                                                    installation.registry(),
                                                    installation.warehouse())
                                            .settled());
        }
    }

    private static JsonNode get(String template, String path) throws Exception {
        HttpResponse<String> answer = admin("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return contract.check("get", template, answer);
    }

    private static JsonNode replay(String body) throws Exception {
        HttpResponse<String> answer = admin("POST", path("dead/replay"), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return contract.check("post", REPLAY, answer);
    }

    private static String path(String rest) {
        return "/v1/apps/" + APP + "/" + rest;
    }

    private static List<String> names(JsonNode items, String member) {
        List<String> names = new ArrayList<>();
        items.forEach(it -> names.add(it.path(member).asText()));
        return names;
    }

    private static HttpResponse<String> admin(String method, String path, String body)
            throws Exception {
        return call(method, path, body, TestInstallation.ADMIN_TOKEN);
    }

    private static HttpResponse<String> call(String method, String path, String body, String token)
            throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + installation.consolePort() + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
            request.header("X-Sluice-Actor", "a test");
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String namespace() {
        return Names.namespace(APP);
    }

    private static void run(String sql) throws Exception {
        try (Connection connection = warehouse();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.formatted(namespace()));
        }
    }

    private static String ask(String sql) throws Exception {
        try (Connection connection = warehouse();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).as(sql).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection warehouse() throws Exception {
        DevStack stack = DevStack.shared();
        return DriverManager.getConnection(
                stack.warehouseJdbc(), stack.postgresUser(), stack.postgresPassword());
    }
}
