package io.caxton.spring.autoconfigure;

import io.caxton.spring.localstate.DataDirectory;
import io.caxton.spring.properties.StateToolProperties;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateToolLimits;
import io.caxton.state.sqlite.SqliteOptions;
import io.caxton.state.sqlite.SqliteStateTool;
import java.nio.file.Path;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** The embedded state tool, unless another type is asked for or the application brings a tool of its own. */
@AutoConfiguration(after = CaxtonAutoConfiguration.class)
@ConditionalOnProperty(name = "caxton.state-tool.type", havingValue = "sqlite", matchIfMissing = true)
public class CaxtonStateToolAutoConfiguration {
    private static final String DEFAULT_FILE = "state.db";

    @Bean
    @ConditionalOnMissingBean(McpStateTool.class)
    SqliteStateTool caxtonStateTool(StateToolProperties properties, DataDirectory directory, InstantSource time) {
        StateToolProperties.Sqlite sqlite = properties.sqlite();
        String file = sqlite.file();
        StateToolLimits limits = StateToolLimits.DEFAULTS
                .withMaxKeyBytes((int) sqlite.maxKeySize().toBytes())
                .withMaxValueBytes((int) sqlite.maxValueSize().toBytes());
        Path path = file == null ? directory.path().resolve(DEFAULT_FILE) : Path.of(file);
        return new SqliteStateTool(
                SqliteOptions.of(path)
                        .withLimits(limits)
                        .withMaxFileBytes(sqlite.maxFileSize().toBytes()),
                time);
    }
}
