package io.sluice.app.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.Topics;
import io.sluice.registry.UnitBooks;
import io.sluice.registry.UnitBooks.Sum;
import io.sluice.registry.UnitRecord.State;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.LedgerBooks;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** An app of 100 rows, all loaded as one unit; each test moves or loses something. */
class EquationsTest {
    private static final String APP = "shop";
    private static final TopicPartition EVENTS = new TopicPartition(Topics.events(APP), 0);
    private static final TopicPartition ROWS = new TopicPartition(Topics.rows(APP), 0);
    private static final TableUid TABLE = new TableUid(UUID.randomUUID());
    private static final UUID OPEN = UUID.randomUUID();
    private static final String LOADED = "rows=100;units=1";

    private String sent = "events=100;rows=100";
    private String sentAfter = sent;
    private String taken = LOADED;
    private String takenAfter = LOADED;
    private long beginOfRows;
    private final Map<TableUid, Long> unread = new HashMap<>();
    private long undecided;
    private Map<State, Sum> units = Map.of(State.LOADED, new Sum(1, 100));
    private Map<State, Sum> unitsAfter = units;
    private List<UnitBooks.Open> open = List.of();
    private Set<UUID> found = Set.of();
    private LedgerBooks.OfTable table = ledger(1, 100, 100);

    private static LedgerBooks.OfTable ledger(long units, long rows, long stored) {
        return new LedgerBooks.OfTable("_e_a__b", units, rows, rows, 0, stored, 0, 0);
    }

    private List<Finding> findings() {
        Group batcher = group("batcher", ROWS, taken, beginOfRows);
        return Equations.check(
                new Measured(
                        APP,
                        Map.of(TABLE, "_e_a__b"),
                        Set.of(),
                        group("sqlizer", EVENTS, sent, 0),
                        batcher,
                        new Group("loader", List.of()),
                        new Unread(
                                Map.of(),
                                Map.of(Topics.rows(APP), unread),
                                Map.of(Topics.rows(APP), undecided),
                                Map.of(),
                                Map.of()),
                        new UnitBooks(Map.of(TABLE, units), open, Set.of()),
                        new LedgerBooks(Map.of(TABLE, table), found),
                        new UnitBooks(Map.of(TABLE, unitsAfter), List.of(), Set.of()),
                        group("batcher", ROWS, takenAfter, beginOfRows),
                        group("sqlizer", EVENTS, sentAfter, 0)));
    }

    private static Group group(
            String stage, TopicPartition partition, String counters, long begin) {
        return new Group(
                stage,
                List.of(
                        new Standing(
                                partition,
                                OptionalLong.of(10),
                                OffsetCounters.parse(counters),
                                begin,
                                20,
                                20)));
    }

    private void finds(String stage, String... words) {
        assertThat(findings()).hasSize(1);
        assertThat(findings().getFirst().stage()).isEqualTo(stage);
        assertThat(findings().getFirst().text()).contains(words);
    }

    @Test
    void findsNothingWhereAllAddsUp() {
        assertThat(findings()).isEmpty();
    }

    @Test
    void rowsThatTheWarehouseRefusedAreThoseNoted() {
        table = new LedgerBooks.OfTable("_e_a__b", 1, 100, 97, 1, 97, 1, 2);
        assertThat(findings()).isEmpty();
        table = new LedgerBooks.OfTable("_e_a__b", 1, 100, 97, 1, 97, 1, 1);
        finds("warehouse", "97 loaded", "1 duplicates", "1 are noted as refused");
    }

    @Test
    void findsAnEventThatIsNeitherRowNorLetter() {
        sent = "dead=2;events=103;rows=100";
        sentAfter = sent;
        finds("sqlizer", "103 events of sluice.shop.events-0", "2 dead letters");
    }

    @Test
    void findsRowsMissingOnTheirTopicAndTellsWhereRecordsAreGone() {
        sent = "events=130;rows=130";
        sentAfter = sent;
        unread.put(TABLE, 10L);
        beginOfRows = 15;
        finds("batcher", "20 rows missing", "offsets 10 to 14 of sluice.shop.rows-0 were gone");
        unread.put(TABLE, 30L);
        assertThat(findings()).as("what is gone were markers").isEmpty();
    }

    @Test
    void findsRowsTakenTwice() {
        unread.put(TABLE, 5L);
        finds("batcher", "5 rows too many");
    }

    @Test
    void rowsUnderWayAreNoDifference() {
        sent = "events=110;rows=110";
        sentAfter = "events=140;rows=140";
        for (long between : List.of(10L, 25L, 40L)) {
            unread.put(TABLE, between);
            assertThat(findings()).isEmpty();
        }
        unread.put(TABLE, 9L);
        finds("batcher", "1 rows missing");
        undecided = 1;
        assertThat(findings()).as("they may be of an open transaction").isEmpty();
        unread.put(TABLE, 41L);
        finds("batcher", "1 rows too many");
    }

    @Test
    void whatTheBatcherRefusedIsNotMissing() {
        sent = "events=107;rows=107";
        sentAfter = sent;
        taken = "refused=7;" + LOADED;
        takenAfter = taken;
        assertThat(findings()).isEmpty();
    }

    @Test
    void findsAUnitThatTheRegistryNeverHeardOf() {
        taken = "rows=130;units=2";
        takenAfter = taken;
        sent = "events=130;rows=130";
        sentAfter = sent;
        assertThat(findings())
                .extracting(Finding::text)
                .anySatisfy(it -> assertThat(it).contains("1 units missing"))
                .anySatisfy(it -> assertThat(it).contains("30 rows missing"))
                .hasSize(2);
    }

    @Test
    void followsOpenUnitsOneByOne() {
        units = Map.of(State.LOADED, new Sum(1, 70), State.PUBLISHED, new Sum(1, 30));
        unitsAfter = units;
        taken = "rows=100;units=2";
        takenAfter = taken;
        open = List.of(new UnitBooks.Open(OPEN, TABLE, 30));
        table = ledger(1, 70, 70);
        assertThat(findings()).isEmpty();
        table = ledger(2, 100, 100);
        finds("loader", "30 rows too many");
        found = Set.of(OPEN);
        assertThat(findings()).as("loaded, and not noted yet").isEmpty();
        table = ledger(1, 70, 70);
        finds("loader", "30 rows missing");
    }

    @Test
    void findsRowsThatATableLostOrHasTwice() {
        table = ledger(1, 100, 99);
        finds("warehouse", "_e_a__b", "1 rows missing");
        table = ledger(1, 100, 101);
        finds("warehouse", "_e_a__b", "1 rows too many");
    }

    @Test
    void whatMovesCountsOnlyIfItStays() {
        unread.put(TABLE, 5L);
        assertThat(findings()).allMatch(Finding::moving);
        unread.clear();
        table = ledger(1, 100, 99);
        assertThat(findings()).as("counted in one snapshot").noneMatch(Finding::moving);
    }
}
