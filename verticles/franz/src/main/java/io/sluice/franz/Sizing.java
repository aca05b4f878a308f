package io.sluice.franz;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How many partitions a topic should have. Pure.
 *
 * <p>More are advised only above {@code grow-at} percent of what the partitions take, and then so
 * many that {@code aim-at} percent would be used. So the load has to rise by the quotient of the
 * two before there is another advice, and a load that falls changes nothing.
 */
final class Sizing {
    private final SizingSettings settings;

    Sizing(SizingSettings settings) {
        this.settings = settings;
    }

    /**
     * Judges one topic.
     *
     * @param members consumers of its group; 0 where they are not known
     */
    Advice advise(TopicLoad load, int members) {
        double perPartition = load.perConsumer().orElse(settings.eventsPerPartition());
        double backlog = load.behind() / Math.max(1, settings.window().toSeconds());
        double events = load.peakEvents() + backlog;
        double byEvents = events / perPartition;
        double byBytes = load.peakBytes().orElse(0) / settings.bytesPerPartition();
        double used = Math.max(byEvents, byBytes);
        int now = load.partitions();
        String seen = seen(load, perPartition, byBytes > byEvents);
        int percent = percent(used, now);
        if (used * 100 <= (double) settings.growAt() * now) {
            return new Advice(
                    load.topic(),
                    now,
                    now,
                    "%d partitions are enough: %s; that is %d%% of what they take"
                            .formatted(now, seen, percent));
        }
        int ideal = (int) Math.min(Integer.MAX_VALUE, Math.ceil(used * 100 / settings.aimAt()));
        int wanted = Math.max(now, Math.min(ideal, settings.maxPartitions()));
        String reason =
                "expected %d partitions, found %d: %s; that is %d%% of what %d take, and %d%% of what %d would"
                        .formatted(wanted, now, seen, percent, now, percent(used, wanted), wanted);
        if (ideal > settings.maxPartitions()) {
            reason += "; without max-partitions it would be " + ideal;
        }
        if (members > 0 && members < wanted && byEvents >= byBytes) {
            reason +=
                    "; the group %s has %d consumers, and needs %d for them"
                            .formatted(load.stage().group(), members, wanted);
        }
        return new Advice(load.topic(), now, wanted, reason);
    }

    private String seen(TopicLoad load, double perPartition, boolean bytesMatter) {
        String what = load.stage().counter();
        StringBuilder text = new StringBuilder();
        text.append("up to ").append(number(load.peakEvents())).append(' ').append(what);
        text.append("/s");
        OptionalDouble bytes = load.peakBytes();
        bytes.ifPresent(it -> text.append(" and ").append(number(it / 1024)).append(" KiB/s"));
        text.append(" in ").append(span(load.span().toSeconds()));
        if (load.behind() >= 1) {
            text.append(", ").append(number(load.behind())).append(' ').append(what);
            text.append(" behind");
        }
        text.append(", and a partition takes ");
        if (bytesMatter) {
            text.append(number(settings.bytesPerPartition() / 1024.0)).append(" KiB/s (set)");
        } else {
            text.append(number(perPartition)).append(' ').append(what);
            text.append(load.perConsumer().isPresent() ? "/s (measured)" : "/s (set)");
        }
        return text.toString();
    }

    private static String span(long seconds) {
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }

    private static String number(double value) {
        return value < 10
                ? String.format(Locale.ROOT, "%.1f", value)
                : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static int percent(double used, int partitions) {
        return (int) Math.min(1_000_000, Math.round(used * 100 / partitions));
    }
}
