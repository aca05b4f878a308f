package io.sluice.faults.rig;

import io.sluice.app.Role;
import io.sluice.devstack.EmbeddedPostgres;
import io.sluice.devstack.S3Endpoint;
import io.sluice.standin.RedshiftStandin;

import java.util.Map;

/**
 * The settings file of an instance: all backends by its own proxies; small batches and short times,
 * so that much happens in little time.
 */
record RoleConf(
        Map<String, String> writeKeys,
        String registryPassword,
        String warehousePassword,
        boolean redshift) {
    /** What administrators show. */
    static final String ADMIN_TOKEN = "faults-admin-token-of-nobody";

    String of(Instance instance, Ways ways, S3Endpoint s3, int httpPort) {
        return """
        kafka:
          bootstrap-servers: 127.0.0.1:%d
        registry:
          url: postgresql://127.0.0.1:%d/registry
          user: %s
          password: '%s'
        storage:
          endpoint: http://127.0.0.1:%d
          region: %s
          bucket: %s
          access-key: %s
          secret-key: '%s'
        %s\
        management:
          port: ${FAULTS_MANAGEMENT_PORT}
        instance: '%d'
        %s\
        """
                .formatted(
                        ways.kafka().port(),
                        ways.registry().port(),
                        EmbeddedPostgres.USER,
                        registryPassword,
                        ways.s3().port(),
                        s3.region(),
                        s3.bucket(),
                        s3.accessKey(),
                        s3.secretKey(),
                        warehouse(ways.warehouse().port()),
                        instance.number(),
                        section(instance.role(), httpPort));
    }

    private String warehouse(int port) {
        return """
        warehouse:
          url: %s
          user: %s
          password: '%s'
        %s\
        """
                .formatted(
                        redshift
                                ? "jdbc:redshift://127.0.0.1:%d/%s"
                                        .formatted(port, RedshiftStandin.DATABASE)
                                : "jdbc:postgresql://127.0.0.1:%d/warehouse".formatted(port),
                        EmbeddedPostgres.USER,
                        warehousePassword,
                        redshift
                                ? """
                                  copy:
                                    role: %s
                                  driver:
                                    ssl: "false"
                                """
                                        .formatted(StandIn.COPY_ROLE)
                                : "");
    }

    private String section(Role role, int httpPort) {
        return switch (role) {
            case EVENT_SINK ->
                    """
                    event-sink:
                      instances: 1
                      http:
                        port: %d
                    """
                            .formatted(httpPort);
            case SQLIZER ->
                    """
                    sqlizer:
                      instances: 1
                      schema:
                        fit: %s
                        max-columns: 325
                    """
                            .formatted(redshift ? "redshift" : "postgresql");
            case BATCHER ->
                    """
                    batcher:
                      instances: 1
                      batch:
                        max-age: 1s
                        max-idle: 300ms
                      archive:
                        apps: ["*"]
                        max-age: 1s
                    """;
            case LOADER ->
                    """
                    loader:
                      instances: 1
                    """;
            case FRANZ ->
                    """
                    franz:
                      replication: 1
                      partitions: 4
                      loads-partitions: 4
                      recheck: 10s
                      apps:
                    """
                            + apps();
            case CONSOLE ->
                    """
                    console:
                      port: %d
                      token: %s
                    """
                            .formatted(httpPort, ADMIN_TOKEN);
        };
    }

    private String apps() {
        StringBuilder apps = new StringBuilder();
        writeKeys.forEach((app, key) -> apps.append("    %s: %s%n".formatted(app, key)));
        return apps.toString();
    }
}
