package io.sluice.faults.fault;

import io.sluice.app.Role;
import io.sluice.faults.fault.Fault.Act;
import io.sluice.faults.net.Backend;
import io.sluice.faults.net.Proxy;
import io.sluice.faults.net.Weather;
import io.sluice.faults.rig.Instance;

import java.time.Duration;
import java.util.List;

/** Acts on the ways to backends. */
final class Ways {
    private Ways() {}

    static List<String> everyRole() {
        return Instance.names(Role.values());
    }

    /** Every way to a backend has this weather for a time. */
    static Act all(Backend backend, Weather weather, Duration time) {
        return (scene, target, random) -> during(proxies(scene, backend), weather, time);
    }

    /** The way of the target to a backend has this weather for a time. */
    static Act one(Backend backend, Weather weather, Duration time) {
        return (scene, target, random) ->
                during(List.of(scene.role(target).ways().to(backend)), weather, time);
    }

    /** All connections to a backend break, several times. */
    static Act cut(Backend backend, int times, Duration every) {
        return (scene, target, random) -> {
            for (int time = 0; time < times; time++) {
                proxies(scene, backend).forEach(Proxy::cut);
                Scene.sleep(every);
            }
            return Fired.DONE;
        };
    }

    private static List<Proxy> proxies(Scene scene, Backend backend) {
        return scene.rig().roles().stream().map(it -> it.ways().to(backend)).toList();
    }

    private static Fired during(List<Proxy> proxies, Weather weather, Duration time)
            throws InterruptedException {
        proxies.forEach(it -> it.set(weather));
        try {
            Scene.sleep(time);
        } finally {
            proxies.forEach(it -> it.set(Weather.CLEAR));
        }
        return Fired.DONE;
    }
}
