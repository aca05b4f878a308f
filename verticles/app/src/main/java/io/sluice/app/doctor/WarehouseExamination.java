package io.sluice.app.doctor;

import io.sluice.storage.ObjectStore;
import io.sluice.storage.S3ObjectStore;
import io.sluice.storage.StorageSettings;
import io.sluice.warehouse.Warehouse;
import io.sluice.warehouse.WarehouseFacts;
import io.sluice.warehouse.WarehouseSettings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Logs in to the warehouse, and asks what it is and what it allows. */
final class WarehouseExamination {
    private static final String SUBJECT = "warehouse";

    /** Tables that the smallest kind of cluster holds. */
    private static final long FEWEST_TABLES = 9_900;

    private static final Duration LARGEST_CLOCK_DIFFERENCE = Duration.ofSeconds(5);

    private WarehouseExamination() {}

    static Examination of(WarehouseSettings settings, StorageSettings storage) {
        return new Examination(
                SUBJECT,
                "check warehouse.url, user and password, and that a firewall lets this host"
                        + " through",
                () -> examine(settings, storage));
    }

    private static List<Finding> examine(WarehouseSettings settings, StorageSettings storage) {
        try (ObjectStore store = S3ObjectStore.create(storage);
                Warehouse warehouse = Warehouse.open(settings, store)) {
            return judge(warehouse.facts(storage.bucket()));
        }
    }

    static List<Finding> judge(WarehouseFacts facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(SUBJECT, facts.version()));
        findings.add(
                Finding.ok(
                        SUBJECT,
                        "user %s, database %s, isolation %s"
                                .formatted(facts.user(), facts.database(), facts.isolation())));
        if (!facts.mayCreateSchemas()) {
            findings.add(
                    Finding.failure(
                            SUBJECT,
                            "user %s may not create schemas".formatted(facts.user()),
                            "GRANT CREATE ON DATABASE %s TO %s"
                                    .formatted(facts.database(), facts.user())));
        }
        if (!facts.encrypted()) {
            findings.add(
                    Finding.warning(
                            SUBJECT,
                            "the connection is not encrypted",
                            "add sslmode=verify-full to warehouse.url, or to warehouse.driver"));
        }
        if (facts.clockAhead().abs().compareTo(LARGEST_CLOCK_DIFFERENCE) > 0) {
            findings.add(
                    Finding.warning(
                            SUBJECT,
                            "its clock is %d s %s ours"
                                    .formatted(
                                            facts.clockAhead().abs().toSeconds(),
                                            facts.clockAhead().isNegative()
                                                    ? "behind"
                                                    : "ahead of"),
                            "keep this host's clock by NTP"));
        }
        facts.tables().ifPresent(count -> findings.add(tables(count)));
        switch (facts.copy()) {
            case WarehouseFacts.Works works ->
                    findings.add(Finding.ok(SUBJECT, "it reads the batch files"));
            case WarehouseFacts.Refused refused ->
                    findings.add(
                            Finding.failure(
                                    SUBJECT,
                                    "a trial COPY failed: " + refused.reason(),
                                    "let the role or keys of warehouse.copy read the bucket, and"
                                            + " set warehouse.copy.region to the bucket's region"));
            case WarehouseFacts.NotTried not ->
                    findings.add(Finding.ok(SUBJECT, "no trial COPY: " + not.reason()));
        }
        return findings;
    }

    private static Finding tables(long count) {
        String text = count + " tables; small clusters hold " + FEWEST_TABLES;
        return count < FEWEST_TABLES * 8 / 10
                ? Finding.ok(SUBJECT, text)
                : Finding.warning(
                        SUBJECT, text, "look at your node type's limit; each event name is one");
    }
}
