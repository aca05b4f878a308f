package io.sluice.faults.fault;

import java.util.List;
import java.util.stream.Stream;

/** All faults. */
public final class Faults {
    private Faults() {}

    public static List<Fault> all() {
        return Stream.of(
                        RoleFaults.all(),
                        PointFaults.all(),
                        KafkaFaults.all(),
                        PostgresFaults.all(),
                        S3Faults.all(),
                        InputFaults.all(),
                        OperationFaults.all())
                .flatMap(List::stream)
                .toList();
    }
}
