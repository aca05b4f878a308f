package io.sluice.app.values;

import io.sluice.app.values.Rig.Place;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code _sluice_alterations} tells of an app's events, and what of it was asked for. */
final class Alterations {
    /** One record. */
    record Noted(String table, String path, String rule, long bytes, String sha256) {}

    private final Map<Place, List<Noted>> unclaimed = new HashMap<>();
    private int claimed;

    Alterations(List<StoredRow> rows) {
        for (StoredRow row : rows) {
            unclaimed
                    .computeIfAbsent(row.place(), place -> new ArrayList<>())
                    .add(
                            new Noted(
                                    text(row, "table_name"),
                                    text(row, "path"),
                                    text(row, "rule"),
                                    Long.parseLong(text(row, "original_bytes")),
                                    text(row, "original_sha256")));
        }
    }

    /** Where columns are few, its own table too has some of its values in _overflow. */
    private static String text(StoredRow row, String member) {
        String path = "/body/" + member;
        return Optional.ofNullable(row.data().get(path))
                .map(StoredRow.Cell::text)
                .or(() -> row.overflow(path).map(Alterations::text))
                .orElseThrow(() -> new AssertionError(path + " is missing in " + row));
    }

    private static String text(Json value) {
        return value instanceof Json.Text text ? text.text() : ((Json.Num) value).spelled();
    }

    List<Noted> of(Place place) {
        return unclaimed.getOrDefault(place, List.of());
    }

    /** Takes out the record of what a rule did to this value; false if there is none. */
    boolean claim(Place place, String table, String path, String rule, byte[] original) {
        Noted expected = new Noted(table, path, rule, original.length, sha256(original));
        boolean found = unclaimed.getOrDefault(place, new ArrayList<>()).remove(expected);
        claimed += found ? 1 : 0;
        return found;
    }

    /**
     * Counts the records of an event that came again and is no row: its values were altered too.
     */
    void claimDuplicate(Place place) {
        List<Noted> its = unclaimed.remove(place);
        claimed += its == null ? 0 : its.size();
    }

    int claimed() {
        return claimed;
    }

    /** Records that no value asked for. */
    List<Noted> rest() {
        return unclaimed.values().stream().flatMap(List::stream).toList();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
