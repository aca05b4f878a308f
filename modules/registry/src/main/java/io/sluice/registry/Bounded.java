package io.sluice.registry;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A map that forgets some entry, any one, when it would hold more than its size. Reading takes no
 * lock. Thread-safe.
 */
final class Bounded<K, V> {
    private final ConcurrentHashMap<K, V> map = new ConcurrentHashMap<>();
    private final int size;

    Bounded(int size) {
        this.size = size;
    }

    @Nullable V get(K key) {
        return map.get(key);
    }

    void put(K key, V value) {
        map.put(key, value);
        Iterator<K> some = map.keySet().iterator();
        while (map.mappingCount() > size && some.hasNext()) {
            K one = some.next();
            if (!one.equals(key)) {
                map.remove(one);
            }
        }
    }

    void remove(K key) {
        map.remove(key);
    }

    Iterable<V> values() {
        return map.values();
    }
}
