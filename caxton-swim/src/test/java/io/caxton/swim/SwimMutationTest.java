package io.caxton.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.SwimMessage.Ack;
import io.caxton.swim.SwimMessage.Alive;
import io.caxton.swim.SwimMessage.Dead;
import io.caxton.swim.SwimMessage.IndirectPing;
import io.caxton.swim.SwimMessage.Nack;
import io.caxton.swim.SwimMessage.Ping;
import io.caxton.swim.SwimMessage.Sender;
import io.caxton.swim.SwimMessage.Suspect;
import io.caxton.swim.SwimMessage.User;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages that make no sense, or too much of them: nothing escapes, and nothing grows without end. */
class SwimMutationTest {
    private static final int MESSAGES = Integer.getInteger("caxton.swim.mutations", 200_000);

    private final Random random = new Random(1);
    private final SwimSettings settings = SwimSettings.builder()
            .maxMembers(50)
            .maxBroadcasts(100)
            .maxRelays(20)
            .build();
    private final SwimDriver driver = new SwimDriver(settings).with(10);

    private String anyName() {
        return switch (random.nextInt(4)) {
            case 0 -> "me";
            case 1 -> "";
            case 2 -> "stranger-" + random.nextInt(1_000);
            default -> "m" + (2 + random.nextInt(10));
        };
    }

    private long anyNumber() {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(5);
            case 1 -> MemberState.LAST_INCARNATION - random.nextInt(2);
            default -> random.nextLong(MemberState.LAST_INCARNATION);
        };
    }

    private NodeAddress anyAddress() {
        return SwimDriver.address(1 + random.nextInt(100));
    }

    private ProtocolVersions anyVersions() {
        return random.nextBoolean()
                ? ProtocolVersions.OURS
                : new ProtocolVersions(
                        random.nextInt(256), random.nextInt(256), random.nextInt(256), 2, random.nextInt(256), 4);
    }

    private Optional<Sender> anySender() {
        return random.nextBoolean() ? Optional.empty() : Optional.of(new Sender(anyAddress(), anyName()));
    }

    private SwimMessage anyMessage() {
        return switch (random.nextInt(8)) {
            case 0 -> new Ping(anyNumber(), anyName(), anySender());
            case 1 -> new IndirectPing(anyNumber(), anyAddress(), anyName(), random.nextBoolean(), anySender());
            case 2 -> new Ack(anyNumber(), ByteString.EMPTY);
            case 3 -> new Nack(anyNumber());
            case 4 -> new Suspect(anyNumber(), anyName(), anyName());
            case 5 -> new Alive(anyNumber(), anyName(), anyAddress(), ByteString.EMPTY, anyVersions());
            case 6 -> new Dead(anyNumber(), anyName(), anyName());
            default -> new User(ByteString.of(new byte[random.nextInt(100)]));
        };
    }

    @Test
    void nothingEscapesAndNothingGrows() {
        for (int i = 0; i < MESSAGES; i++) {
            driver.receive(1 + random.nextInt(100), anyMessage());
            if (random.nextInt(100) == 0) {
                driver.call(swim -> swim.merge(
                        driver.now,
                        List.of(new NodeState(
                                anyName(),
                                anyAddress(),
                                ByteString.EMPTY,
                                new MemberState(
                                        anyNumber(),
                                        List.of(MemberStatus.values()).get(random.nextInt(4))),
                                anyVersions()))));
                driver.pass(Duration.ofMillis(random.nextInt(50)));
            }
            assertThat(driver.swim.broadcastsWaiting()).isLessThanOrEqualTo(100);
            driver.done.clear();
        }
        assertThat(driver.swim.members()).hasSizeLessThanOrEqualTo(50);
        assertThat(driver.swim.self().status()).isEqualTo(MemberStatus.ALIVE);
        assertThat(driver.counted(Counter.MEMBERS_REFUSED)).isPositive();
        assertThat(driver.counted(Counter.REFUTATIONS)).isPositive();
    }
}
