package io.sluice.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.List;
import java.util.function.Function;

/** Pages of lists that are sorted by a name: the name of a page's last item is the next cursor. */
final class Paging {
    private Paging() {}

    /** The names behind the cursor, one more than the page has if there are. */
    static <T> List<T> behind(List<T> sorted, Function<T, String> name, Ask ask) {
        String after = ask.query("cursor").orElse("");
        return sorted.stream()
                .filter(it -> name.apply(it).compareTo(after) > 0)
                .limit(ask.limit() + 1L)
                .toList();
    }

    /**
     * The answer.
     *
     * @param behind as {@link #behind} gives it
     */
    static <T> JsonObject page(
            String member,
            List<T> behind,
            Function<T, String> name,
            Ask ask,
            Function<T, JsonObject> json) {
        List<T> page = behind.stream().limit(ask.limit()).toList();
        JsonObject answer = array(member, page, json);
        if (behind.size() > page.size()) {
            answer.put("next", name.apply(page.getLast()));
        }
        return answer;
    }

    static <T> JsonObject array(String member, List<T> items, Function<T, JsonObject> json) {
        JsonArray array = new JsonArray();
        items.forEach(it -> array.add(json.apply(it)));
        return new JsonObject().put(member, array);
    }
}
