package io.sluice.loadtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * What a bench found.
 *
 * @param own the median round of what is measured
 * @param yardstick the median round of what it is compared with, of the same run
 * @param must the ratio that has to be reached
 * @param aim the ratio that we would like to reach
 */
record Result(String name, Round own, Round yardstick, double must, double aim) {
    double ratio() {
        return own.eventsPerSecond() / yardstick.eventsPerSecond();
    }

    boolean pass() {
        return ratio() >= must;
    }

    /** All results as one line of JSON. */
    static String toJson(List<Result> results) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ArrayNode benches = root.putArray("benches");
        for (Result result : results) {
            ObjectNode bench = benches.addObject();
            bench.put("name", result.name);
            bench.put("events_per_s", Math.round(result.own.eventsPerSecond()));
            bench.put("mb_per_s", rounded(result.own.megabytesPerSecond(), 10));
            bench.put("cpu_us_per_event", rounded(result.own.cpuMicrosPerEvent(), 1000));
            bench.put("yardstick_per_s", Math.round(result.yardstick.eventsPerSecond()));
            bench.put("ratio", rounded(result.ratio(), 100));
            bench.put("must", result.must);
            bench.put("aim", result.aim);
            bench.put("pass", result.pass());
        }
        return root.toString();
    }

    private static double rounded(double value, int parts) {
        return Math.round(value * parts) / (double) parts;
    }
}
