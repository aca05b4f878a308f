package io.sluice.warehouse;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL refused a line of a COPY: the same failure, with the file that was read. */
final class RefusedLineException extends SQLException {
    private static final long serialVersionUID = 1L;

    /** Of data, of constraints, of limits; no other failure is a line's own. */
    private static final Set<String> CLASSES = Set.of("22", "23", "54");

    /** {@code COPY t, line 7, column a: "x"}: the words in the server's language. */
    private static final Pattern PLACE =
            Pattern.compile(
                    "^COPY [^,]+, \\D*(\\d+)(?:, \\S+ ([^:]+))?(?:: (?:\"(.*)\")?.*)?$",
                    Pattern.MULTILINE);

    private final transient RowRefusal refusal;

    private RefusedLineException(RowRefusal refusal, SQLException failure) {
        super(failure.getMessage(), failure.getSQLState(), failure);
        this.refusal = refusal;
    }

    RowRefusal refusal() {
        return refusal;
    }

    /** The failure itself if it is not of a line. */
    static SQLException of(String file, SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        Optional<String> where =
                failure instanceof PSQLException known
                        ? Optional.ofNullable(known.getServerErrorMessage())
                                .map(ServerErrorMessage::getWhere)
                        : Optional.empty();
        if (state.length() != 5 || !CLASSES.contains(state.substring(0, 2)) || where.isEmpty()) {
            return failure;
        }
        Matcher place = PLACE.matcher(where.get());
        if (!place.find()) {
            return failure;
        }
        Optional<String> column = Optional.ofNullable(place.group(2));
        return new RefusedLineException(
                new RowRefusal(
                        file,
                        Long.parseLong(place.group(1)),
                        column.orElse(""),
                        "error %s, %s".formatted(state, words(failure)),
                        Optional.empty(),
                        column.flatMap(it -> Optional.ofNullable(place.group(3)))),
                failure);
    }

    private static String words(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
