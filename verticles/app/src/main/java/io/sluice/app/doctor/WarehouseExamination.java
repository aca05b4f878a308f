package io.sluice.app.doctor;

import com.github.luben.zstd.Zstd;

import io.sluice.rows.LoadUnit;
import io.sluice.rows.Manifest;
import io.sluice.storage.ObjectStore;
import io.sluice.storage.S3ObjectStore;
import io.sluice.storage.StorageSettings;
import io.sluice.warehouse.PostgresWarehouse;
import io.sluice.warehouse.Warehouse;
import io.sluice.warehouse.WarehouseFacts;
import io.sluice.warehouse.WarehouseSettings;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Logs in to the warehouse, asks what it is and what it allows, and tries a COPY of nothing. */
record WarehouseExamination(WarehouseSettings settings, StorageSettings storage)
        implements Examination {
    /** Tables that the smallest kind of cluster holds. */
    private static final long FEWEST_TABLES = 9_900;

    private static final Duration LARGEST_CLOCK_DIFFERENCE = Duration.ofSeconds(5);

    /** One row of one text column, as batch files are written. */
    private static final byte[] TRIAL_ROW = "\"trial\"\n".getBytes(StandardCharsets.UTF_8);

    @Override
    public String subject() {
        return "warehouse";
    }

    @Override
    public String remedy() {
        return "check warehouse.url, user and password, and that a firewall lets this host through";
    }

    @Override
    public List<Finding> examine() throws Exception {
        String folder = StorageExamination.PREFIX + "/" + UUID.randomUUID() + "/";
        String file = folder + "rows.zst";
        String manifest = folder + "manifest";
        String bucket = storage.bucket();
        byte[] rows = Zstd.compress(TRIAL_ROW);
        try (ObjectStore store = S3ObjectStore.create(storage);
                Warehouse warehouse = new PostgresWarehouse(settings, store)) {
            StorageExamination.await(store.put(bucket, file, rows));
            List<LoadUnit.DataFile> files = List.of(new LoadUnit.DataFile(file, 1, rows.length));
            StorageExamination.await(
                    store.put(bucket, manifest, Manifest.of(bucket, files).toJson()));
            try {
                return judge(warehouse.facts("s3://" + bucket + "/" + manifest));
            } finally {
                StorageExamination.await(store.delete(bucket, manifest));
                StorageExamination.await(store.delete(bucket, file));
            }
        }
    }

    static List<Finding> judge(WarehouseFacts facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("warehouse", facts.version()));
        findings.add(
                Finding.ok(
                        "warehouse",
                        "user %s, database %s, isolation %s"
                                .formatted(facts.user(), facts.database(), facts.isolation())));
        if (!facts.mayCreateSchemas()) {
            findings.add(
                    Finding.failure(
                            "warehouse",
                            "user %s may not create schemas".formatted(facts.user()),
                            "GRANT CREATE ON DATABASE %s TO %s"
                                    .formatted(facts.database(), facts.user())));
        }
        if (!facts.encrypted()) {
            findings.add(
                    Finding.warning(
                            "warehouse",
                            "the connection is not encrypted",
                            "add sslmode=verify-full to warehouse.url"));
        }
        if (facts.clockAhead().abs().compareTo(LARGEST_CLOCK_DIFFERENCE) > 0) {
            findings.add(
                    Finding.warning(
                            "warehouse",
                            "its clock is %d s %s ours"
                                    .formatted(
                                            facts.clockAhead().abs().toSeconds(),
                                            facts.clockAhead().isNegative()
                                                    ? "behind"
                                                    : "ahead of"),
                            "keep this host's clock by NTP"));
        }
        facts.tables().ifPresent(count -> findings.add(tables(count)));
        facts.copyRefusal()
                .ifPresentOrElse(
                        refusal ->
                                findings.add(
                                        Finding.failure(
                                                "warehouse",
                                                "a trial COPY failed: " + refusal,
                                                "let the role of warehouse.copy read the bucket,"
                                                        + " and name the bucket's region")),
                        () -> findings.add(Finding.ok("warehouse", "it reads the batch files")));
        return findings;
    }

    private static Finding tables(long count) {
        String text = count + " tables; small clusters hold " + FEWEST_TABLES;
        return count < FEWEST_TABLES * 8 / 10
                ? Finding.ok("warehouse", text)
                : Finding.warning(
                        "warehouse",
                        text,
                        "look at your node type's limit; each event name is one");
    }
}
