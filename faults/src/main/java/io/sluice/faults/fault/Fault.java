package io.sluice.faults.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Something that goes wrong, and can be made to.
 *
 * @param name as it is asked for and counted
 * @param says what happens, in words
 * @param track beside what else it may happen
 * @param takes how long it lasts, about
 * @param targets whom it can hit, one of them each time
 */
public record Fault(
        String name, String says, Track track, Duration takes, List<String> targets, Act act) {

    public Fault {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException(name + " has no target");
        }
    }

    /** Beside what else a fault may happen. */
    public enum Track {
        /** Beside all others, again and again. */
        BESIDE,

        /** After the one before it, in turn with all of this kind. */
        IN_TURN,

        /** In turn, and with nothing beside it. */
        ALONE
    }

    /** Makes it happen; returns when it is over and what it hit may recover. */
    @FunctionalInterface
    public interface Act {
        /**
         * On a thread that may block.
         *
         * @param random for all that the act chooses
         */
        Fired fire(Scene scene, String target, Random random) throws Exception;
    }
}
