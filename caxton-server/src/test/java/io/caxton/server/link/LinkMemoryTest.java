package io.caxton.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.intake.BodyMemory;
import io.caxton.server.web.ApiTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Frames take their memory where bodies do, and as briefly. */
@TestPropertySource(properties = {"caxton.limits.body-patience=1500ms", "caxton.link.heartbeat=50ms"})
class LinkMemoryTest extends ApiTest {
    private static final String LARGE = "{\"type\":\"credit\",\"credit\":1,\"more\":\"" + "x".repeat(500_000) + "\"}";

    private final String name = newName();

    @Autowired
    @SuppressWarnings("NullAway.Init") // set before each test
    private BodyMemory memory;

    @AfterEach
    void everythingIsGivenBack() {
        await(() -> memory.lent() == 0);
    }

    private LinkClient link() {
        LinkClient link = LinkClient.open(port, register(name));
        link.next("welcome");
        return link;
    }

    @Test
    void aPartOfAFrameIsCountedUntilTheLinkIsGone() {
        try (LinkClient link = link()) {
            link.socket().sendText(LARGE.substring(0, 400_000), false).join();
            await(() -> memory.lent() >= 400_000);
        }
    }

    @Test
    void aFrameThatNeverEndsEndsTheLink() {
        try (LinkClient link = link()) {
            link.socket().sendText("{", false).join();
            assertThat(link.next("goodbye").path("reason").asString()).isEqualTo("slow");
            assertThat(link.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void withoutMemoryALargeFrameEndsTheLinkAndASmallOneIsServed() {
        try (LinkClient link = link();
                BodyMemory.Loan others = memory.open()) {
            others.take(Runtime.getRuntime().maxMemory() / 2 - 100_000);
            link.say("{'type':'ack','message_id':'none'}").next("refused");
            link.sayRaw(LARGE);
            assertThat(link.next("goodbye").path("reason").asString()).isEqualTo("overloaded");
            assertThat(link.closeCode()).isEqualTo(1013);
        }
    }

    @Test
    void theTreeOfALargeFrameIsCounted() {
        try (LinkClient link = link();
                BodyMemory.Loan others = memory.open()) {
            String heavy = "[" + "{},".repeat(50_000) + "{}]";
            // Room for its text, not for its tree.
            others.take(Runtime.getRuntime().maxMemory() / 2 - 5_000_000);
            link.sayRaw(heavy);
            assertThat(link.next("goodbye").path("reason").asString()).isEqualTo("overloaded");
        }
    }

    @Test
    void aLargeFrameIsReadAsASmallOne() {
        try (LinkClient link = link()) {
            link.sayRaw(LARGE);
            assertThat(link.next("error").at("/problem/errors/0/field").asString())
                    .isEqualTo("more");
            link.sayRaw(LARGE + "x");
            assertThat(link.closeCode()).isEqualTo(1007);
        }
    }
}
