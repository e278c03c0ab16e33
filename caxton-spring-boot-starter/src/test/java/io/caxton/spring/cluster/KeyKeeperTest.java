package io.caxton.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.spring.localstate.DataDirectory;
import io.caxton.swim.ByteString;
import io.caxton.swim.wire.KeyRing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class KeyKeeperTest {
    private static final ByteString OLD = ByteString.utf8("0123456789abcdef");
    private static final ByteString NEXT = ByteString.utf8("fedcba9876543210");

    @TempDir
    private Path path;

    @Test
    void theNewestKeysAreKeptOfManyChangesAtOnce() {
        try (DataDirectory directory = DataDirectory.open(path)) {
            KeyFile file = new KeyFile(directory, List.of(OLD));
            try (KeyKeeper keeper = new KeyKeeper(file)) {
                for (int i = 0; i < 200; i++) {
                    keeper.keep(KeyRing.of(i % 2 == 0 ? OLD : NEXT));
                }
            }
            assertThat(file.load()).isEqualTo(Optional.of(KeyRing.of(NEXT)));
        }
    }

    @Test
    void whatCannotBeKeptIsToldUntilItCan(CapturedOutput output) throws Exception {
        try (DataDirectory directory = DataDirectory.open(path)) {
            // A directory in its place cannot be replaced by a file.
            Path inTheWay = Files.createDirectories(path.resolve(KeyFile.NAME).resolve("full"));
            KeyFile file = new KeyFile(directory, List.of(OLD));
            try (KeyKeeper keeper = new KeyKeeper(file)) {
                assertThat(keeper.kept()).isTrue();
                keeper.keep(KeyRing.of(NEXT));
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> output.getAll().contains("cannot be kept"));
                assertThat(keeper.kept()).isFalse();
                Files.delete(inTheWay);
                Files.delete(path.resolve(KeyFile.NAME));
                keeper.keep(KeyRing.of(NEXT));
                await().atMost(Duration.ofMinutes(1)).until(keeper::kept);
            }
            assertThat(file.load()).isEqualTo(Optional.of(KeyRing.of(NEXT)));
        }
    }
}
