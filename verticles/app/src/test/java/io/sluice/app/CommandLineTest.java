package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class CommandLineTest {
    @TempDir private Path folder;

    private record Outcome(int code, String out, String err) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "what",
                "load",
                "load --nonsense x",
                "load /does/not/exist",
                "load .",
                "load pom.xml --app UPPER",
                "load pom.xml --map nonsense",
                "dev --port x",
                "dev --port 65536",
                "run",
                "run sqlizer",
                "run nothing --conf pom.xml",
                "run console --conf pom.xml",
                "run backends sqlizer --conf pom.xml",
                "run sqlizer --conf /does/not/exist",
                "books",
                "books --data-dir /does/not/exist",
                "books --data-dir .",
                "books --url nonsense:nowhere",
                "doctor",
                "doctor --conf /does/not/exist",
                "plan",
                "plan --data-dir /does/not/exist",
                "plan --data-dir x --conf pom.xml",
                "load pom.xml --warehouse oracle",
                "reload",
                "reload --app demo --table t",
                "reload --app demo --table t --data-dir /does/not/exist",
                "reload --app demo --table t --data-dir . --from yesterday",
                "reload --app demo --table t --conf pom.xml --from 2026-01-01T00:00:00Z"
                        + " --to 2026-01-01T00:00:00Z",
            })
    void wrongUsageIsTwoAndSaysWhy(String line) {
        Outcome outcome = run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(outcome.err()).isNotBlank().doesNotContain("Exception");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(Exit.USAGE);
        // Help by the page would hide the reason, but who has said nothing gets it.
        assertThat(line.isEmpty() || outcome.err().lines().count() < 8).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "dev", "run", "books", "doctor", "plan", "reload"})
    void everyCommandHelps(String command) {
        Outcome outcome = run(command, "--help");
        assertThat(outcome.code()).isEqualTo(Exit.OK);
        assertThat(outcome.out()).contains("Examples:", "Exit codes:", "Usage: sluice " + command);
        assertThat(outcome.out().lines()).allMatch(it -> it.length() <= 100);
    }

    @Test
    void allProblemsOfAFileAreToldAtOnce() throws IOException {
        Path conf = folder.resolve("conf.yaml");
        Files.writeString(conf, "kafka:\n  bootstrap-server: x\nsqlizer:\n  instances: many\n");
        Outcome outcome = run("run", "sqlizer", "--conf", conf.toString());
        assertThat(outcome.code()).isEqualTo(Exit.USAGE);
        assertThat(outcome.err())
                .contains("kafka.bootstrap-server", "did you mean bootstrap-servers")
                .contains("sqlizer.instances", "many")
                .contains("registry.url");
    }

    private static Outcome run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        int code = command.execute(args);
        command.getOut().flush();
        command.getErr().flush();
        return new Outcome(code, out.toString(), err.toString());
    }
}
