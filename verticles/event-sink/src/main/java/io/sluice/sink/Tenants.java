package io.sluice.sink;

import io.sluice.registry.KeyGrant;

import java.util.concurrent.ConcurrentHashMap;

/** The apps whose keys this process has seen. Thread-safe. */
final class Tenants {
    private final RateSettings defaults;
    private final ConcurrentHashMap<String, Tenant> tenants = new ConcurrentHashMap<>();

    Tenants(RateSettings defaults) {
        this.defaults = defaults;
    }

    /** The app of a key, with what the registry says of it now. */
    Tenant of(KeyGrant grant, long nowNanos) {
        Tenant tenant =
                tenants.computeIfAbsent(grant.app(), app -> new Tenant(app, defaults, nowNanos));
        tenant.learn(grant.settings(), nowNanos);
        return tenant;
    }
}
