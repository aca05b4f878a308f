package io.sluice.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.app.doctor.Doctor;
import io.sluice.app.doctor.Finding;
import io.sluice.app.doctor.Finding.Level;
import io.sluice.runtime.Section;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code sluice doctor}: examines an installation before its first event. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Examines Kafka, registry, object store and warehouse of a settings file, as far as"
                    + " its roles need them, and says what to mend. Changes nothing that lasts.",
        footer = {
            "",
            "Examples:",
            "  sluice doctor --conf conf/complete.yaml",
            "  sluice doctor --conf conf/loader.yaml --json",
            "",
            "Exit codes: 0 all works, warnings allowed; 2 wrong usage or settings; 3 something"
                    + " would not work."
        })
final class DoctorCommand implements Callable<Integer> {
    @Option(
            names = "--conf",
            paramLabel = "FILE",
            required = true,
            description = "Settings (YAML) as for run.")
    private Path conf = Path.of("");

    @Option(names = "--json", description = "Prints one JSON object on one line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        InstallationFile file = InstallationFile.read(conf, DoctorCommand::roles);
        List<Finding> findings =
                new Doctor(file.settings(), file.roles())
                        .examine(subject -> System.err.println("examining " + subject + " …"));
        if (json) {
            System.out.println(toJson(findings));
        } else {
            findings.forEach(DoctorCommand::print);
        }
        System.out.flush();
        return works(findings) ? Exit.OK : Exit.DEPENDENCY;
    }

    /** The roles that the file is for: a section whose lines are all comments is not seen. */
    private static Set<Role> roles(Section root) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if (root.has(role.word())) {
                roles.add(role);
            }
        }
        if (root.has("warehouse")) {
            roles.add(Role.LOADER);
        } else if (root.has("storage")) {
            roles.add(Role.BATCHER);
        }
        return roles;
    }

    private static boolean works(List<Finding> findings) {
        return findings.stream().noneMatch(it -> it.level() == Level.FAILURE);
    }

    private static void print(Finding finding) {
        String mark =
                switch (finding.level()) {
                    case OK -> "ok     ";
                    case WARNING -> "warning";
                    case FAILURE -> "FAILURE";
                };
        System.out.printf("%s  %-9s  %s%n", mark, finding.subject(), finding.text());
        if (!finding.fix().isEmpty()) {
            System.out.printf("%21s-> %s%n", "", finding.fix());
        }
    }

    private static ObjectNode toJson(List<Finding> findings) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("works", works(findings));
        ArrayNode list = root.putArray("findings");
        for (Finding finding : findings) {
            list.addObject()
                    .put("level", finding.level().name().toLowerCase(Locale.ROOT))
                    .put("subject", finding.subject())
                    .put("text", finding.text())
                    .put("fix", finding.fix());
        }
        return root;
    }
}
