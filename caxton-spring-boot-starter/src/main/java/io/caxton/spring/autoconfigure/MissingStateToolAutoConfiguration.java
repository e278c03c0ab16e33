package io.caxton.spring.autoconfigure;

import io.caxton.spring.properties.StateToolProperties;
import io.caxton.state.McpStateTool;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** Comes after every backend's configuration: without a tool by then, the node does not start. */
@AutoConfiguration(after = CaxtonStateToolAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
public class MissingStateToolAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    McpStateTool caxtonMissingStateTool(StateToolProperties properties) {
        throw new MissingStateToolException(properties.type());
    }
}
