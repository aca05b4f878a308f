package io.sluice.faults.fault;

import io.sluice.app.WarehouseChoice;

import java.util.List;
import java.util.stream.Stream;

/** All faults. */
public final class Faults {
    private Faults() {}

    /** Those that an installation with this warehouse can meet. */
    public static List<Fault> all(WarehouseChoice warehouse) {
        return Stream.of(
                        RoleFaults.all(),
                        PointFaults.all(),
                        KafkaFaults.all(),
                        PostgresFaults.all(),
                        warehouse == WarehouseChoice.REDSHIFT
                                ? RedshiftFaults.all()
                                : List.<Fault>of(),
                        S3Faults.all(),
                        InputFaults.all(),
                        OperationFaults.all(),
                        RegistryGoesBack.all())
                .flatMap(List::stream)
                .toList();
    }
}
