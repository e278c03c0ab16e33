package io.caxton.spring.autoconfigure;

import java.nio.file.Path;

/** The data directory cannot be made, written or understood. */
public final class UnusableDataDirectoryException extends RuntimeException {
    private final transient Path path;

    UnusableDataDirectoryException(Path path, Exception cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.path = path;
    }

    /** The directory concerned. */
    public Path path() {
        return path;
    }
}
