package io.sluice.registry;

import io.sluice.events.Origin;
import io.sluice.schema.Lineage;
import io.sluice.schema.Names;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Event tables and their versions on PostgreSQL. Thread-safe. */
final class PgTables {
    private final PgStatements statements;
    private final RegistryCounters counters;
    private final UUID process;

    PgTables(PgStatements statements, RegistryCounters counters, UUID process) {
        this.statements = statements;
        this.counters = counters;
        this.process = process;
    }

    Future<TableSchema> table(String app, String entype, String evname) {
        Kind kind = new Kind(app, StoredText.of(entype), StoredText.of(evname));
        return find(kind)
                .compose(found -> orCreate(found, kind, Names.tableName(entype, evname)))
                .compose(found -> orCreate(found, kind, Names.suffixedTableName(entype, evname)))
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> none(app)));
    }

    /** One kind of event, as the database writes it. */
    private record Kind(String app, String entype, String evname) {}

    private Future<Optional<TableSchema>> find(Kind kind) {
        Tuple values = Tuple.of(kind.app(), kind.entype(), kind.evname());
        return statements
                .run(RegistrySql.CURRENT_OF_KIND, values)
                .map(rows -> RegistryRows.first(rows, RegistryRows::schema));
    }

    /** Whoever creates it first: what counts is what is there afterwards. */
    private Future<Optional<TableSchema>> orCreate(
            Optional<TableSchema> found, Kind kind, String name) {
        if (found.isPresent()) {
            return Future.succeededFuture(found);
        }
        Tuple values = Tuple.of(UUID.randomUUID(), kind.app(), kind.entype(), kind.evname(), name);
        return statements.run(RegistrySql.CREATE_TABLE, values).compose(made -> find(kind));
    }

    private Future<TableSchema> none(String app) {
        return statements
                .run(RegistrySql.HAS_APP, Tuple.of(app))
                .compose(
                        rows ->
                                Future.failedFuture(
                                        rows.size() == 0
                                                ? RegistryException.unknownApp(app)
                                                : RegistryException.refused(
                                                        "Both names of the table are taken.")));
    }

    Future<Optional<TableSchema>> current(TableUid table) {
        return statements
                .run(RegistrySql.CURRENT_OF_UID, Tuple.of(table.value()))
                .map(rows -> RegistryRows.first(rows, RegistryRows::schema));
    }

    Future<Optional<TableSchema>> version(TableUid table, int version) {
        return statements
                .run(RegistrySql.VERSION, Tuple.of(table.value(), version))
                .map(rows -> RegistryRows.first(rows, RegistryRows::schema));
    }

    /**
     * The statement may run twice, if its first answer was lost: then the second run finds the
     * version taken, by this very proposal.
     */
    Future<Commit> commit(TableSchema next, Lineage lineage) {
        try {
            Proposal.check(next);
        } catch (RegistryException refused) {
            return Future.failedFuture(refused);
        }
        UUID proposal = UUID.randomUUID();
        return statements
                .run(RegistrySql.COMMIT, values(next, lineage, proposal))
                .compose(
                        written ->
                                written.size() > 0
                                        ? Future.succeededFuture(committed(next))
                                        : learn(next, proposal));
    }

    private Tuple values(TableSchema next, Lineage lineage, UUID proposal) {
        Origin cause = lineage.cause();
        return Tuple.tuple()
                .addUUID(next.table().value())
                .addInteger(next.version())
                .addString(RegistryJson.ofColumns(next.columns()))
                .addLong(next.fingerprint())
                .addString(cause.topic())
                .addInteger(cause.partition())
                .addLong(cause.offset())
                .addInteger(cause.position())
                .addString(lineage.instance())
                .addOffsetDateTime(
                        lineage.at().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .addUUID(process)
                .addUUID(proposal);
    }

    private Future<Commit> learn(TableSchema next, UUID proposal) {
        return statements
                .run(
                        RegistrySql.CURRENT_AND_PROPOSAL,
                        Tuple.of(next.table().value(), next.version()))
                .compose(rows -> resolve(rows, next, proposal));
    }

    private Future<Commit> resolve(RowSet<Row> rows, TableSchema next, UUID proposal) {
        for (Row row : rows) {
            TableSchema current = RegistryRows.schema(row);
            if (proposal.equals(row.getUUID("proposal"))) {
                return Future.succeededFuture(committed(next));
            }
            if (current.version() < next.version()) {
                return Future.failedFuture(Proposal.doesNotFollow(current, next));
            }
            counters.conflicts.increment();
            return Future.succeededFuture(new Commit.Conflict(current));
        }
        return Future.failedFuture(RegistryException.unknownTable(next));
    }

    private Commit committed(TableSchema next) {
        counters.commits.increment();
        return new Commit.Committed(next);
    }
}
