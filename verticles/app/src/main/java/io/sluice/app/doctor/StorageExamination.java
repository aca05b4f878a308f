package io.sluice.app.doctor;

import static io.sluice.app.doctor.Examination.await;

import io.sluice.storage.ObjectStore;
import io.sluice.storage.S3ObjectStore;
import io.sluice.storage.StorageSettings;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes, reads, lists and deletes an object: all that batcher, loader and sweeper do. */
final class StorageExamination {
    /** Where trial objects lie while an examination runs. */
    static final String PREFIX = "sluice-doctor";

    private static final String SUBJECT = "storage";

    private StorageExamination() {}

    static Examination of(StorageSettings settings) {
        return new Examination(
                SUBJECT,
                "check storage.bucket, region and endpoint; the credentials need s3:PutObject,"
                        + " s3:GetObject, s3:DeleteObject and s3:ListBucket",
                () -> examine(settings));
    }

    private static List<Finding> examine(StorageSettings settings) throws Exception {
        String bucket = settings.bucket();
        String key = PREFIX + "/" + UUID.randomUUID() + ".txt";
        byte[] content = key.getBytes(StandardCharsets.UTF_8);
        try (ObjectStore store = S3ObjectStore.create(settings)) {
            await(store.put(bucket, key, content));
            try {
                byte[] back = await(store.get(bucket, key));
                boolean listed =
                        await(store.list(bucket, key, Optional.empty())).objects().stream()
                                .anyMatch(it -> it.key().equals(key));
                return judge(bucket, Arrays.equals(content, back), listed);
            } finally {
                await(store.delete(bucket, key));
            }
        }
    }

    static List<Finding> judge(String bucket, boolean same, boolean listed) {
        if (!same || !listed) {
            return List.of(
                    Finding.failure(
                            SUBJECT,
                            "bucket %s does not %s what was just written"
                                    .formatted(bucket, same ? "list" : "give back"),
                            "use a store that is consistent, as S3 is"));
        }
        return List.of(
                Finding.ok(SUBJECT, "bucket " + bucket + ": write, read, list, delete work"));
    }
}
