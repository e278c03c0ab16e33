package io.caxton.server.intake;

import io.caxton.spring.properties.LimitsProperties;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Puts the guard in front of everything else. */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {
    /** The part of the heap that bodies may take. */
    private static final int HEAP_PART = 2;

    /** Bodies that may be waited for by virtual threads, which cost little. */
    private static final int MAX_BLOCKED_VIRTUAL = 1_000;

    private static final int TOMCAT_THREADS = 200;

    @Bean
    BodyMemory bodyMemory() {
        return new BodyMemory(Runtime.getRuntime().maxMemory() / HEAP_PART);
    }

    @Bean
    MeterBinder bodyMemoryMeter(BodyMemory memory) {
        return registry -> Gauge.builder("caxton.body.memory", memory, BodyMemory::lent)
                .description("Heap set aside for bodies in work")
                .baseUnit("bytes")
                .register(registry);
    }

    @Bean
    FilterRegistrationBean<IntakeFilter> intakeFilter(
            BodyMemory memory, LimitsProperties limits, Environment environment) {
        FilterRegistrationBean<IntakeFilter> filter =
                new FilterRegistrationBean<>(new IntakeFilter(memory, limits.bodyPatience(), maxBlocked(environment)));
        // After the door for other nodes, whose bodies have bounds and memory of their own.
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return filter;
    }

    /** Half of the threads, so that the other half goes on serving whoever sends what it has to say at once. */
    private static int maxBlocked(Environment environment) {
        return Threading.VIRTUAL.isActive(environment)
                ? MAX_BLOCKED_VIRTUAL
                : environment.getProperty("server.tomcat.threads.max", Integer.class, TOMCAT_THREADS) / 2;
    }
}
