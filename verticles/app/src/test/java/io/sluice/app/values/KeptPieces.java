package io.sluice.app.values;

import io.sluice.app.values.Rig.Place;
import io.sluice.rows.KeptValue;
import io.sluice.warehouse.StoredTable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What no column holds, put together from its pieces. One thread. */
final class KeptPieces {
    private record Key(Place place, String path) {}

    private final Map<Key, TreeMap<Integer, String>> pieces = new HashMap<>();

    private KeptPieces() {}

    static KeptPieces read(Connection warehouse, String app, List<StoredTable> tables)
            throws SQLException {
        KeptPieces kept = new KeptPieces();
        for (StoredTable table : tables) {
            if (table.name().equals(KeptValue.TABLE)) {
                StoredRow.read(warehouse, app, table).forEach(kept::add);
            }
        }
        return kept;
    }

    private void add(StoredRow row) {
        pieces.computeIfAbsent(new Key(row.place(), text(row, "path")), key -> new TreeMap<>())
                .put(Integer.parseInt(text(row, "piece")), text(row, "value"));
    }

    private static String text(StoredRow row, String member) {
        return Optional.ofNullable(row.data().get("/body/" + member))
                .map(StoredRow.Cell::text)
                .orElse("");
    }

    /** The value of a path of a row; empty if there is none. */
    Optional<String> of(Place place, String path) {
        return Optional.ofNullable(pieces.get(new Key(place, path)))
                .map(it -> String.join("", it.values()));
    }
}
