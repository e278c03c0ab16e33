package io.caxton.server.web;

import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.Yaml;

/**
 * The description of the API that {@code /v3/api-docs} gives. It is written by hand, in {@code openapi.yaml}: controllers
 * read trees, from which nothing could be derived. A test holds the two together.
 */
@Component
final class OpenApiDocument implements OpenApiCustomizer {
    private static final String RESOURCE = "io/caxton/server/openapi.yaml";

    @Override
    public void customise(OpenAPI found) {
        OpenAPI written = read();
        found.info(written.getInfo())
                .security(written.getSecurity())
                .tags(written.getTags())
                .paths(written.getPaths())
                .components(written.getComponents());
    }

    private static OpenAPI read() {
        try (InputStream in = new ClassPathResource(RESOURCE).getInputStream()) {
            // Through maps, because the mapper itself knows no anchors.
            Map<String, Object> yaml = new Yaml().load(in);
            return Json31.mapper().convertValue(yaml, OpenAPI.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
