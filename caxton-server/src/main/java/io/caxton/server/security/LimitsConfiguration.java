package io.caxton.server.security;

import io.github.bucket4j.TimeMeter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What one caller may take of the node. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RateProperties.class, StreamLimits.class})
class LimitsConfiguration {
    @Bean
    RateLimiter rateLimiter(RateProperties properties) {
        return new RateLimiter(properties, TimeMeter.SYSTEM_NANOTIME);
    }

    @Bean
    StreamSlots streamSlots(StreamLimits limits) {
        return new StreamSlots(limits);
    }
}
