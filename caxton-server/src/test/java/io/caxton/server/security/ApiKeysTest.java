package io.caxton.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caxton.server.security.SecurityProperties.ApiKeyProperties;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

class ApiKeysTest {
    private static final String HASH = KeyHash.of("a key").hex();
    private static final String OTHER_HASH = KeyHash.of("another key").hex();

    private static ApiKeyProperties key(String id, String sha256, List<String> roles, List<String> agents) {
        return new ApiKeyProperties(id, sha256, roles, agents);
    }

    @Test
    void findsWhoseKeyItIs() {
        ApiKeys keys = new ApiKeys(List.of(
                key("one", HASH.toUpperCase(Locale.ROOT), List.of("agent", "viewer"), List.of("bot", "sales-*")),
                key("two", OTHER_HASH, List.of("admin"), List.of())));
        assertThat(keys.find(KeyHash.of("a key")))
                .contains(new Caller("one", Set.of(Role.AGENT, Role.VIEWER), List.of("bot", "sales-*")));
        assertThat(keys.find(KeyHash.of("another key"))).map(Caller::id).contains("two");
        assertThat(keys.find(KeyHash.of("a kez"))).isEmpty();
        // The hash of a key is no key.
        assertThat(keys.find(KeyHash.of(HASH))).isEmpty();
    }

    @Test
    void namesIndexAndFieldOfEverythingThatIsWrong() {
        List<ApiKeyProperties> wrong = List.of(
                key("one", HASH, List.of("viewer"), List.of()),
                key("one", OTHER_HASH, List.of("root"), List.of("Not A Name", "a*b")),
                key("tw o", "the key itself", List.of(), List.of()),
                new ApiKeyProperties(null, null, List.of("agent"), List.of()),
                key("local", HASH, List.of("admin"), List.of()),
                key("five", HASH, List.of("admin"), List.of()));
        assertThatExceptionOfType(SecurityConfigurationException.class)
                .isThrownBy(() -> new ApiKeys(wrong))
                .satisfies(refused -> {
                    assertThat(refused.mistakes().stream()
                                    .map(mistake -> mistake.replaceFirst("caxton.security.api-keys", "")
                                            .replaceFirst(" .*", "")))
                            .containsExactlyInAnyOrder(
                                    "[1].id",
                                    "[1].roles[0]",
                                    "[1].agents[0]",
                                    "[1].agents[1]",
                                    "[2].id",
                                    "[2].sha256",
                                    "[2].roles",
                                    "[3].id",
                                    "[3].sha256",
                                    "[3].agents",
                                    "[4].id",
                                    "[5].sha256");
                    FailureAnalysis told = new SecurityConfigurationFailureAnalyzer().analyze(refused, refused);
                    assertThat(told.getDescription() + told.getAction())
                            .contains("caxton.security.api-keys[3].agents")
                            .doesNotContain("the key itself", HASH);
                });
    }
}
