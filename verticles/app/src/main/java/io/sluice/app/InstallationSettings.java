package io.sluice.app;

import io.sluice.app.books.BooksSettings;
import io.sluice.batcher.BatcherSettings;
import io.sluice.console.AdminToken;
import io.sluice.console.ConsoleSettings;
import io.sluice.events.DuplicateKeys;
import io.sluice.franz.FranzSettings;
import io.sluice.kafka.SlotLock;
import io.sluice.loader.LoaderSettings;
import io.sluice.runtime.ManagementSettings;
import io.sluice.runtime.Section;
import io.sluice.schema.SchemaRules;
import io.sluice.sink.SinkSettings;
import io.sluice.sqlizer.SqlizerSettings;

import java.nio.file.Path;
import java.util.Set;

/**
 * The settings of one process.
 *
 * @param slots folder of the locks that give processes of one role on one host their stable slots
 * @param instance the name of this process; where it is empty, host and slot make it
 */
public record InstallationSettings(
        Path slots,
        String instance,
        ManagementSettings management,
        Backends backends,
        SinkSettings sink,
        SqlizerSettings sqlizer,
        BatcherSettings batcher,
        LoaderSettings loader,
        FranzSettings franz,
        BooksSettings books,
        ConsoleSettings console) {
    private static final String BOOKS = "books";

    /** Reads the file of a process; sections of roles that it does not have may be there. */
    public static InstallationSettings read(Section root, Set<Role> roles) {
        for (Role role : Role.values()) {
            if (!roles.contains(role)) {
                root.skip(role.word());
            }
        }
        if (!roles.contains(Role.LOADER)) {
            root.skip(BOOKS);
        }
        Backends backends = Backends.read(root, roles);
        SinkSettings sink = SinkSettings.defaults();
        if (roles.contains(Role.EVENT_SINK)) {
            Section section = root.section(Role.EVENT_SINK.word());
            sink = SinkSettings.read(section);
            sink.check(backends.kafka(), section);
        }
        SqlizerSettings sqlizer =
                SqlizerSettings.of(1).with(SchemaRules.of(backends.warehouse().kind().fit()));
        if (roles.contains(Role.SQLIZER)) {
            Section section = root.section(Role.SQLIZER.word());
            // Where the same process loads, the warehouse need not be named twice.
            sqlizer = SqlizerSettings.read(section, backends.warehouse().kind().fit());
            if (sink.duplicateKeys() == DuplicateKeys.KEEP_LAST
                    && sqlizer.duplicateKeys() == DuplicateKeys.REFUSE) {
                section.problem(
                        "duplicate-keys",
                        "refuse",
                        "would make dead letters of events that the door accepts",
                        "write keep-last, as event-sink has it");
            }
        }
        return new InstallationSettings(
                Path.of(root.text("slots", SlotLock.defaultFolder().toString())),
                root.text("instance", ""),
                ManagementSettings.read(root.section("management")),
                backends,
                sink,
                sqlizer,
                roles.contains(Role.BATCHER)
                        ? BatcherSettings.read(root.section(Role.BATCHER.word()))
                        : BatcherSettings.DEFAULT,
                roles.contains(Role.LOADER)
                        ? LoaderSettings.read(root.section(Role.LOADER.word()))
                        : LoaderSettings.DEFAULT,
                roles.contains(Role.FRANZ)
                        ? FranzSettings.read(root.section(Role.FRANZ.word()), backends.kafka())
                        : FranzSettings.DEFAULT,
                roles.contains(Role.LOADER)
                        ? BooksSettings.read(root.section(BOOKS))
                        : BooksSettings.DEFAULT,
                roles.contains(Role.CONSOLE)
                        ? ConsoleSettings.read(root.section(Role.CONSOLE.word()))
                        : ConsoleSettings.local(AdminToken.random()));
    }
}
