package io.sluice.app.books;

import io.sluice.kafka.OffsetCounters;

import org.apache.kafka.common.TopicPartition;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The books of one app: {@code received = refused + accepted} and {@code accepted = loaded +
 * duplicates + dead + in flight}.
 *
 * @param refused by the door
 * @param accepted read by the sqlizer or waiting for it
 * @param loaded rows in the warehouse
 * @param duplicates rows left out because their id was there
 * @param dead dead letters of sqlizer, batcher and loader
 * @param inFlight on the way, or set aside
 * @param positions where they are, each counted where it lies
 * @param altered alterations noted
 * @param alteredByRule the same, by rule
 * @param skipped chunks that were gone before the sqlizer had read them
 * @param state {@code settled}, or what is waited for
 */
public record AppBooks(
        String app,
        long refused,
        long accepted,
        long loaded,
        long duplicates,
        long dead,
        long inFlight,
        InFlight positions,
        long altered,
        SortedMap<String, Long> alteredByRule,
        long skipped,
        String state) {

    /**
     * What is in flight, by stage.
     *
     * @param events not read by the sqlizer
     * @param rows not read by the batcher
     * @param units rows in units that are published and not loaded
     * @param parked rows in units that were set aside
     */
    public record InFlight(long events, long rows, long units, long parked) {
        long sum() {
            return events + rows + units + parked;
        }
    }

    /**
     * While things move, the counts are of several moments. What is in flight is then what accepted
     * leaves: the equations have shown that it is there.
     */
    static AppBooks of(Measured it, long refused) {
        Positions at = Positions.of(it);
        InFlight positions =
                new InFlight(at.unreadEvents(), at.unreadRows(), at.waitingRows(), at.parkedRows());
        OffsetCounters sqlized = it.sqlizedAfter();
        long dead = sqlized.get("dead") + at.refusedRows();
        long accepted = accepted(it);
        long inFlight =
                it.still()
                        ? positions.sum()
                        : Math.max(0, accepted - at.loaded() - at.duplicates() - dead);
        SortedMap<String, Long> byRule = new TreeMap<>();
        sqlized.counts()
                .forEach(
                        (name, count) -> {
                            if (name.startsWith("altered_")) {
                                byRule.put(name.substring("altered_".length()), count);
                            }
                        });
        return new AppBooks(
                it.app(),
                refused,
                accepted,
                at.loaded(),
                at.duplicates(),
                dead,
                inFlight,
                positions,
                sqlized.get("altered"),
                byRule,
                sqlized.get(OffsetCounters.SKIPPED),
                state(it, positions));
    }

    private static long accepted(Measured it) {
        Map<TopicPartition, Long> unread = it.unread().events();
        long accepted = 0;
        for (Standing now : it.sqlizerAfter().of(it.eventsTopic())) {
            long before =
                    it.sqlizer().of(it.eventsTopic()).stream()
                            .filter(other -> other.partition().equals(now.partition()))
                            .mapToLong(
                                    other ->
                                            other.counters().get("events")
                                                    + unread.getOrDefault(other.partition(), 0L))
                            .sum();
            accepted += Math.max(before, now.counters().get("events"));
        }
        return accepted;
    }

    private static String state(Measured it, InFlight at) {
        long chunks = it.sqlizer().of(it.eventsTopic()).stream().mapToLong(Standing::behind).sum();
        if (chunks > 0) {
            return "waits for the sqlizer: %d chunks behind".formatted(chunks);
        }
        if (at.rows() + it.undecidedRows() > 0) {
            return "waits for the batcher: %d rows behind"
                    .formatted(at.rows() + it.undecidedRows());
        }
        return at.units() > 0
                ? "waits for the loader: %d rows behind".formatted(at.units())
                : "settled";
    }
}
