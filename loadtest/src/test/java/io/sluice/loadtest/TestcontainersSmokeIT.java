package io.sluice.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/** The pipeline against servers in containers, for machines with Docker. */
class TestcontainersSmokeIT {
    @Test
    void loadsEventsThroughContainers() throws Exception {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "skipped: no Docker engine on this machine; the same pipeline runs on the embedded"
                        + " servers");
        try (KafkaContainer kafka =
                        new KafkaContainer(DockerImageName.parse("apache/kafka:4.1.0"));
                PostgreSQLContainer postgres =
                        new PostgreSQLContainer(DockerImageName.parse("postgres:18"))) {
            kafka.start();
            postgres.start();
            try (ContainerPipeline pipeline = ContainerPipeline.start(kafka, postgres)) {
                pipeline.load(20);
            }
            try (Connection connection =
                            DriverManager.getConnection(
                                    postgres.getJdbcUrl(),
                                    postgres.getUsername(),
                                    postgres.getPassword());
                    Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery("SELECT count(*) FROM demo._e_user__smoke")) {
                rows.next();
                assertThat(rows.getLong(1)).isEqualTo(20);
            }
        }
    }
}
