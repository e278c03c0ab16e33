package io.caxton.spring.properties;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Streams of server-sent events.
 *
 * @param heartbeat How often a stream that has nothing to say says that it is there.
 * @param maxBuffered What may wait to be written to one stream; with more it is handed no other message.
 * @param retry How long a client is asked to wait before it connects again.
 * @param sendTimeout How long a stream may take none of what waits for it before it is closed as too slow.
 */
@Validated
@ConfigurationProperties("caxton.stream")
public record StreamProperties(
        @DurationMin(millis = 10) @DefaultValue("15s") Duration heartbeat,
        @DataSizeRange @DefaultValue("16MB") DataSize maxBuffered,
        @DurationMin @DefaultValue("2s") Duration retry,
        @DurationMin(millis = 10) @DefaultValue("30s") Duration sendTimeout) {}
