package io.caxton.server.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.net.NetSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Dockerfile and docker-compose.yml name what there is: properties, ports, files, secrets. */
class ComposeFileTest {
    private static final List<String> NODES = List.of("node-1", "node-2", "node-3");
    private static final String HTTP_PORT = Shipped.yaml("caxton-server/src/main/resources/application.yml")
            .get(0)
            .at("/server/port")
            .asString();

    private final JsonNode compose = Shipped.yaml("docker-compose.yml").get(0);
    private final String dockerfile = Shipped.text("Dockerfile");

    private JsonNode service(String name) {
        return compose.required("services").required(name);
    }

    private static Stream<String> found(String regex, String text) {
        return Pattern.compile(regex, Pattern.MULTILINE).matcher(text).results().map(result -> result.group(1));
    }

    @Test
    void theNodesAreToldOnlyWhatIsAProperty() {
        for (String node : NODES) {
            JsonNode environment = service(node).required("environment");
            assertThat(environment.path("CAXTON_NODE_ID").asString()).isEqualTo(node);
            assertThat(Shipped.settingNothing(environment.propertyNames())).isEmpty();
        }
        List<String> inImage = found("(\\w+)=", found("^ENV (.*)$", dockerfile).collect(Collectors.joining(" ")))
                .toList();
        assertThat(inImage).contains("SERVER_ADDRESS", "CAXTON_DATA_DIR");
        assertThat(Shipped.settingNothing(inImage)).isEmpty();
        assertThat(Shipped.settingNothing(
                        List.of("CAXTON_CLUSTER_SEED", "SERVER_PROT", "CAXTON_SECURITY_APIKEYS_0_ID")))
                .as("a name that sets nothing is found")
                .containsExactly("CAXTON_CLUSTER_SEED", "SERVER_PROT");
    }

    @Test
    void theNodesAreEachOthersSeedsAndMayBeCalledByTheirNames() {
        JsonNode environment = service("node-2").required("environment");
        for (String list : List.of("CAXTON_CLUSTER_SEEDS", "CAXTON_SECURITY_ALLOWEDHOSTS")) {
            assertThat(environment.required(list).asString().split(",")).containsExactlyElementsOf(NODES);
        }
        assertThat(Shipped.yaml("deploy/prometheus/prometheus.yml")
                        .get(0)
                        .at("/scrape_configs/0/static_configs/0/targets"))
                .extracting(JsonNode::asString)
                .containsExactlyElementsOf(
                        NODES.stream().map(node -> node + ":" + HTTP_PORT).toList());
    }

    @Test
    void portsAreThoseThatTheNodeListensOn() {
        assertThat(found("^EXPOSE (.*)$", dockerfile))
                .containsExactly("%s %2$d/tcp %2$d/udp".formatted(HTTP_PORT, NetSettings.DEFAULT_PORT));
        for (String node : NODES) {
            assertThat(service(node).required("ports").get(0).asString())
                    .startsWith("127.0.0.1:")
                    .endsWith(":" + HTTP_PORT);
            assertThat(service(node).at("/environment/CAXTON_CLUSTER_BIND").asString())
                    .isEqualTo("0.0.0.0:" + NetSettings.DEFAULT_PORT);
        }
    }

    @Test
    void theImageIsBuiltByTheMavenOfTheWrapper() {
        assertThat(found("apache-maven-([0-9.]+)-bin", Shipped.text(".mvn/wrapper/maven-wrapper.properties")))
                .containsExactlyElementsOf(found("^ARG BUILD_IMAGE=maven:([0-9.]+)-eclipse", dockerfile)
                        .toList());
    }

    @Test
    void everySecretIsMadeByTheScriptAndNoneHasADefault(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("secrets");
        Shipped.secrets(file);
        String made = Files.readString(file);
        String text = Shipped.text("docker-compose.yml");
        assertThat(found("^(\\w+)=.{24,}$", made))
                .containsAll(found("\\$\\{(\\w+):\\?", text).toList())
                .containsAll(found("^    environment: (\\w+)$", text).toList());
        assertThat(found("\\$\\{(\\w+):-", text)).containsOnly("STATE_TOOL");
        Shipped.secrets(file);
        assertThat(Files.readString(file)).as("what is there stays").isEqualTo(made);
        assertThat(Files.getPosixFilePermissions(file))
                .as("for its owner alone")
                .hasSize(2);
    }

    @Test
    void filesThatAreMountedOrCopiedAreThere() {
        List<String> named = Stream.concat(
                        found("^ +- (\\./[^:]+):", Shipped.text("docker-compose.yml")),
                        found("^COPY ([^-. ][^ ]*) ", dockerfile))
                .toList();
        assertThat(named)
                .hasSizeGreaterThan(3)
                .allSatisfy(file -> assertThat(Shipped.ROOT.resolve(file)).exists());
        assertThat(compose.required("secrets").propertyNames())
                .allSatisfy(secret -> assertThat(Shipped.text("deploy/prometheus/prometheus.yml"))
                        .contains("/run/secrets/" + secret));
    }

    @Test
    void whoWaitsForAnotherWaitsForItsHealthAndImagesArePinned() {
        Map<String, JsonNode> services = compose.required("services").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        services.forEach((name, service) -> {
            assertThat(service.has("healthcheck")).as(name).isTrue();
            assertThat(service.path("image").asString()).as(name).matches("[a-z/]+:(?!latest).+");
            service.path("depends_on").properties().forEach(other -> {
                assertThat(services).containsKey(other.getKey());
                assertThat(other.getValue().path("condition").asString()).isEqualTo("service_healthy");
            });
        });
    }
}
