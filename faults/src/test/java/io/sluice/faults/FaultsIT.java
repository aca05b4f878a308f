package io.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.WarehouseChoice;
import io.sluice.faults.fault.Fault;
import io.sluice.faults.fault.Faults;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A short run with a fixed seed, of faults that take little time; {@code ./sluice faults} runs all
 * of them.
 */
class FaultsIT {
    private static final long SEED = 20_150_101;
    private static final WarehouseChoice WAREHOUSE =
            WarehouseChoice.valueOf(
                    System.getProperty("sluice.warehouse", "postgresql").toUpperCase(Locale.ROOT));
    private static final Duration LENGTH = Duration.ofSeconds(40);
    private static final Set<String> FAULTS =
            Set.of(
                    "kill-sqlizer",
                    "kill-batcher",
                    "kill-loader",
                    "kill-event-sink",
                    "kill-after-schema-upsert",
                    "kill-before-row-commit",
                    "kill-before-manifest",
                    "kill-after-batch-commit",
                    "kill-before-load-commit",
                    "cut-after-load-commit",
                    "freeze-before-batch-commit",
                    "warehouse-crash",
                    "s3-answer-lost",
                    "poison-events",
                    "repeat-everything");

    @TempDir private Path folder;

    @Test
    void nothingIsLostDoubledOrWrongWhateverFails() throws Exception {
        List<Fault> faults =
                Faults.all(WAREHOUSE).stream().filter(it -> FAULTS.contains(it.name())).toList();
        Report report =
                new FaultRun(SEED, LENGTH, faults, WAREHOUSE, folder, new Notes(System.out)).run();
        report.print(System.out);
        assertThat(report.problems()).isEmpty();
        assertThat(report.rows().examples()).isEmpty();
        assertThat(report.good()).isTrue();
        // Else the faults came too late, or not at all, to prove anything.
        assertThat(report.rows().rows()).isGreaterThan(3_000);
        assertThat(report.faults().stream().filter(it -> it.fired() > 0))
                .hasSizeGreaterThan(FAULTS.size() / 2);
        assertThat(report.kills()).isGreaterThan(4);
    }
}
