package io.sluice.faults.rig;

import io.sluice.app.Role;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One process of a role.
 *
 * @param number from 1 on within the role
 */
public record Instance(Role role, int number) {
    /** Those that always run. */
    public static final List<Instance> USUAL = all(1, 2, 2, 2, 2, 1);

    /** Those that come and go. */
    public static final List<Instance> EXTRA =
            List.of(
                    new Instance(Role.SQLIZER, 3),
                    new Instance(Role.BATCHER, 3),
                    new Instance(Role.LOADER, 3));

    /** As {@code sqlizer-2}. */
    public String name() {
        return role.word() + "-" + number;
    }

    /** The instance of a name. */
    public static Instance of(String name) {
        return all().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    }

    /** All, the extra ones last. */
    public static List<Instance> all() {
        List<Instance> all = new ArrayList<>(USUAL);
        all.addAll(EXTRA);
        return all;
    }

    /** The usual ones of some roles, by name. */
    public static List<String> names(Role... roles) {
        return USUAL.stream()
                .filter(it -> Arrays.asList(roles).contains(it.role()))
                .map(Instance::name)
                .toList();
    }

    /** The extra one of a role. */
    public static Optional<Instance> extra(Role role) {
        return EXTRA.stream().filter(it -> it.role() == role).findFirst();
    }

    private static List<Instance> all(int... counts) {
        List<Role> order =
                List.of(
                        Role.FRANZ,
                        Role.EVENT_SINK,
                        Role.SQLIZER,
                        Role.BATCHER,
                        Role.LOADER,
                        Role.CONSOLE);
        List<Instance> all = new ArrayList<>();
        for (int role = 0; role < counts.length; role++) {
            for (int number = 1; number <= counts[role]; number++) {
                all.add(new Instance(order.get(role), number));
            }
        }
        return List.copyOf(all);
    }
}
