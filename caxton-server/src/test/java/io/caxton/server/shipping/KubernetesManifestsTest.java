package io.caxton.server.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.net.NetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The manifests fit each other, the image and the node. */
class KubernetesManifestsTest {
    private static final String FOLDER = "deploy/kubernetes/";

    private final JsonNode statefulSet = only("stateful-set.yaml");
    private final JsonNode pod = statefulSet.at("/spec/template/spec");
    private final JsonNode node = pod.at("/containers/0");

    private static JsonNode only(String file) {
        List<JsonNode> documents = Shipped.yaml(FOLDER + file);
        assertThat(documents).hasSize(1);
        return documents.get(0);
    }

    private static List<String> texts(JsonNode array, String pointer) {
        return array.valueStream().map(entry -> entry.at(pointer).asString()).toList();
    }

    @Test
    void everyManifestIsListedAndNamesItsKind() throws IOException {
        try (Stream<Path> files = Files.list(Shipped.ROOT.resolve(FOLDER))) {
            List<String> names = files.map(file -> Objects.toString(file.getFileName()))
                    .filter(name -> !name.equals("kustomization.yaml"))
                    .toList();
            assertThat(only("kustomization.yaml").required("resources"))
                    .extracting(JsonNode::asString)
                    .containsExactlyInAnyOrderElementsOf(names);
            assertThat(names.stream().flatMap(name -> Shipped.yaml(FOLDER + name).stream()))
                    .allSatisfy(document -> assertThat(
                                    document.required("apiVersion").asString()
                                            + document.required("kind").asString()
                                            + document.required("metadata")
                                                    .required("name")
                                                    .asString())
                            .isNotBlank());
        }
    }

    @Test
    void theNodesAreToldOnlyWhatIsAProperty() {
        List<String> names = texts(node.required("env"), "/name");
        assertThat(names).doesNotHaveDuplicates().contains("CAXTON_CLUSTER_SEEDS");
        assertThat(Shipped.settingNothing(names)).isEmpty();
    }

    @Test
    void secretsAreThoseThatTheScriptMakes(@TempDir Path directory) throws Exception {
        String manifest = Shipped.secrets(directory.resolve("secrets"), "kubernetes");
        List<JsonNode> references = node.required("env")
                .valueStream()
                .map(variable -> variable.at("/valueFrom/secretKeyRef"))
                .filter(JsonNode::isObject)
                .toList();
        assertThat(references)
                .hasSize(3)
                .allSatisfy(reference -> assertThat(manifest)
                        .contains("\n  name: " + reference.required("name").asString() + "\n")
                        .containsPattern("\n  " + reference.required("key").asString() + ": \"[^\"]{44,}\""));
        assertThat(references.stream()
                        .map(reference -> reference.required("key").asString()))
                .doesNotHaveDuplicates();
    }

    @Test
    void portsHaveTheNumbersThatTheNodeListensOnAndTheNamesThatServicesUse() {
        Map<String, Integer> ports = node.required("ports")
                .valueStream()
                .collect(Collectors.toMap(
                        port -> port.required("name").asString(),
                        port -> port.required("containerPort").asInt()));
        assertThat(ports)
                .containsOnly(
                        Map.entry("http", 8080),
                        Map.entry("gossip-tcp", NetSettings.DEFAULT_PORT),
                        Map.entry("gossip-udp", NetSettings.DEFAULT_PORT));
        assertThat(Shipped.yaml(FOLDER + "services.yaml").stream()
                        .flatMap(service -> service.at("/spec/ports").valueStream()))
                .isNotEmpty()
                .allSatisfy(port -> assertThat(ports)
                        .containsEntry(
                                port.required("targetPort").asString(),
                                port.required("port").asInt()));
        assertThat(only("network-policy.yaml").required("spec").findValuesAsString("port"))
                .containsOnly("8080", Integer.toString(NetSettings.DEFAULT_PORT));
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(node.required(probe).at("/httpGet/port").asString()).isEqualTo("http");
            assertThat(node.required(probe).at("/httpGet/path").asString())
                    .matches("/actuator/health/(liveness|readiness)");
        }
    }

    @Test
    void everythingSelectsThePodsOfTheSet() {
        JsonNode labels = statefulSet.at("/spec/template/metadata/labels");
        assertThat(statefulSet.at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(only("disruption-budget.yaml").at("/spec/selector/matchLabels"))
                .isEqualTo(labels);
        assertThat(only("network-policy.yaml").at("/spec/podSelector/matchLabels"))
                .isEqualTo(labels);
        assertThat(Shipped.yaml(FOLDER + "services.yaml"))
                .allSatisfy(service -> assertThat(service.at("/spec/selector")).isEqualTo(labels))
                .anySatisfy(service -> {
                    assertThat(service.at("/metadata/name")).isEqualTo(statefulSet.at("/spec/serviceName"));
                    assertThat(service.at("/spec/clusterIP").asString()).isEqualTo("None");
                    assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean())
                            .isTrue();
                });
    }

    @Test
    void thePodRunsAsTheImageDoesAndWritesOnlyWhereItMay() {
        String dockerfile = Shipped.text("Dockerfile");
        String user = pod.at("/securityContext/runAsUser").asString();
        assertThat(dockerfile).contains("USER " + user + ":" + user, "VOLUME /data", "CAXTON_DATA_DIR=/data");
        assertThat(node.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(texts(node.required("volumeMounts"), "/mountPath")).containsExactlyInAnyOrder("/data", "/tmp");
    }
}
