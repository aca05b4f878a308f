package io.sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.Backends;
import io.sluice.app.Embedded;
import io.sluice.app.doctor.Finding.Level;
import io.sluice.devstack.DevStack;
import io.sluice.registry.RegistrySettings;
import io.sluice.storage.S3ObjectStore;
import io.sluice.storage.StorageSettings;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class DoctorIT {
    private final Backends backends = Embedded.backends(DevStack.shared());

    @Test
    void anInstallationThatWorksHasNoFailures() throws Exception {
        List<Finding> findings =
                new Doctor(
                                List.of(
                                        KafkaExamination.of(backends.kafka()),
                                        RegistryExamination.of(backends.registry()),
                                        StorageExamination.of(backends.storage()),
                                        WarehouseExamination.of(
                                                backends.warehouse(), backends.storage())))
                        .examine(subject -> {});
        assertThat(findings).noneMatch(it -> it.level() == Level.FAILURE);
        assertThat(findings)
                .extracting(Finding::subject)
                .contains("kafka", "registry", "storage", "warehouse");
        try (S3ObjectStore store = S3ObjectStore.create(backends.storage())) {
            assertThat(
                            Examination.await(
                                            store.list(
                                                    backends.storage().bucket(),
                                                    StorageExamination.PREFIX,
                                                    Optional.empty()))
                                    .objects())
                    .isEmpty();
        }
    }

    @Test
    void whatDoesNotAnswerOrRefusesIsNamedAndTheRestIsStillExamined() throws Exception {
        RegistrySettings registry = backends.registry();
        RegistrySettings nowhere = registry.at("127.0.0.1", 1, registry.database());
        StorageSettings storage = backends.storage();
        StorageSettings other =
                new StorageSettings(
                        storage.endpoint(),
                        storage.region(),
                        "no-such-bucket",
                        storage.credentials(),
                        storage.limits());
        List<Finding> findings =
                new Doctor(
                                List.of(
                                        RegistryExamination.of(nowhere),
                                        StorageExamination.of(other),
                                        KafkaExamination.of(backends.kafka())))
                        .examine(subject -> {});
        assertThat(findings)
                .filteredOn(it -> it.level() == Level.FAILURE)
                .extracting(Finding::subject)
                .containsExactly("registry", "storage");
        assertThat(findings).filteredOn(it -> it.subject().equals("kafka")).isNotEmpty();
    }
}
