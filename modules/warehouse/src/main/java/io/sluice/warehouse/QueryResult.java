package io.sluice.warehouse;

import java.math.BigDecimal;
import java.util.List;

/** The result of a query: names of its columns, and its rows. */
public record QueryResult(List<String> columns, List<List<Value>> rows) {
    /** One value, as JSON can carry it. */
    public sealed interface Value {}

    /** SQL's NULL. */
    public record Null() implements Value {}

    /** A boolean. */
    public record Bool(boolean value) implements Value {}

    /** A whole, decimal or floating number, exact. */
    public record Num(BigDecimal value) implements Value {}

    /**
     * Text; instants by RFC 3339 in UTC; JSON; and whatever else there is, as the warehouse spells
     * it.
     */
    public record Text(String value) implements Value {}
}
