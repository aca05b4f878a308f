package io.sluice.loadtest.mix;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The event mix {@code mission}: what players of a game do. Eight types, equally likely, of one
 * entype; 159 bytes on average with the line end (from about 145 to 170); three members that all
 * types share, and two of their own. Numbers, decimals, booleans and texts; no nesting, no ids,
 * nothing escaped. The same seed gives the same events. One thread.
 *
 * <pre>
 * {"ts":"2015-01-01T00:31:32Z","entype":"user","evname":"pass_mission","body":{"level":7,
 *  "mission_name":"caverns","is_premium":false,"secs":412,"score":73.25}}
 * </pre>
 */
public final class Mission extends EventMix {
    /** The types of events: the values of evname. */
    public static final List<String> TYPES =
            List.of(
                    "pass_mission",
                    "fail_mission",
                    "start_mission",
                    "buy_item",
                    "level_up",
                    "login",
                    "invite_friend",
                    "find_secret");

    private static final String[] PLACES = {
        "caverns", "harbour", "sky_temple", "old_mine", "desert", "tower"
    };
    private static final String[] ITEMS = {"sword", "healing_potion", "rope", "lantern", "map"};
    private static final String[] CAUSES = {"time", "trap", "dragon", "quit"};

    private final SplittableRandom random;
    private StringBuilder line = new StringBuilder();

    /** The mix. */
    public Mission(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    void append(StringBuilder to) {
        line = to;
        int type = random.nextInt(TYPES.size());
        line.append("{\"ts\":\"2015-01-").append((char) ('0' + random.nextInt(3)));
        line.append((char) ('1' + random.nextInt(9))).append('T');
        two(24).append(':');
        two(60).append(':');
        two(60).append("Z\",\"entype\":\"user\",\"evname\":\"").append(TYPES.get(type));
        line.append("\",\"body\":{\"level\":").append(random.nextInt(100));
        line.append(",\"mission_name\":\"").append(PLACES[random.nextInt(PLACES.length)]);
        line.append("\",\"is_premium\":").append(random.nextInt(4) == 0);
        own(type);
        line.append("}}");
    }

    private void own(int type) {
        switch (type) {
            case 0 -> number("secs", 3600).decimal("score", 100);
            case 1 -> number("secs", 3600).text("cause", CAUSES);
            case 2 -> number("party", 5).number("try", 1000);
            case 3 -> text("item", ITEMS).decimal("price", 50);
            case 4 -> number("points", 100_000).number("gold", 10_000);
            case 5 -> number("device", 50).number("session", 1_000_000_000);
            case 6 -> number("friend", 1_000_000).number("reward", 100);
            default -> number("secret", 10_000).number("points", 100);
        }
    }

    private Mission number(String name, int bound) {
        line.append(",\"").append(name).append("\":").append(random.nextInt(bound));
        return this;
    }

    private void decimal(String name, int bound) {
        number(name, bound);
        line.append('.').append(random.nextInt(1, 10)).append('5');
    }

    private Mission text(String name, String[] texts) {
        line.append(",\"").append(name).append("\":\"");
        line.append(texts[random.nextInt(texts.length)]).append('"');
        return this;
    }

    private StringBuilder two(int bound) {
        int value = random.nextInt(bound);
        return line.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }
}
