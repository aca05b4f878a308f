package io.sluice.loadtest;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;

/** Processor time of all threads of this process, garbage collection included. */
final class CpuClock {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private CpuClock() {}

    /** Nanoseconds since the process began. */
    static long nanos() {
        return SYSTEM.getProcessCpuTime();
    }
}
