package io.caxton.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** docs/operations.md lists every property with its default, and none that does not exist. */
class OperationsGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "operations.md");

    @Test
    void everyPropertyIsListedWithItsDefaultAndMeaning() throws Exception {
        String guide = Files.readString(GUIDE);
        List<JsonNode> properties = caxtonProperties();
        assertThat(properties).hasSizeGreaterThan(30);
        assertThat(properties).allSatisfy(property -> {
            String name = property.required("name").stringValue();
            String value = property.path("defaultValue").asString();
            String meaning = property.required("description").stringValue();
            String shown = value.contains(" ") ? value : "`" + value + "`";
            assertThat(guide).contains("| `" + name + "` | " + shown + " | " + meaning + " |");
        });
    }

    @Test
    void noPropertyIsListedThatDoesNotExist() throws Exception {
        List<String> names = caxtonProperties().stream()
                .map(p -> p.required("name").stringValue())
                .toList();
        List<String> listed = Pattern.compile("^\\| `(caxton\\.[a-z0-9.-]+)` \\| [^|]+ \\| [A-Z]", Pattern.MULTILINE)
                .matcher(Files.readString(GUIDE))
                .results()
                .map(MatchResult::group)
                .map(row -> row.substring(3, row.indexOf('`', 3)))
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(names);
    }

    private static List<JsonNode> caxtonProperties() throws Exception {
        Resource[] resources = new PathMatchingResourcePatternResolver()
                .getResources("classpath*:META-INF/spring-configuration-metadata.json");
        List<JsonNode> properties = new ArrayList<>();
        for (Resource resource : resources) {
            try (InputStream in = resource.getInputStream()) {
                new ObjectMapper().readTree(in).required("properties").forEach(p -> {
                    if (p.required("name").stringValue().startsWith("caxton.")) {
                        properties.add(p);
                    }
                });
            }
        }
        return properties;
    }
}
