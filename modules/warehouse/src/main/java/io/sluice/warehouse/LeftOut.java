package io.sluice.warehouse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows of batch files that are not loaded, since the warehouse refuses them. Plain data. */
record LeftOut(List<RefusedRow> rows) {
    static final LeftOut NONE = new LeftOut(List.of());

    LeftOut {
        rows = List.copyOf(rows);
    }

    LeftOut plus(RefusedRow row) {
        List<RefusedRow> more = new ArrayList<>(rows);
        more.add(row);
        return new LeftOut(more);
    }

    /** The numbers of those in one file. */
    Set<Long> of(String file) {
        return rows.stream()
                .filter(it -> it.file().equals(file))
                .map(RefusedRow::row)
                .collect(Collectors.toSet());
    }

    /** Those in these files. */
    LeftOut of(List<String> files) {
        return new LeftOut(rows.stream().filter(it -> files.contains(it.file())).toList());
    }

    long bytes() {
        return rows.stream().mapToLong(RefusedRow::bytes).sum();
    }

    /** The number in its file of what is row n of those that are not left out. */
    long original(String file, long n) {
        Set<Long> left = of(file);
        long number = 0;
        for (long seen = 0; seen < n; ) {
            number++;
            seen += left.contains(number) ? 0 : 1;
        }
        return number;
    }
}
