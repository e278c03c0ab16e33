package io.caxton.server.shipping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the files that ship a node, and knows which environment variables set something. */
final class Shipped {
    static final Path ROOT = Path.of("..");
    private static final List<String> OURS = List.of("CAXTON_", "SERVER_", "SPRING_", "MANAGEMENT_");

    private Shipped() {}

    /** The documents of a YAML file; a key that is there twice is an error. */
    static List<JsonNode> yaml(String file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Iterable<Object> documents = new Yaml(new SafeConstructor(options)).loadAll(text(file));
        return StreamSupport.stream(documents.spliterator(), false)
                .map(document -> JsonMapper.shared().<JsonNode>valueToTree(document))
                .toList();
    }

    static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of these environment variables that look like a property of the node and are none. */
    static List<String> settingNothing(Iterable<String> variables) {
        Set<String> known = new HashSet<>();
        Set<String> holders = new HashSet<>();
        for (JsonNode property : properties()) {
            String type = property.path("type").asString("");
            boolean holder = type.startsWith("java.util.") && type.contains("<");
            (holder ? holders : known).add(squeeze(property.path("name").asString()));
        }
        return StreamSupport.stream(variables.spliterator(), false)
                .filter(name -> OURS.stream().anyMatch(name::startsWith))
                .filter(name -> !known.contains(squeeze(name)))
                .filter(name -> holders.stream().noneMatch(squeeze(name)::startsWith))
                .toList();
    }

    private static String squeeze(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static List<JsonNode> properties() {
        try {
            Resource[] metadata = new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:META-INF/spring-configuration-metadata.json");
            return List.of(metadata).stream()
                    .flatMap(resource -> read(resource).path("properties").valueStream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(Resource resource) {
        try (InputStream in = resource.getInputStream()) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What deploy/secrets.sh makes, by name. */
    static String secrets(Path file, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder(ROOT.resolve("deploy/secrets.sh")
                        .toAbsolutePath()
                        .normalize()
                        .toString())
                .redirectErrorStream(true);
        script.command().addAll(List.of(arguments));
        script.environment().putAll(Map.of("CAXTON_SECRETS_FILE", file.toString()));
        Process process = script.start();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("deploy/secrets.sh failed: " + printed);
        }
        return printed;
    }
}
