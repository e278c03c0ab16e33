package io.caxton.state.tck;

import io.caxton.state.McpStateTool;
import java.util.List;

/**
 * How a child process opens a fixture's store.
 *
 * @param opener has a constructor without parameters
 * @param arguments what the opener needs to know, such as a path or an address
 */
public record ChildTool(Class<? extends Opener> opener, List<String> arguments) {

    public ChildTool {
        arguments = List.copyOf(arguments);
    }

    /** Opens a tool in the child process. */
    public interface Opener {
        McpStateTool open(List<String> arguments);
    }
}
