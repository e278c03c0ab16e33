package io.caxton.spring.localstate;

import io.caxton.core.message.Envelope;
import io.caxton.core.storage.StoredMessage;

/** A message that has no row yet. */
record NewMessage(StoredMessage stored, Envelope envelope) {
    String id() {
        return stored.message().id();
    }
}
