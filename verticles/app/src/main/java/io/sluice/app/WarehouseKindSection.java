package io.sluice.app;

import io.sluice.runtime.Section;
import io.sluice.warehouse.WarehouseKind;
import io.sluice.warehouse.WarehouseKind.CopyRight;
import io.sluice.warehouse.WarehouseKind.Distribution;

import java.util.List;
import java.util.Optional;

/** Reads which warehouse it is: by the address, so that it cannot be said twice. */
final class WarehouseKindSection {
    private static final String REDSHIFT = "jdbc:redshift:";
    private static final List<String> REDSHIFT_ONLY = List.of("copy", "driver", "distribution");

    private WarehouseKindSection() {}

    /** Problems are noted in the section. */
    static WarehouseKind read(Section warehouse) {
        String url = warehouse.text("url", "");
        if (!url.startsWith(REDSHIFT)) {
            if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
                warehouse.problem(
                        "url",
                        url,
                        "is no address of a warehouse",
                        "write jdbc:postgresql://host:5432/db or jdbc:redshift://host:5439/db");
            }
            REDSHIFT_ONLY.stream()
                    .filter(it -> says(warehouse, it))
                    .forEach(
                            it ->
                                    warehouse.problem(
                                            it, "", "is for Redshift", "take it out, or mend url"));
            warehouse.skip(REDSHIFT_ONLY.toArray(String[]::new));
            return new WarehouseKind.PostgreSql();
        }
        Section copy = warehouse.section("copy");
        String region = copy.text("region", "");
        return new WarehouseKind.Redshift(
                right(copy),
                region.isEmpty() ? Optional.empty() : Optional.of(region),
                warehouse.choice("distribution", Distribution.class, Distribution.AUTO),
                warehouse.texts("driver"));
    }

    /** One file may serve both: what is empty, or the default, says nothing. */
    private static boolean says(Section warehouse, String key) {
        return switch (key) {
            case "copy" -> {
                Section copy = warehouse.section(key);
                boolean any = !copy.secret("secret-key").reveal().isEmpty();
                for (String each : List.of("role", "access-key", "region")) {
                    any |= !copy.text(each, "").isEmpty();
                }
                yield any;
            }
            case "distribution" -> !warehouse.text(key, "auto").equals("auto");
            default -> warehouse.has(key);
        };
    }

    private static CopyRight right(Section copy) {
        String role = copy.text("role", "");
        String access = copy.text("access-key", "");
        String secret = copy.secret("secret-key").reveal();
        if (role.isEmpty() == access.isEmpty() || access.isEmpty() != secret.isEmpty()) {
            copy.problem(
                    "role",
                    role,
                    "one of two has to be there: role, or access-key with secret-key",
                    "write the ARN of a role that may read the bucket, or default");
        }
        if (!access.isEmpty()) {
            return new WarehouseKind.Keys(access, secret);
        }
        return role.equals("default")
                ? new WarehouseKind.DefaultRole()
                : new WarehouseKind.Role(role);
    }
}
