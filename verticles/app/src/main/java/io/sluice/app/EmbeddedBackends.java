package io.sluice.app;

import io.sluice.devstack.DevStack;
import io.sluice.runtime.Section;
import io.sluice.standin.RedshiftStandin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The backends of an installation on one machine, in a process of their own, so that roles can be
 * tried apart. Not for production.
 *
 * @param dataDir where they keep their data
 * @param warehouse what the env file leads loaders to
 * @param redshiftPort of the stand-in, where the warehouse is to be Redshift
 * @param envFile written at start: the addresses and credentials as shell variables, for the files
 *     in conf/
 */
record EmbeddedBackends(
        Path dataDir,
        int kafkaPort,
        int postgresPort,
        int s3Port,
        WarehouseChoice warehouse,
        int redshiftPort,
        Path envFile) {
    static EmbeddedBackends read(Section root) {
        for (Role role : Role.values()) {
            root.skip(role.word());
        }
        root.skip("kafka", "registry", "storage", "warehouse", "management", "slots", "instance");
        Section section = root.section("backends");
        Path dataDir = Path.of(section.text("data-dir", "./sluice-backends"));
        return new EmbeddedBackends(
                dataDir,
                section.integer("kafka-port", 19092, 1, 65_535),
                section.integer("postgres-port", 15432, 1, 65_535),
                section.integer("s3-port", 19000, 1, 65_535),
                section.choice("warehouse", WarehouseChoice.class, WarehouseChoice.POSTGRESQL),
                section.integer("redshift-port", 15439, 1, 65_535),
                Path.of(section.text("env-file", dataDir.resolve("env").toString())));
    }

    /** With another warehouse than the file says. */
    EmbeddedBackends with(WarehouseChoice other) {
        return new EmbeddedBackends(
                dataDir, kafkaPort, postgresPort, s3Port, other, redshiftPort, envFile);
    }

    void start() throws IOException {
        warehouse.keep(dataDir);
        DevStack stack =
                DevStack.start(new DevStack.Options(dataDir, kafkaPort, postgresPort, s3Port));
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-backends"));
        String warehouseUrl =
                switch (warehouse) {
                    case POSTGRESQL -> stack.warehouseJdbc();
                    case REDSHIFT -> redshift(stack).jdbcUrl();
                };
        String env =
                """
                export SLUICE_KAFKA='%s'
                export SLUICE_REGISTRY_URL='%s'
                export SLUICE_REGISTRY_USER='%s'
                export SLUICE_REGISTRY_PASSWORD='%s'
                export SLUICE_WAREHOUSE_URL='%s'
                export SLUICE_WAREHOUSE_USER='%s'
                export SLUICE_WAREHOUSE_PASSWORD='%s'
                export SLUICE_FIT='%s'
                export SLUICE_COPY_ROLE='%s'
                export SLUICE_S3_ENDPOINT='%s'
                export SLUICE_S3_BUCKET='%s'
                export SLUICE_S3_ACCESS_KEY='%s'
                export SLUICE_S3_SECRET_KEY='%s'
                export SLUICE_REPLICATION=1
                export SLUICE_BATCH_AGE=1s
                export SLUICE_WRITE_KEY='%s'
                export SLUICE_ADMIN_TOKEN='%s'
                """
                        .formatted(
                                stack.kafka(),
                                stack.registryJdbc(),
                                stack.postgresUser(),
                                stack.postgresPassword(),
                                warehouseUrl,
                                stack.postgresUser(),
                                stack.postgresPassword(),
                                warehouse.word(),
                                warehouse == WarehouseChoice.REDSHIFT ? EmbeddedRedshift.ROLE : "",
                                stack.s3().uri(),
                                stack.s3().bucket(),
                                stack.s3().accessKey(),
                                stack.s3().secretKey(),
                                SecretFile.writeKey(dataDir, "demo"),
                                SecretFile.adminToken(dataDir));
        Files.deleteIfExists(envFile);
        Files.createFile(
                envFile,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(envFile, env);
        System.out.printf(
                "Kafka, PostgreSQL%s and S3 are running. Before starting a role: source %s%n",
                warehouse == WarehouseChoice.REDSHIFT ? ", a stand-in for Redshift" : "", envFile);
    }

    /** Its clients are cut off when the process ends, as those of the others are. */
    private RedshiftStandin redshift(DevStack stack) {
        return EmbeddedRedshift.start(stack, redshiftPort);
    }
}
