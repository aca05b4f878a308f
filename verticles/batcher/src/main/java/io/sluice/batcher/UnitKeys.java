package io.sluice.batcher;

import io.sluice.kafka.Topics;
import io.sluice.schema.TableSchema;
import io.sluice.storage.ObjectKey;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The keys of one unit's objects: {@code app/table/vN/date/attempt-n.csv.zst} and {@code
 * …/attempt.manifest.json}. The attempt is random, so that no key is ever written twice: a batch
 * that was abandoned leaves orphans, never a changed object.
 */
public record UnitKeys(String folder, UUID attempt) {
    /** The keys of an attempt that was cut now. */
    public static UnitKeys of(TableSchema schema, UUID attempt, Instant cut) {
        return new UnitKeys(
                ObjectKey.of(
                        Topics.checkApp(schema.app()),
                        schema.table().toString(),
                        "v" + schema.version(),
                        LocalDate.ofInstant(cut, ZoneOffset.UTC).toString()),
                attempt);
    }

    /** The key of a file. */
    public String file(int number) {
        return ObjectKey.check(folder + "/" + attempt + "-" + number + ".csv.zst");
    }

    /** The key of the manifest, which is written last. */
    public String manifest() {
        return ObjectKey.check(folder + "/" + attempt + ".manifest.json");
    }
}
