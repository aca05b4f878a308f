package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sink.InFlight.Result;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class InFlightTest {
    private static final RateSettings RATES = SinkSettings.defaults().rates();

    private static Tenant tenant(String app) {
        return new Tenant(app, RATES, 0);
    }

    private static int takeAll(InFlight room, Tenant tenant, int piece) {
        int taken = 0;
        while (room.reserve(tenant, piece, 0) == Result.TAKEN) {
            taken += piece;
        }
        return taken;
    }

    @Test
    void oneAppAloneGetsItsShare() {
        assertThat(takeAll(new InFlight(1_000, 50), tenant("a"), 1)).isBetween(499, 501);
        assertThat(takeAll(new InFlight(1_000, 75), tenant("a"), 1)).isBetween(749, 751);
        assertThat(takeAll(new InFlight(1_000, 100), tenant("a"), 1)).isEqualTo(1_000);
    }

    @Test
    void howeverManyAreGreedyThereIsRoomForOneMore() {
        InFlight room = new InFlight(10_000, 50);
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            taken.add(takeAll(room, tenant("greedy" + i), 10));
        }
        assertThat(room.reserve(tenant("honest"), 10, 0)).isEqualTo(Result.TAKEN);
        assertThat(taken).allSatisfy(it -> assertThat(it).isPositive());
    }

    @Test
    void theOnlyRequestOfAnAppMayBeAsLargeAsTheRoom() {
        InFlight room = new InFlight(1_000, 50);
        Tenant a = tenant("a");
        assertThat(room.reserve(a, 100, 0)).isEqualTo(Result.TAKEN);
        assertThat(room.reserve(a, 900, 100)).isEqualTo(Result.TAKEN);
        assertThat(room.reserve(a, 1, 0)).isEqualTo(Result.FULL);
        assertThat(room.reserveMore(a, 50, 1_000)).isTrue();
        room.release(a, 1_050);
        assertThat(room.bytes()).isZero();
        assertThat(a.held()).hasValue(0);
    }

    @Test
    void whatIsRefusedTakesNothing() {
        InFlight room = new InFlight(1_000, 50);
        Tenant a = tenant("a");
        assertThat(room.reserve(a, 400, 0)).isEqualTo(Result.TAKEN);
        assertThat(room.reserve(a, 400, 0)).isEqualTo(Result.SHARE_USED);
        assertThat(room.reserve(a, 700, 0)).isEqualTo(Result.FULL);
        assertThat(room.bytes()).isEqualTo(400);
        assertThat(a.held()).hasValue(400);
    }
}
