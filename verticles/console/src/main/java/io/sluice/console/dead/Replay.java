package io.sluice.console.dead;

import java.util.List;
import java.util.Optional;

/**
 * What a replay did.
 *
 * @param replayed letters that are events once more
 * @param already letters that an earlier replay had sent
 * @param refused letters that would die again, with the reason
 * @param next where to go on; empty at the end
 */
public record Replay(
        List<LetterId> replayed,
        List<LetterId> already,
        List<Refused> refused,
        Optional<LetterId> next) {
    /** A letter that stays what it is. */
    public record Refused(LetterId id, String code, String detail) {}

    public Replay {
        replayed = List.copyOf(replayed);
        already = List.copyOf(already);
        refused = List.copyOf(refused);
    }
}
