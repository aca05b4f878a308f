package io.sluice.sqlizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class TurnsTest {
    @Test
    void soManyRunAtOnceAndTheOthersInTheirOrder() {
        Turns turns = new Turns(3);
        List<Promise<Integer>> begun = new ArrayList<>();
        List<Future<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            results.add(
                    turns.take(
                            () -> {
                                begun.add(Promise.promise());
                                return begun.getLast().future();
                            }));
        }
        for (int ended = 0; ended < 10; ended++) {
            assertThat(begun).hasSize(Math.min(10, ended + 3));
            assertThat(results.get(ended).isComplete()).isFalse();
            if (ended % 2 == 0) {
                begun.get(ended).complete(ended);
                assertThat(results.get(ended).result()).isEqualTo(ended);
            } else {
                begun.get(ended).fail("failed");
                assertThat(results.get(ended).failed()).isTrue();
            }
        }
    }

    @Test
    void tasksThatEndAtOnceNeedNoDeepStack() {
        Turns turns = new Turns(1);
        Promise<Void> first = Promise.promise();
        turns.take(first::future);
        List<Future<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            int n = i;
            results.add(turns.take(() -> Future.succeededFuture(n)));
        }
        first.complete();
        assertThat(results).allMatch(Future::succeeded);
    }
}
