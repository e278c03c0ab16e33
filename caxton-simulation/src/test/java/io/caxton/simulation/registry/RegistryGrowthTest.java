package io.caxton.simulation.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.simulation.registry.RegistryGrowth.Figures;
import io.caxton.simulation.registry.RegistryGrowth.Setting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Virtual times: they do not depend on the machine. */
class RegistryGrowthTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int REGISTRATIONS = 40;

    @Test
    void fewAreAllToldAtOnceAndSayLittleWhileNothingChanges() {
        Figures figures = measure(10, 0, 0);
        assertThat(figures.known()).hasSize(REGISTRATIONS).allMatch(known -> known.toMillis() < 5);
        assertThat(figures.idle().requests()).isBetween(0.3, 1.0);
        assertThat(figures.idle().bytes()).as("bytes a second").isLessThan(30);
        assertThat(figures.changing().requests()).as("ten changes, nine others").isLessThan(12);
    }

    @Test
    void whatIsLostIsFoundByComparing() {
        Figures figures = measure(10, 0.3, 0);
        assertThat(figures.known()).hasSize(REGISTRATIONS).anyMatch(known -> known.toMillis() > 5);
    }

    @Test
    void amongManyAChangeReachesAllThoughTheyTellButSome() {
        Figures figures = measure(40, 0, 0);
        assertThat(figures.known()).hasSize(REGISTRATIONS);
        assertThat(figures.idle().bytes()).as("bytes a second").isLessThan(30);
    }

    @Test
    void whatANodeHasSinceItsRestartIsKnownToAll() {
        Figures figures = measure(40, 0, 0.05);
        assertThat(figures.known()).hasSize(REGISTRATIONS);
        assertThat(figures.knownOfRestarted()).hasSizeGreaterThan(1).allMatch(known -> known.toSeconds() < 10);
    }

    @Test
    void aNodeThatStartsAsksFewForAll() {
        StartUp.Figures figures = StartUp.measure(new StartUp.Setting(40, 4_000, Duration.ZERO, 0, 0, 1));
        assertThat(figures.askedOf()).isLessThan(5);
        assertThat(figures.requests()).isLessThan(20);
        assertThat(figures.bytes()).as("less than each agent twice").isLessThan(4_000 * 2 * 90);
    }

    @Test
    void aNodeThatWasCutOffLearnsWhatChangedAndWhatIsGone() {
        StartUp.Figures figures = StartUp.measure(new StartUp.Setting(10, 2_000, Duration.ofHours(1), 0.1, 0.01, 1));
        assertThat(figures.bytes()).isLessThan(2_000 * 2 * 90);
    }

    private static Figures measure(int nodes, double loss, double restarting) {
        return RegistryGrowth.measure(
                new Setting(nodes, 20, loss, restarting, REGISTRATIONS, PATIENCE, 1, Duration.ofSeconds(10), 1));
    }
}
