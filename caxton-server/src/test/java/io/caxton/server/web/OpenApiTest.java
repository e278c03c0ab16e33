package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

class OpenApiTest extends ApiTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    @Autowired
    @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings;

    @Test
    void describesExactlyWhatThereIs() {
        Set<String> described = new TreeSet<>();
        operations((operation, json) -> described.add(operation.replaceAll("\\{[^}]*}", "{}")));
        Set<String> served = mappings.getHandlerMethods().keySet().stream()
                .flatMap(info -> info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .flatMap(path -> info.getMethodsCondition().getMethods().stream()
                                .map(method -> method.name().toLowerCase(Locale.ROOT) + " "
                                        + path.replaceAll("\\{[^}]*}", "{}"))))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(described).isEqualTo(served).hasSizeGreaterThan(20);
    }

    @Test
    void everyOperationIsExplainedWithItsProblems() {
        operations((operation, json) -> {
            assertThat(json.path("summary").asString()).as(operation).isNotBlank();
            assertThat(json.path("description").asString()).as(operation).isNotBlank();
            assertThat(json.path("operationId").asString()).as(operation).isNotBlank();
            assertThat(json.at("/responses/default/$ref").asString())
                    .as(operation)
                    .isEqualTo("#/components/responses/Problem");
            assertThat(json.path("responses").propertyNames()).as(operation).anyMatch(status -> status.startsWith("2"));
        });
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        JsonNode document = get("/v3/api-docs").expect(200).body();
        for (JsonNode reference : document.findValues("$ref")) {
            String pointer = reference.asString().substring(1);
            assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
        }
        assertThat(document.path("openapi").asString()).startsWith("3.1");
        assertThat(document.at("/security").toString()).isEqualTo("[{},{\"bearer\":[]}]");
        assertThat(document.at("/components/securitySchemes/bearer/scheme").asString())
                .isEqualTo("bearer");
        assertThat(document.at("/components/schemas/NewMessage/required").toString())
                .isEqualTo("[\"performative\",\"sender\"]");
        assertThat(document.at("/components/schemas/Message/properties/performative")
                        .isObject())
                .isTrue();
    }

    @Test
    void peopleReadItInTheirBrowser() {
        Answer redirect = get("/swagger-ui.html").expect(302);
        assertThat(get(redirect.header("Location")).expect(200).response().body())
                .contains("swagger-ui");
    }

    private interface Check {
        void operation(String name, JsonNode json);
    }

    private void operations(Check check) {
        JsonNode paths = get("/v3/api-docs").expect(200).body().path("paths");
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
                if (METHODS.contains(member.getKey())) {
                    check.operation(member.getKey() + " " + path.getKey(), member.getValue());
                }
            }
        }
    }
}
