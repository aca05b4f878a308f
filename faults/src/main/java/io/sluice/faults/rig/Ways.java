package io.sluice.faults.rig;

import io.sluice.faults.net.Backend;
import io.sluice.faults.net.Proxy;
import io.sluice.faults.net.Weather;

import java.util.List;

/** The proxies of one instance, one to each backend. */
public record Ways(Proxy kafka, Proxy registry, Proxy warehouse, Proxy s3)
        implements AutoCloseable {
    /** The one to a backend. */
    public Proxy to(Backend backend) {
        return switch (backend) {
            case KAFKA -> kafka;
            case REGISTRY -> registry;
            case WAREHOUSE -> warehouse;
            case S3 -> s3;
        };
    }

    /** Makes all of them pass everything. */
    public void clear() {
        all().forEach(it -> it.set(Weather.CLEAR));
    }

    private List<Proxy> all() {
        return List.of(kafka, registry, warehouse, s3);
    }

    @Override
    public void close() {
        all().forEach(Proxy::close);
    }
}
