package io.caxton.spring.cluster;

import io.caxton.spring.localstate.DataDirectory;
import io.caxton.swim.ByteString;
import io.caxton.swim.wire.KeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that others have made this node use, for the next start. The first line says from which configured keys they came: as
 * long as those are configured, the file counts; once others are, the configuration counts and the file is deleted, so
 * that it does not count again when they are changed back.
 */
final class KeyFile {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    static final String NAME = "cluster-keys";

    private final Path file;
    private final List<ByteString> configured;

    KeyFile(DataDirectory directory, List<ByteString> configured) {
        this.file = directory.file(NAME);
        this.configured = configured;
    }

    /**
     * The keys to start with; empty if nothing is encrypted.
     *
     * @throws ClusterConfigurationException if the file cannot be read, understood or deleted
     */
    Optional<KeyRing> load() {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            if (!lines.isEmpty() && lines.get(0).equals(origin())) {
                LOG.info(
                        "The keys of the cluster are those in {}, as they were changed since they were configured",
                        file);
                return Optional.of(ring(lines.subList(1, lines.size())));
            }
            LOG.warn(
                    "caxton.cluster.encryption-keys has changed: it counts from now on, and the keys in {} that others made"
                            + " this node use are deleted",
                    file);
            Files.delete(file);
        } catch (NoSuchFileException neverChanged) {
            LOG.debug("No keys were changed since they were configured");
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new ClusterConfigurationException(
                    "The keys of the cluster in " + file + " cannot be read: "
                            + e.getClass().getSimpleName() + ".",
                    "Make the file readable, or delete it and set caxton.cluster.encryption-keys to the keys that the other"
                            + " members use now.",
                    e);
        }
        return ClusterSettings.ring(configured);
    }

    private static KeyRing ring(List<String> lines) {
        List<ByteString> keys = new ArrayList<>();
        for (String line : lines) {
            keys.add(ByteString.of(Base64.getDecoder().decode(line)));
        }
        return ClusterSettings.ring(keys).orElseThrow(() -> new IllegalArgumentException("there are none"));
    }

    /** Nothing of the keys, but whether they are the same. */
    private String origin() {
        return "configured " + KeyFingerprint.of(configured);
    }

    void write(KeyRing ring) throws IOException {
        List<String> lines = new ArrayList<>(List.of(origin()));
        ring.keys().forEach(key -> lines.add(Base64.getEncoder().encodeToString(key.toByteArray())));
        DataDirectory.writeSecret(file, String.join("\n", lines));
    }
}
