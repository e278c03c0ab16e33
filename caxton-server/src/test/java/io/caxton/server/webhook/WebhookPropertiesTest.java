package io.caxton.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class WebhookPropertiesTest {
    static WebhookProperties bind(String... properties) {
        Map<String, String> map = new HashMap<>();
        for (String property : properties) {
            int equals = property.indexOf('=');
            map.put(property.substring(0, equals), property.substring(equals + 1));
        }
        return new Binder(new MapConfigurationPropertySource(map))
                .bindOrCreate("caxton.webhook", WebhookProperties.class);
    }

    @Test
    void defaults() {
        assertThat(bind())
                .isEqualTo(new WebhookProperties(
                        List.of(),
                        List.of(),
                        Duration.ofSeconds(5),
                        10,
                        64,
                        16,
                        Duration.ofMinutes(15),
                        DataSize.ofKilobytes(64),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(20),
                        null,
                        Duration.ofSeconds(30)));
    }
}
