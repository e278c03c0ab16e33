package io.caxton.server.json;

import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.message.MessageJson;
import tools.jackson.databind.node.ObjectNode;

/** The JSON shape of a message as a receiver gets it: the message with its lease. */
public final class LeasedJson {
    private LeasedJson() {}

    public static ObjectNode write(Leased leased) {
        ObjectNode json = MessageJson.write(leased.message().message());
        ObjectNode lease = json.putObject("lease");
        lease.put("attempt", leased.delivery().attempt());
        leased.delivery().leaseExpiresAt().ifPresent(at -> lease.put("expires_at", at.toString()));
        return json;
    }
}
