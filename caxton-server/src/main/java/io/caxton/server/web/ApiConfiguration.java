package io.caxton.server.web;

import io.caxton.core.request.RequestJson;
import io.caxton.core.request.RequestLimits;
import io.caxton.spring.properties.LimitsProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
    SizedJsonConverter sizedJsonConverter(JsonMapper mapper) {
        return new SizedJsonConverter(mapper);
    }

    @Bean
    RequestLimits requestLimits(LimitsProperties limits) {
        return RequestLimits.DEFAULT.with(
                limits.maxContentSize().toBytes(), limits.maxBatch(), limits.longestWait(), limits.maxPage());
    }

    @Bean
    JsonBodies jsonBodies(JsonMapper mapper, RequestLimits limits) {
        return new JsonBodies(mapper, limits);
    }

    @Bean
    CommitWaits commitWaits() {
        return new CommitWaits();
    }
}
