package io.caxton.core.storage;

/** A message that was stored cannot be read back; the rest of the store can be trusted. */
public final class DamagedMessageException extends LocalStateException {
    public DamagedMessageException(long position) {
        super(Reason.FAILED, "the message at position " + position + " is damaged on disk");
    }
}
