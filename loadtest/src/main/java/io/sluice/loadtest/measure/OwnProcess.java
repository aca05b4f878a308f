package io.sluice.loadtest.measure;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What this process takes. */
public final class OwnProcess implements Meter {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final List<MemoryPoolMXBean> HEAP =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .toList();

    private long cpu;
    private long gcMillis;

    @Override
    public void begin() {
        HEAP.forEach(MemoryPoolMXBean::resetPeakUsage);
        gcMillis = gcMillis();
        cpu = SYSTEM.getProcessCpuTime();
    }

    @Override
    public Usage end() {
        return new Usage(
                SYSTEM.getProcessCpuTime() - cpu,
                TimeUnit.MILLISECONDS.toNanos(gcMillis() - gcMillis),
                HEAP.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum());
    }

    private static long gcMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
