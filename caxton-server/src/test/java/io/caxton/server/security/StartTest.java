package io.caxton.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caxton.server.CaxtonServerApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

/** A node that asks for no credentials stays on the loopback address. */
@ExtendWith(OutputCaptureExtension.class)
class StartTest {
    private static final String KEY = "caxton.security.api-keys[0]";

    @TempDir
    Path directory;

    private void start(String... properties) {
        String[] all = Stream.concat(
                        Stream.of("server.port=0", "caxton.data-dir=" + directory.resolve("data")),
                        Arrays.stream(properties))
                .map(property -> "--" + property)
                .toArray(String[]::new);
        SpringApplication.run(CaxtonServerApplication.class, all).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.address=0.0.0.0", "server.address=::", "server.address="})
    void refusesToListenElsewhereAndNamesTheProperty(String address, CapturedOutput output) {
        assertThatExceptionOfType(SecurityConfigurationException.class).isThrownBy(() -> start(address));
        assertThat(output.getOut())
                .contains("APPLICATION FAILED TO START", "server.address lets the node listen")
                .contains("Set caxton.security.api-keys", "or set server.address to 127.0.0.1");
        assertThat(Files.exists(directory.resolve("data"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, '', '', true",
        "127.8.9.10, '', '', true",
        "localhost, '', '', true",
        "::1, '', '', true",
        "192.0.2.1, '', '', false",
        "no-such-name.invalid, '', '', false",
        "127.0.0.1, 9090, '', false",
        "127.0.0.1, 9090, 127.0.0.1, true",
        "127.0.0.1, 9090, 0.0.0.0, false",
        "127.0.0.1, -1, '', true",
        "127.0.0.1, 8080, '', true"
    })
    void knowsWhatOthersCanReach(String address, String managementPort, String managementAddress, boolean allowed) {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("server.port", "8080")
                .withProperty("server.address", address)
                .withProperty("management.server.address", managementAddress);
        if (!managementPort.isEmpty()) {
            environment.setProperty("management.server.port", managementPort);
        }
        if (allowed) {
            ExposureCheck.requireLoopbackOrCredentials(environment);
        } else {
            String named = managementPort.isEmpty() ? "server.address" : "management.server.address";
            assertThatExceptionOfType(SecurityConfigurationException.class)
                    .isThrownBy(() -> ExposureCheck.requireLoopbackOrCredentials(environment))
                    .withMessageStartingWith(named + " ");
            environment.setProperty("spring.security.oauth2.resourceserver.jwt.jwk-set-uri", "http://127.0.0.1/keys");
            assertThatCode(() -> ExposureCheck.requireLoopbackOrCredentials(environment))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void listensElsewhereWithCredentialsAndSaysNothingMoreThanThat(CapturedOutput output) {
        start(
                "server.address=0.0.0.0",
                KEY + ".id=one",
                KEY + ".sha256=" + KeyHash.of("one").hex(),
                KEY + ".roles=admin");
        assertThat(output.getOut()).contains("Caxton listens on 0.0.0.0").doesNotContain("password", "WARN");
        assertThat(output.getOut().lines().filter(line -> line.contains(" INFO ")))
                .hasSize(1);
    }

    @Test
    void refusesKeysThatAreWrongAndDoesNotQuoteThem(CapturedOutput output) {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> start(KEY + ".id=one", KEY + ".sha256=secret-by-mistake", KEY + ".roles=admin"));
        assertThat(output.getOut())
                .contains("APPLICATION FAILED TO START", KEY + ".sha256 must be the SHA-256 of the key")
                .doesNotContain("secret-by-mistake");
    }
}
