package io.sluice.app.values;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.app.values.StoredRow.Cell;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Proves that a row tells what its event told: each leaf of the event is found by its path with an
 * equal value, in a column, in kept JSON or in {@code _overflow}, what was altered is noted, and
 * nothing stands in the row that was not sent. Knows nothing of how rows are made.
 */
final class RowProof {
    private final String table;
    private final StoredRow row;
    private final Alterations alterations;
    private final KeptPieces kept;
    private final List<String> complaints = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();
    private final List<Json.Member> overflow;
    private int leaves;

    RowProof(String table, StoredRow row, Alterations alterations, KeptPieces kept) {
        this.kept = kept;
        this.table = table;
        this.row = row;
        this.alterations = alterations;
        this.overflow = new ArrayList<>(row.overflow());
    }

    /** Leaves that were found. */
    int leaves() {
        return leaves;
    }

    /** What is wrong; empty where the row holds. */
    List<String> against(String event) {
        Json.Obj root = (Json.Obj) Json.parse(event);
        for (Json.Member member : root.members()) {
            switch (member.key()) {
                case "entype", "evname" -> {}
                case "ts" -> ts((Json.Text) member.value());
                case "id" -> id(member.value());
                case "body" -> members((Json.Obj) member.value(), "/body");
                default -> member(member, "");
            }
        }
        row.data().keySet().stream()
                .filter(path -> !paths.contains(path))
                .forEach(path -> complain(path, "stands in the row and was not sent"));
        overflow.forEach(it -> complain(it.key(), "stands in _overflow and was not sent"));
        return complaints;
    }

    private void ts(Json.Text sent) {
        Optional<Instant> instant = instant(sent.text());
        boolean exact =
                instant.isPresent()
                        && instant.get().truncatedTo(ChronoUnit.MICROS).equals(instant.get());
        if (exact) {
            sameInstant("_ts", instant.get(), Instant.parse(row.system().get("_ts")));
        } else {
            take("/ts", sent);
        }
        leaves++;
    }

    private void id(Json sent) {
        String expected =
                switch (sent) {
                    case Json.Text text -> text.text();
                    case Json.Num number -> number.spelled();
                    default -> null;
                };
        String found = row.system().get("_id");
        if (expected == null ? found != null : !expected.equals(found)) {
            complain("_id", "is " + found + " and was " + expected);
        }
        leaves++;
    }

    private void members(Json.Obj object, String path) {
        object.members().forEach(member -> member(member, path));
    }

    private void member(Json.Member member, String parent) {
        String key = Json.withoutNul(member.key());
        String path = parent + "/" + key.replace("~", "~0").replace("/", "~1");
        if (member.key().indexOf('\0') >= 0) {
            cutMember(path, member);
            return;
        }
        Cell cell = row.data().get(path);
        paths.add(path);
        if (cell != null && !(member.value() == Json.Null.NULL)) {
            altered(path, member.value());
            inCell(path, cell, Json.kept(member.value()));
            leaves++;
        } else if (kept.of(row.place(), path).isPresent()) {
            elsewhere(path, member.value(), kept.of(row.place(), path).get());
            leaves++;
        } else if (overflow.stream().anyMatch(it -> it.key().equals(path))) {
            altered(path, member.value());
            take(path, Json.kept(member.value()));
            leaves++;
        } else if (member.value() == Json.Null.NULL) {
            if (cell != null) {
                complain(path, "was null and is " + cell.text());
            }
            leaves++;
        } else if (member.value() instanceof Json.Obj object && !object.members().isEmpty()) {
            members(object, path);
        } else {
            complain(path, "is lost");
        }
    }

    /** Its key is not what was sent: it has no column, and shares its path with others perhaps. */
    private void cutMember(String path, Json.Member member) {
        Optional<String> place =
                overflow.stream()
                        .map(Json.Member::key)
                        .filter(it -> it.equals(path) || it.matches(Pattern.quote(path) + "~\\d+"))
                        .findFirst();
        if (place.isEmpty()) {
            complain(path, "is lost");
            return;
        }
        String name = place.get();
        claim(name, "nul_removed", member.keySource());
        Optional<String> whole = kept.of(row.place(), name);
        if (whole.isPresent()) {
            elsewhere(name, member.value(), whole.get());
        } else {
            altered(name, member.value());
            take(name, Json.kept(member.value()));
        }
        leaves++;
    }

    /** What the warehouse has no column for: its pieces, a note in its place, and a record. */
    private void elsewhere(String path, Json sent, String found) {
        altered(path, sent);
        Json whole = Json.kept(sent);
        boolean same =
                whole instanceof Json.Text text
                        ? text.text().equals(found)
                        : Json.same(whole, Json.parse(found));
        if (!same) {
            complain(path, "is kept elsewhere, and not as it was sent: " + found);
        }
        Optional<Json.Member> note =
                overflow.stream().filter(it -> it.key().equals(path)).findFirst();
        if (note.isEmpty() || !(note.get().value() instanceof Json.Obj obj)) {
            complain(path, "is kept elsewhere, and _overflow does not say so");
            return;
        }
        overflow.remove(note.get());
        claim(path, ((Json.Text) obj.get("rule").orElseThrow()).text(), source(sent));
    }

    private static byte[] source(Json sent) {
        return switch (sent) {
            case Json.Num number -> number.spelled().getBytes(UTF_8);
            case Json.Text text -> text.source();
            case Json.Array array -> array.source();
            case Json.Obj object -> object.source();
            default -> throw new IllegalStateException("holds no text: " + sent);
        };
    }

    private void altered(String path, Json sent) {
        if (Json.hasNul(sent)) {
            claim(path, Json.keysWouldMeet(sent) ? "json_as_text" : "nul_removed", source(sent));
        }
    }

    private void claim(String path, String rule, byte[] original) {
        if (!alterations.claim(row.place(), table, path, rule, original)) {
            complain(path, "was altered, and that is noted nowhere");
        }
    }

    private void take(String path, Json sent) {
        boolean found =
                overflow.removeIf(it -> it.key().equals(path) && Json.same(sent, it.value()));
        if (!found) {
            complain(path, "is not in _overflow as it was sent");
        }
    }

    private void inCell(String path, Cell cell, Json sent) {
        String type = cell.type().toUpperCase(Locale.ROOT);
        boolean equal =
                switch (sent) {
                    case Json.Null none -> false;
                    case Json.Bool bool -> cell.text().equals(Boolean.toString(bool.value()));
                    case Json.Num number -> Json.same(number.spelled(), cell.text());
                    case Json.Text text ->
                            type.equals("JSON") ? json(cell, sent) : text(cell, text);
                    case Json.Array array -> json(cell, sent);
                    case Json.Obj object -> json(cell, sent);
                };
        if (!equal) {
            complain(path, "is %s, not %s".formatted(cell, sent));
        }
    }

    private static boolean json(Cell cell, Json sent) {
        Json found = Json.parse(cell.text());
        return cell.type().equals("JSON")
                && (Json.same(sent, found)
                        || sent instanceof Json.Text it
                                && found instanceof Json.Text text
                                && sameInstant(it.text(), text.text()));
    }

    private static boolean text(Cell cell, Json.Text sent) {
        boolean asSent = cell.type().equals("TEXT") && cell.text().equals(sent.text());
        return asSent
                || ("TEXT TIMESTAMPTZ".contains(cell.type())
                        && sameInstant(sent.text(), cell.text()));
    }

    private static boolean sameInstant(String one, String other) {
        Optional<Instant> instant = instant(one);
        return instant.isPresent() && instant.equals(instant(other));
    }

    private void sameInstant(String column, Instant sent, Instant found) {
        if (!sent.equals(found)) {
            complain(column, "is " + found + " and was " + sent);
        }
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant());
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    private void complain(String path, String what) {
        complaints.add("%s %s at %s: %s".formatted(table, path, row.place(), what));
    }
}
