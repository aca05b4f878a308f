package io.sluice.app.reload;

import io.sluice.archive.ArchiveKeys;
import io.sluice.archive.ArchiveReader;
import io.sluice.archive.ArchiveUnit;
import io.sluice.archive.ArchiveUnitCodec;
import io.sluice.archive.OffsetRanges;
import io.sluice.archive.RawRecord;
import io.sluice.storage.ObjectPage;
import io.sluice.storage.ObjectStore;
import io.sluice.storage.ZstdFile;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The archive of an app, and its topic for what is not archived yet. Units are found by their
 * manifests. One that was given up has the same records as others, and each is taken once.
 *
 * @param cluster the id of the Kafka cluster whose offsets are meant
 * @param rest where what is not archived is read from
 */
record ArchiveSource(ObjectStore store, String bucket, String app, String cluster, TopicSource rest)
        implements RawSource {

    @Override
    public OffsetRanges read(Map<Integer, Long> cut, Each each) throws IOException {
        OffsetRanges done = new OffsetRanges();
        for (String key : manifests()) {
            ArchiveUnit unit = unit(key);
            if (!done.contains(unit)) {
                for (ArchiveUnit.File file : unit.files()) {
                    read(file, cut, done, each);
                }
                done.add(unit);
            }
        }
        return rest.read(cut, done, each);
    }

    private List<String> manifests() throws IOException {
        List<String> manifests = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            ObjectPage page = await(store.list(bucket, ArchiveKeys.folder(app, cluster), next));
            for (ObjectPage.Entry object : page.objects()) {
                if (ArchiveKeys.parse(object.key())
                        .filter(it -> it.manifest().equals(object.key()))
                        .isPresent()) {
                    manifests.add(object.key());
                }
            }
            next = page.next();
        } while (next.isPresent());
        return manifests;
    }

    private ArchiveUnit unit(String key) throws IOException {
        try {
            return ArchiveUnitCodec.read(await(store.get(bucket, key)));
        } catch (IllegalArgumentException broken) {
            throw new IOException("the manifest " + key + " is none", broken);
        }
    }

    private void read(ArchiveUnit.File file, Map<Integer, Long> cut, OffsetRanges done, Each each)
            throws IOException {
        long records = 0;
        try (InputStream lines = ZstdFile.read(await(store.open(bucket, file.key())))) {
            ArchiveReader reader = new ArchiveReader(lines);
            Optional<RawRecord> next = reader.next();
            while (next.isPresent()) {
                RawRecord raw = next.get();
                if (raw.offset() < cut.getOrDefault(raw.partition(), 0L)
                        && !done.contains(raw.partition(), raw.offset())) {
                    each.take(raw);
                }
                records++;
                next = reader.next();
            }
        }
        if (records != file.records()) {
            throw new IOException(
                    "%s holds %d records, where its manifest says %d"
                            .formatted(file.key(), records, file.records()));
        }
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
