package io.sluice.registry;

import static io.sluice.registry.Samples.await;
import static io.sluice.registry.Samples.column;
import static io.sluice.registry.Samples.lineage;
import static io.sluice.registry.Samples.with;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.TableSchema;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class CachedRegistryTest extends RegistryContract {
    private static final int SIZE = 20;

    private final MemoryRegistry behind = new MemoryRegistry();
    private final CachedRegistry registry = await(CachedRegistry.over(behind, SIZE));
    private final CachedRegistry another = await(CachedRegistry.over(behind.peer(), SIZE));

    @Override
    Registry registry() {
        return registry;
    }

    @Override
    Registry another() {
        return another;
    }

    @Test
    void knowsWhatOthersCommitted() {
        await(registry.ensureApp("shop"));
        TableSchema start = await(registry.table("shop", "user", "login"));
        assertThat(registry.known("shop", "user", "login")).contains(start);
        assertThat(another.known("shop", "user", "login")).isEmpty();
        assertThat(await(another.table("shop", "user", "login"))).isEqualTo(start);

        TableSchema one = with(start, column("level"));
        await(registry.commit(one, lineage("a")));

        assertThat(registry.known("shop", "user", "login")).contains(one);
        assertThat(another.known("shop", "user", "login")).contains(one);
    }

    @Test
    void neverGoesBackToAnOlderVersion() {
        await(registry.ensureApp("shop"));
        TableSchema start = await(registry.table("shop", "user", "login"));
        TableSchema one = with(start, column("level"));
        await(registry.commit(one, lineage("a")));

        registry.learn(start);

        assertThat(await(registry.table("shop", "user", "login"))).isEqualTo(one);
    }

    @Test
    void forgetsWhenFullAndAsksAgain() {
        await(registry.ensureApp("shop"));
        for (int i = 0; i < 5 * SIZE; i++) {
            await(registry.table("shop", "user", "kind" + i));
        }

        long known =
                IntStream.range(0, 5 * SIZE)
                        .filter(i -> registry.known("shop", "user", "kind" + i).isPresent())
                        .count();
        assertThat(known).isBetween(1L, (long) SIZE);
        for (int i = 0; i < 5 * SIZE; i++) {
            assertThat(await(registry.table("shop", "user", "kind" + i)).version()).isZero();
        }
    }
}
