package io.sluice.warehouse;

import com.github.luben.zstd.ZstdOutputStream;

import io.sluice.rows.LoadUnit.DataFile;
import io.sluice.rows.Manifest;
import io.sluice.rows.Padding;
import io.sluice.storage.StorageException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts files of a unit into the bucket again for the time of one COPY: with lines as a later
 * version has them, or without some rows. They are named as an attempt of the batcher: who is
 * killed here leaves orphans, and those are swept. One thread.
 */
final class RewrittenFiles {
    private static final Logger log = LoggerFactory.getLogger(RewrittenFiles.class);
    private static final int ZSTD_LEVEL = 1;

    private final UnitFiles files;
    private final Map<String, String> originals = new HashMap<>();

    RewrittenFiles(UnitFiles files) {
        this.files = files;
    }

    /** What a file was made from; the file itself if it is none of these. */
    String original(String key) {
        return originals.getOrDefault(key, key);
    }

    /** What is done with a manifest. */
    interface Use {
        long with(String manifestKey) throws SQLException;
    }

    /**
     * Uses a manifest of the files that this one names, less what is left out.
     *
     * @param padding what brings every line to another version, where that is to be done
     * @return what the use gives; 0 without it if no row is left
     */
    long using(String bucket, String manifestKey, LeftOut left, Optional<Padding> padding, Use use)
            throws IOException, SQLException {
        String attempt =
                manifestKey.substring(0, manifestKey.lastIndexOf('/') + 1) + UUID.randomUUID();
        List<String> fresh = new ArrayList<>();
        try {
            List<DataFile> named = new ArrayList<>();
            for (UnitFiles.Named file : files.entries(bucket, manifestKey)) {
                if (padding.isEmpty() && left.of(file.key()).isEmpty()) {
                    // How many lines it has is COPY's to count.
                    named.add(new DataFile(file.key(), file.bytes(), 1));
                    continue;
                }
                String key = attempt + "-" + fresh.size() + ".csv.zst";
                fresh.add(key);
                originals.put(key, file.key());
                long bytes = rewrite(bucket, file.key(), key, left, padding);
                if (bytes > 0) {
                    named.add(new DataFile(key, bytes, 1));
                }
            }
            if (named.isEmpty()) {
                return 0;
            }
            String manifest = attempt + ".manifest.json";
            fresh.add(manifest);
            files.put(bucket, manifest, ByteBuffer.wrap(Manifest.of(bucket, named).toJson()));
            return use.with(manifest);
        } finally {
            fresh.forEach(key -> remove(bucket, key));
        }
    }

    /** Gives the bytes of the new object; 0 if it would hold no row, and is not there. */
    private long rewrite(
            String bucket, String from, String to, LeftOut left, Optional<Padding> padding)
            throws IOException {
        Path packed = Files.createTempFile("sluice-rewritten", ".csv.zst");
        try {
            long lines;
            try (InputStream kept = files.open(bucket, from, left.of(from));
                    InputStream rows =
                            padding.isPresent() ? new PaddedLines(kept, padding.get()) : kept;
                    ZstdOutputStream out =
                            new ZstdOutputStream(Files.newOutputStream(packed), ZSTD_LEVEL)) {
                lines = rows.transferTo(out);
            }
            if (lines == 0) {
                return 0;
            }
            try (FileChannel file = FileChannel.open(packed, StandardOpenOption.READ)) {
                files.put(bucket, to, file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()));
                return file.size();
            }
        } finally {
            Files.delete(packed);
        }
    }

    /** What cannot be removed now is an orphan too; the load has not failed by it. */
    private void remove(String bucket, String key) {
        try {
            files.delete(bucket, key);
        } catch (IOException | StorageException left) {
            log.atWarn().addKeyValue("key", key).setCause(left).log("a rewritten file stays");
        }
    }
}
