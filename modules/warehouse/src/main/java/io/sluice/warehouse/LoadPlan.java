package io.sluice.warehouse;

import static java.util.stream.Collectors.joining;

import io.sluice.schema.Column;

import java.util.List;
import java.util.stream.Stream;

/**
 * What to run, in order, to load units into one table; or why not. Plain data: made by {@link
 * LoadPlanner} without touching anything.
 */
public sealed interface LoadPlan {
    /**
     * Run these.
     *
     * @param alone first, each outside any transaction; those that have run already would not be
     *     planned again, so a run that was interrupted goes on where it was
     * @param statements then, in one transaction
     */
    record Ready(List<Statement> alone, List<Statement> statements) implements LoadPlan {
        public Ready {
            alone = List.copyOf(alone);
            statements = List.copyOf(statements);
        }

        /** Whether a column that is there gets another type. */
        boolean changesColumns() {
            return !alone.isEmpty() || !replaced().isEmpty();
        }

        /** The columns whose place another takes, where the dialect has no other way. */
        List<Column> replaced() {
            return statements.stream().flatMap(Ready::replacedBy).toList();
        }

        private static Stream<Column> replacedBy(Statement statement) {
            return switch (statement) {
                case Statement.WidenColumns widen ->
                        widen.widenings().stream()
                                .map(it -> Statement.column(widen.schema(), it.name()));
                case Statement.RebuildColumns rebuild -> rebuild.columns().stream();
                default -> Stream.empty();
            };
        }

        /** The plan as text for a person: SQL where a step is SQL, else a comment. */
        public String print(Dialect dialect, String namespace) {
            return Stream.of(
                            print(dialect, namespace, alone),
                            Stream.of("BEGIN;"),
                            print(dialect, namespace, statements),
                            Stream.of("COMMIT;"))
                    .flatMap(lines -> lines)
                    .collect(joining("\n"));
        }

        private static Stream<String> print(
                Dialect dialect, String namespace, List<Statement> statements) {
            return statements.stream().map(it -> print(dialect, namespace, it));
        }

        private static String print(Dialect dialect, String namespace, Statement statement) {
            return switch (statement) {
                case Statement.CopyUnit copy ->
                        Stream.concat(
                                        Stream.of(words(dialect, namespace, copy)),
                                        dialect.shown(namespace, copy).stream().map(it -> it + ";"))
                                .collect(joining("\n"));
                case Statement.RecordVersion version ->
                        "-- record version %d of %s"
                                .formatted(version.schema().version(), version.schema().name());
                case Statement.RebuildColumns rebuild ->
                        rebuild.columns().stream()
                                .map(column -> "-- rebuild from batch files: " + column.name())
                                .collect(joining("\n"));
                default -> String.join(";\n", dialect.sql(namespace, statement)) + ";";
            };
        }

        private static String words(Dialect dialect, String namespace, Statement.CopyUnit copy) {
            return "-- copy %d rows of unit %s (version %d)%s into %s"
                    .formatted(
                            copy.unit().rows(),
                            copy.unit().id(),
                            copy.written().version(),
                            copy.dedup() ? ", less duplicates," : "",
                            dialect.qualified(namespace, copy.target().name()));
        }
    }

    /**
     * Run nothing: the table is not what our plans made it.
     *
     * @param reason a sentence for a person: what, where, what to do
     */
    record Refused(String reason) implements LoadPlan {}
}
