package io.sluice.loadtest;

import io.sluice.devstack.EmbeddedKafka;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The program of a broker in a process of its own: prints its address, and stops when its standard
 * input ends, so that it never outlives whoever started it.
 */
public final class KafkaProcess {
    private KafkaProcess() {}

    /** Takes the data folder as its only argument. */
    public static void main(String[] args) throws IOException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), 0)) {
            System.out.println(kafka.bootstrapServers());
            System.out.flush();
            while (System.in.read() >= 0) {
                // Nothing is sent: this waits for the end.
            }
        }
        System.exit(0);
    }
}
