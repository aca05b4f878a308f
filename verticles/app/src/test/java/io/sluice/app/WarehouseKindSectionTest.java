package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.runtime.Problem;
import io.sluice.runtime.Problems;
import io.sluice.runtime.Section;
import io.sluice.runtime.Settings;
import io.sluice.warehouse.WarehouseKind;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class WarehouseKindSectionTest {
    private static final String REDSHIFT = "url: jdbc:redshift://cluster:5439/dev\n";

    private final Problems problems = new Problems();

    private WarehouseKind read(String text) {
        Section root = Settings.parse(text, Map.of(), problems);
        WarehouseKind kind = WarehouseKindSection.read(root);
        root.finish();
        return kind;
    }

    private List<String> wrong() {
        return problems.list().stream().map(Problem::key).toList();
    }

    @Test
    void theAddressSaysWhichWarehouseItIs() {
        assertThat(read("url: jdbc:postgresql://h/db\n")).isEqualTo(new WarehouseKind.PostgreSql());
        assertThat(
                        read(
                                REDSHIFT
                                        + "copy: {role: 'arn:aws:iam::1:role/r', region:"
                                        + " eu-west-1}\n"
                                        + "distribution: id\n"
                                        + "driver: {ssl: 'true'}\n"))
                .isEqualTo(
                        new WarehouseKind.Redshift(
                                new WarehouseKind.Role("arn:aws:iam::1:role/r"),
                                Optional.of("eu-west-1"),
                                WarehouseKind.Distribution.ID,
                                Map.of("ssl", "true")));
        assertThat(read(REDSHIFT + "copy: {role: default}\n"))
                .isEqualTo(
                        new WarehouseKind.Redshift(
                                new WarehouseKind.DefaultRole(),
                                Optional.empty(),
                                WarehouseKind.Distribution.AUTO,
                                Map.of()));
        WarehouseKind keys = read(REDSHIFT + "copy: {access-key: AKIA, secret-key: very-secret}\n");
        assertThat(keys.toString()).contains("AKIA").doesNotContain("very-secret");
        assertThat(wrong()).isEmpty();
    }

    @Test
    void rightsAreSaidOnceAndOnlyForRedshift() {
        read(REDSHIFT);
        read(REDSHIFT + "copy: {role: default, access-key: AKIA, secret-key: s}\n");
        read(REDSHIFT + "copy: {access-key: AKIA}\n");
        assertThat(wrong()).containsExactly("copy.role", "copy.role", "copy.role");
        read("url: jdbc:postgresql://h/db\ncopy: {role: '', region: ''}\n");
        assertThat(wrong()).hasSize(3);
        read("url: jdbc:postgresql://h/db\ncopy: {role: default}\ndistribution: even\n");
        read("url: jdbc:oracle:thin\n");
        assertThat(wrong()).endsWith("copy", "distribution", "url");
    }
}
