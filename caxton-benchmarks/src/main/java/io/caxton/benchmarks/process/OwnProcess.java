package io.caxton.benchmarks.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The process that measures, where what is measured runs in it. */
public final class OwnProcess {
    private OwnProcess() {}

    /** The processor time that all its threads have taken; hardly changed by what else the machine does. */
    public static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
