package io.caxton.spring.properties;

import io.caxton.core.agent.AgentName;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who a node is and where it keeps what it knows.
 *
 * @param nodeId Name of this node, unique in its cluster. Without one, the node makes one and keeps it in the data
 *     directory.
 * @param dataDir Directory that this node alone owns; made if it is missing.
 */
@Validated
@ConfigurationProperties("caxton")
public record NodeProperties(
        @Nullable @Pattern(regexp = AgentName.PATTERN) String nodeId,
        @NotBlank @DefaultValue("./data") String dataDir) {

    /** The data directory as a path; a relative one is relative to the working directory. */
    public Path dataDirectory() {
        return Path.of(dataDir);
    }
}
