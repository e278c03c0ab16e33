package io.caxton.spring.localstate;

import java.nio.file.Path;

/** The database was written by a newer version of Caxton. It is left untouched: start that version, or another data directory. */
public final class NewerSchemaException extends RuntimeException {
    private final transient Path path;

    NewerSchemaException(Path path, String found, String known) {
        super("the local state in " + path + " has schema version " + found + ", this node knows versions up to "
                + known + ": start a newer Caxton or use another data directory");
        this.path = path;
    }

    /** The database concerned. */
    public Path path() {
        return path;
    }
}
