package io.sluice.faults.fault;

import io.sluice.app.Role;
import io.sluice.faults.net.Backend;
import io.sluice.faults.net.Seen;
import io.sluice.faults.net.Seen.Way;

import java.util.Locale;
import java.util.function.Predicate;

/**
 * A moment in the work of a role, seen by what goes through its proxies: before a request has left,
 * or when its answer has not arrived.
 */
enum Point {
    BEFORE_PRODUCE(
            "the door has events, Kafka has not",
            Role.EVENT_SINK,
            Backend.KAFKA,
            Way.REQUEST,
            api("PRODUCE")),
    AFTER_PRODUCE(
            "Kafka has the events, the door does not know",
            Role.EVENT_SINK,
            Backend.KAFKA,
            Way.ANSWER,
            api("PRODUCE")),
    BEFORE_SCHEMA_UPSERT(
            "a wider version is decided, the registry has it not",
            Role.SQLIZER,
            Backend.REGISTRY,
            Way.REQUEST,
            sql("WITH proposed")),
    AFTER_SCHEMA_UPSERT(
            "the registry has a version, its maker does not know",
            Role.SQLIZER,
            Backend.REGISTRY,
            Way.ANSWER,
            sql("WITH proposed")),
    BEFORE_ROW_OFFSETS(
            "rows are sent, offsets not yet in the transaction",
            Role.SQLIZER,
            Backend.KAFKA,
            Way.REQUEST,
            api("TXN_OFFSET_COMMIT")),
    BEFORE_ROW_COMMIT(
            "rows and offsets wait for their commit",
            Role.SQLIZER,
            Backend.KAFKA,
            Way.REQUEST,
            api("END_TXN")),
    AFTER_ROW_COMMIT(
            "rows are committed, the sqlizer does not know",
            Role.SQLIZER,
            Backend.KAFKA,
            Way.ANSWER,
            api("END_TXN")),
    BEFORE_UPLOAD(
            "a file is cut, the store has it not",
            Role.BATCHER,
            Backend.S3,
            Way.REQUEST,
            put(".csv.zst")),
    BEFORE_MANIFEST(
            "after upload, before manifest",
            Role.BATCHER,
            Backend.S3,
            Way.REQUEST,
            put(".manifest.json")),
    AFTER_MANIFEST(
            "after manifest, before the transaction",
            Role.BATCHER,
            Backend.S3,
            Way.ANSWER,
            put(".manifest.json")),
    BEFORE_BATCH_COMMIT(
            "units and offsets wait for their commit",
            Role.BATCHER,
            Backend.KAFKA,
            Way.REQUEST,
            api("END_TXN")),
    AFTER_BATCH_COMMIT(
            "units are committed, the batcher does not know",
            Role.BATCHER,
            Backend.KAFKA,
            Way.ANSWER,
            api("END_TXN")),
    BEFORE_COPY(
            "the ledger is locked, nothing copied",
            Role.LOADER,
            Backend.WAREHOUSE,
            Way.REQUEST,
            sql("COPY")),
    BEFORE_LOAD_COMMIT(
            "after COPY, before COMMIT",
            Role.LOADER,
            Backend.WAREHOUSE,
            Way.REQUEST,
            sql("COMMIT of COPY")),
    AFTER_LOAD_COMMIT(
            "after COMMIT, with the answer unknown",
            Role.LOADER,
            Backend.WAREHOUSE,
            Way.ANSWER,
            sql("COMMIT of COPY")),
    BEFORE_LOAD_NOTED(
            "after COMMIT, before the registry knows",
            Role.LOADER,
            Backend.REGISTRY,
            Way.REQUEST,
            sql("UPDATE load_unit SET state = 'LOADED'")),
    BEFORE_LOAD_OFFSET(
            "after COMMIT, before the offset",
            Role.LOADER,
            Backend.KAFKA,
            Way.REQUEST,
            api("OFFSET_COMMIT"));

    private final String says;
    private final Role role;
    private final Backend backend;
    private final Way way;
    private final Predicate<String> what;

    Point(String says, Role role, Backend backend, Way way, Predicate<String> what) {
        this.says = says;
        this.role = role;
        this.backend = backend;
        this.way = way;
        this.what = what;
    }

    private static Predicate<String> api(String name) {
        return name::equals;
    }

    private static Predicate<String> sql(String begin) {
        return it -> it.stripLeading().startsWith(begin);
    }

    private static Predicate<String> put(String end) {
        return it -> it.startsWith("PUT ") && it.endsWith(end);
    }

    /** What is so at this moment, in words. */
    String says() {
        return says;
    }

    Role role() {
        return role;
    }

    /** As {@code before-manifest}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean is(Seen seen) {
        return seen.backend() == backend && seen.way() == way && what.test(seen.what());
    }
}
