package io.caxton.server.web;

import io.caxton.core.request.RequestJson;
import io.caxton.core.request.RequestLimits;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** What the controllers share. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {
    /** The one mapper: what reads requests also writes answers, so that numbers go out as they came in. */
    @Bean
    JsonMapper jsonMapper(RequestLimits limits) {
        return RequestJson.mapper(Math.toIntExact(JsonBodies.batchBytes(limits)));
    }

    @Bean
    RequestLimits requestLimits(
            @Value("${caxton.limits.max-content-size:10MB}") DataSize content,
            @Value("${caxton.limits.max-batch:1000}") int batch,
            @Value("${caxton.limits.longest-wait:60s}") Duration wait,
            @Value("${caxton.limits.max-page:1000}") int page) {
        return RequestLimits.DEFAULT.with(content.toBytes(), batch, wait, page);
    }

    @Bean
    JsonBodies jsonBodies(JsonMapper mapper, RequestLimits limits) {
        return new JsonBodies(mapper, limits);
    }
}
