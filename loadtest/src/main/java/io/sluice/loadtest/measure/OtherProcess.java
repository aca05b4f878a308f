package io.sluice.loadtest.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM beside this one takes: CPU time and resident memory as Linux tells them (elsewhere
 * memory is 0), pauses of its collector as its own log tells them. Its options need {@link #gcLog}.
 */
public final class OtherProcess implements Meter {
    private static final Pattern PAUSE = Pattern.compile("Pause .* ([0-9.]+)ms$");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

    private final ProcessHandle process;
    private final Path log;
    private long cpu;
    private double gcMillis;

    /**
     * A meter of a process.
     *
     * @param log that {@link #gcLog} named
     */
    public OtherProcess(ProcessHandle process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** The option by which a JVM writes the log that is read here. */
    public static String gcLog(Path log) {
        return "-Xlog:gc:file=" + log + "::filecount=0";
    }

    @Override
    public void begin() {
        resetPeak();
        gcMillis = gcMillis();
        cpu = cpuNanos();
    }

    @Override
    public Usage end() {
        return new Usage(cpuNanos() - cpu, Math.round((gcMillis() - gcMillis) * 1e6), peakBytes());
    }

    private long cpuNanos() {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    private double gcMillis() {
        try (Stream<String> lines = Files.lines(log, UTF_8)) {
            return lines.map(PAUSE::matcher)
                    .filter(Matcher::find)
                    .mapToDouble(pause -> Double.parseDouble(pause.group(1)))
                    .sum();
        } catch (IOException failed) {
            throw new UncheckedIOException("no log of collections: " + log, failed);
        }
    }

    /** From here on Linux tells the peak since now. */
    private void resetPeak() {
        Path reset = Path.of("/proc", Long.toString(process.pid()), "clear_refs");
        if (Files.isWritable(reset)) {
            try {
                Files.writeString(reset, "5");
            } catch (IOException refused) {
                throw new UncheckedIOException("cannot write " + reset, refused);
            }
        }
    }

    private long peakBytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try {
            Matcher peak = PEAK.matcher(Files.readString(status));
            return peak.find() ? Long.parseLong(peak.group(1)) * 1024 : 0;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + status, failed);
        }
    }
}
