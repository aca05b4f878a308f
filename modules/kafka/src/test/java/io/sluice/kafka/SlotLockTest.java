package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SlotLockTest {
    @TempDir private Path folder;

    @Test
    void takesTheLowestFreeSlot() {
        Path slots = folder.resolve("made").resolve("here");
        try (SlotLock first = SlotLock.claim(slots, "sqlizer");
                SlotLock other = SlotLock.claim(slots, "batcher")) {
            assertThat(first.id()).matches("sqlizer-[a-z0-9.-]+-0");
            assertThat(other.id()).matches("batcher-[a-z0-9.-]+-0");
            SlotLock second = SlotLock.claim(slots, "sqlizer");
            assertThat(second.id()).endsWith("-1");
            try (SlotLock third = SlotLock.claim(slots, "sqlizer")) {
                assertThat(third.id()).endsWith("-2");
                second.close();
                try (SlotLock again = SlotLock.claim(slots, "sqlizer")) {
                    assertThat(again.id()).isEqualTo(second.id());
                }
            }
        }
    }
}
