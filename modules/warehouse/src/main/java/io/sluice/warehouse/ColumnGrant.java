package io.sluice.warehouse;

/** A right that somebody was given on one column of a table. */
public record ColumnGrant(String column, Right right, Grantee grantee) {
    /** Redshift knows no others on columns. */
    public enum Right {
        SELECT,
        UPDATE
    }

    /** Who has a right. */
    public sealed interface Grantee {}

    public record User(String name) implements Grantee {}

    public record Group(String name) implements Grantee {}

    public record Role(String name) implements Grantee {}

    public record Everybody() implements Grantee {}
}
