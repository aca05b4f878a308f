package io.sluice.app.doctor;

import io.sluice.registry.RegistryProbe;
import io.sluice.registry.RegistrySettings;

import java.util.ArrayList;
import java.util.List;

/** The registry's database: whether it keeps what it commits, and has room for its clients. */
final class RegistryExamination {
    private static final String SUBJECT = "registry";
    private static final int SPARE_CONNECTIONS = 20;

    private RegistryExamination() {}

    static Examination of(RegistrySettings settings) {
        return new Examination(
                SUBJECT,
                "check registry.url, user and password; create the database if it is not there",
                () -> judge(RegistryProbe.ask(settings)));
    }

    static List<Finding> judge(RegistryProbe.Facts facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(SUBJECT, "PostgreSQL " + facts.version()));
        if (!facts.mayCreate()) {
            findings.add(
                    Finding.failure(
                            SUBJECT,
                            "the user may not create tables in schema public",
                            "GRANT CREATE ON SCHEMA public TO the registry's user"));
        }
        if (!facts.durable()) {
            findings.add(
                    Finding.failure(
                            SUBJECT,
                            "fsync or synchronous_commit is off: a commit may be lost",
                            "set both on"));
        }
        if (facts.maxConnections() < SPARE_CONNECTIONS) {
            findings.add(
                    Finding.warning(
                            SUBJECT,
                            "only " + facts.maxConnections() + " connections, 3 go to a process",
                            "raise max_connections"));
        }
        return findings;
    }
}
