package io.sluice.app.books;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The books as scripts read them; names are kept, new ones may come. */
final class BooksJson {
    private BooksJson() {}

    static ObjectNode of(Books books) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("balanced", books.balanced());
        ArrayNode list = root.putArray("apps");
        books.apps().forEach(it -> app(list.addObject(), it));
        ArrayNode lines = root.putArray("differences");
        books.differences().forEach(lines::add);
        ArrayNode findings = root.putArray("findings");
        for (Finding it : books.findings()) {
            ObjectNode node = findings.addObject();
            node.put("app", it.app());
            node.put("stage", it.stage());
            node.put("place", it.place());
            node.put("text", it.text());
        }
        ArrayNode warnings = root.putArray("warnings");
        books.warnings().forEach(warnings::add);
        root.put("oldest_unit_seconds", books.oldestUnit().toSeconds());
        books.orphans().ifPresent(it -> orphans(root.putObject("orphans"), it));
        return root;
    }

    private static void orphans(ObjectNode node, Orphans orphans) {
        node.put("objects", orphans.objects());
        node.put("bytes", orphans.bytes());
        node.put("sweepable", orphans.sweepable());
        node.put("complete", orphans.complete());
    }

    private static void app(ObjectNode node, AppBooks books) {
        node.put("app", books.app());
        node.put("received", books.refused() + books.accepted());
        node.put("refused", books.refused());
        node.put("accepted", books.accepted());
        node.put("loaded", books.loaded());
        node.put("duplicates", books.duplicates());
        node.put("dead", books.dead());
        node.put("in_flight", books.inFlight());
        node.put("parked", books.positions().parked());
        node.put("altered", books.altered());
        node.put("state", books.state());
        ObjectNode stages = node.putObject("in_flight_by_stage");
        stages.put("events", books.positions().events());
        stages.put("rows", books.positions().rows());
        stages.put("units", books.positions().units());
        stages.put("parked", books.positions().parked());
        ObjectNode rules = node.putObject("altered_by_rule");
        books.alteredByRule().forEach(rules::put);
        node.put("skipped", books.skipped());
    }
}
