package io.caxton.spring.localstate;

import java.nio.file.Path;
import java.util.OptionalLong;

/** Another node holds the data directory. Nothing in it was touched. */
public final class DataDirectoryInUseException extends RuntimeException {
    private final transient Path path;
    private final transient OptionalLong holder;

    DataDirectoryInUseException(Path path, OptionalLong holder) {
        super("the data directory " + path + " is in use by "
                + (holder.isPresent() ? "process " + holder.getAsLong() : "another process")
                + ": stop it, or give this node a data directory of its own");
        this.path = path;
        this.holder = holder;
    }

    /** The directory concerned. */
    public Path path() {
        return path;
    }

    /** The process that holds it, if it could be found out. */
    public OptionalLong holder() {
        return holder;
    }
}
