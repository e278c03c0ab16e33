package io.caxton.server.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.CaxtonServerApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard shows what a node of a cluster really tells. */
class DashboardTest {
    private static final Pattern NAME = Pattern.compile("\\b(?:caxton|jvm|http|process|disk|system)_[a-z_]+");
    private static final Pattern MATCHER = Pattern.compile("\\b(\\w+)=\"(\\w+)\"");

    private final JsonNode dashboard =
            JsonMapper.shared().readTree(Shipped.text("deploy/grafana/dashboards/caxton.json"));

    private static String told(Path directory) throws Exception {
        try (ConfigurableApplicationContext node = SpringApplication.run(
                CaxtonServerApplication.class,
                "--server.port=0",
                "--caxton.data-dir=" + directory.resolve("data"),
                "--caxton.cluster.enabled=true",
                "--caxton.cluster.bind=127.0.0.1:0")) {
            String port = node.getEnvironment().getProperty("local.server.port", "");
            URI metrics = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
            HttpClient client = HttpClient.newHttpClient();
            // What is told of requests is there after the first one.
            client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.discarding());
            return client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void everyPanelAsksForMetricsThatThereAre(@TempDir Path directory) throws Exception {
        List<String> expressions = dashboard.findValuesAsString("expr");
        assertThat(expressions).hasSizeGreaterThan(20);
        String metrics = told(directory);
        Set<String> names = metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[ {]", 2)[0])
                .collect(Collectors.toSet());
        assertThat(expressions).allSatisfy(expression -> {
            assertThat(NAME.matcher(expression).results().map(name -> name.group()))
                    .as(expression)
                    .allSatisfy(name -> assertThat(names).contains(name));
            assertThat(MATCHER.matcher(expression).results().map(match -> match.group()))
                    .filteredOn(match -> !match.startsWith("job="))
                    .allSatisfy(match -> assertThat(metrics).contains(match));
        });
        assertThat(names).contains("caxton_cluster_members");
        assertThat(expressions.stream().filter(e -> e.contains("caxton_"))).hasSizeGreaterThan(15);
    }

    @Test
    void panelsAskTheSourceThatIsProvisioned() {
        String source = Shipped.yaml("deploy/grafana/provisioning/datasources/prometheus.yml")
                .get(0)
                .at("/datasources/0/uid")
                .asString();
        assertThat(dashboard.findValues("datasource"))
                .isNotEmpty()
                .allSatisfy(used -> assertThat(used.path("uid").asString()).isEqualTo(source));
        String folder = Shipped.yaml("deploy/grafana/provisioning/dashboards/caxton.yml")
                .get(0)
                .at("/providers/0/options/path")
                .asString();
        assertThat(Shipped.text("docker-compose.yml")).contains("./deploy/grafana/dashboards:" + folder + ":ro");
    }

    @Test
    void noTwoPanelsLieOnEachOtherAndEachSaysWhatItIs() {
        List<JsonNode> panels = dashboard.required("panels").valueStream().toList();
        assertThat(panels.stream().map(panel -> panel.at("/gridPos/x") + "," + panel.at("/gridPos/y")))
                .doesNotHaveDuplicates();
        assertThat(panels.stream()
                        .filter(panel -> !panel.path("type").asString().equals("row")))
                .allSatisfy(panel -> assertThat(panel.path("description").asString())
                        .as(panel.path("title").asString())
                        .isNotBlank());
    }
}
