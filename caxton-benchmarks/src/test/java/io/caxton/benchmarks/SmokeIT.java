package io.caxton.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every benchmark that needs nothing else installed, with tiny numbers against the packaged server. */
class SmokeIT {
    @BeforeAll
    static void whereThingsAre() {
        System.setProperty("caxton.server.jar", "../caxton-server/target/caxton-server.jar");
    }

    static Stream<String> withoutPeers() {
        return Main.all().stream().filter(one -> one.peers().isEmpty()).map(Benchmark::name);
    }

    @ParameterizedTest
    @MethodSource("withoutPeers")
    void aSmokeRunEndsWithATable(String name) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Main.run(List.of(name, "--smoke"), new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("## " + name)
                .contains("|--");
    }
}
