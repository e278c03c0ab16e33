package io.caxton.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caxton.spring.localstate.DataDirectory;
import io.caxton.swim.ByteString;
import io.caxton.swim.wire.KeyRing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class KeyFileTest {
    private static final ByteString OLD = ByteString.utf8("0123456789abcdef");
    private static final ByteString NEXT = ByteString.utf8("fedcba9876543210");
    private static final ByteString THIRD = ByteString.utf8("a third key here");

    @TempDir
    private Path path;

    @SuppressWarnings("NullAway.Init") // set before each test
    private DataDirectory directory;

    @BeforeEach
    void open() {
        directory = DataDirectory.open(path);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private KeyFile configured(ByteString... keys) {
        return new KeyFile(directory, List.of(keys));
    }

    @Test
    void withoutAFileTheConfiguredKeysCount() {
        assertThat(configured(OLD, NEXT).load()).contains(KeyRing.of(OLD).install(NEXT));
        assertThat(configured().load()).isEmpty();
        assertThat(path.resolve(KeyFile.NAME)).doesNotExist();
    }

    @Test
    void whatOthersChangedCountsAsLongAsTheSameIsConfigured() throws Exception {
        configured(OLD).write(KeyRing.of(NEXT).install(THIRD));
        assertThat(configured(OLD).load()).contains(KeyRing.of(NEXT).install(THIRD));
        assertThat(configured(OLD).load()).isPresent();
    }

    @Test
    void onceOtherKeysAreConfiguredThoseCountForGood(CapturedOutput output) throws Exception {
        configured(OLD).write(KeyRing.of(NEXT));
        assertThat(configured(THIRD).load()).contains(KeyRing.of(THIRD));
        assertThat(configured(OLD).load()).contains(KeyRing.of(OLD));
        assertThat(output.getAll()).containsOnlyOnce("caxton.cluster.encryption-keys has changed");
    }

    @Test
    void theOrderOfTheConfiguredKeysIsPartOfThem() throws Exception {
        configured(OLD, NEXT).write(KeyRing.of(THIRD));
        assertThat(configured(NEXT, OLD).load()).contains(KeyRing.of(NEXT).install(OLD));
    }

    @Test
    void onlyItsOwnerMayReadIt() throws Exception {
        configured(OLD).write(KeyRing.of(NEXT));
        configured(OLD).write(KeyRing.of(THIRD));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve(KeyFile.NAME))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatCannotBeReadIsToldAndNotQuoted() throws Exception {
        configured(OLD).write(KeyRing.of(NEXT));
        Path file = path.resolve(KeyFile.NAME);
        Files.writeString(file, Files.readAllLines(file).get(0) + "\nc2VjcmV0\n");
        assertThatExceptionOfType(ClusterConfigurationException.class)
                .isThrownBy(() -> configured(OLD).load())
                .withMessageContaining(file.toString())
                .satisfies(e -> assertThat(e.getMessage() + e.action())
                        .contains("delete it and set caxton.cluster.encryption-keys")
                        .doesNotContain("c2VjcmV0"));
    }
}
