package io.caxton.server.fuzz;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A valid request for every operation of the OpenAPI document, with what it needs to be there. */
final class RestSamples {
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** Operations whose success uses up what the sample needs. */
    private static final Set<String> CONSUMING = Set.of(
            "delete /api/v1/agents/{agent_id}",
            "delete /api/v1/dead-letters/{message_id}",
            "post /api/v1/dead-letters/{message_id}/redrive",
            "post /api/v1/agents/{agent_id}/messages/{message_id}/nack");

    private final Map<String, Sample> samples = new LinkedHashMap<>();

    /** Makes a valid request. */
    @FunctionalInterface
    interface Sample {
        HttpText prepare(NodeAddress node) throws IOException;
    }

    RestSamples() {
        agents();
        messages();
        mailbox();
        pushed();
        conversations();
        deadLetters();
        state();
        cluster();
    }

    Map<String, Sample> all() {
        return samples;
    }

    static boolean consumes(String operation) {
        return CONSUMING.contains(operation);
    }

    private static String newName() {
        return "fuzz-" + NAMES.incrementAndGet();
    }

    private void agents() {
        String root = "/api/v1/agents";
        samples.put(
                "post " + root,
                node -> HttpText.json(
                        "POST",
                        root,
                        "{'name':'fuzz-new','capabilities':['a:v1',{'name':'b','version':'v2','description':'d'}],"
                                + "'delivery':{'mode':'pull'},'lease':'PT1S','max_in_flight':4,'metadata':{'k':'v'}}"));
        samples.put(
                "get " + root, node -> HttpText.of("GET", root + "?name=fuzz-1&status=ready&limit=10&capability=a:v1"));
        String one = root + "/{agent_id}";
        samples.put("get " + one, node -> HttpText.of("GET", root + "/" + node.register(newName())));
        samples.put(
                "delete " + one, node -> HttpText.of("DELETE", root + "/" + node.register(newName()) + "?drain=false"));
        samples.put(
                "patch " + one,
                node -> HttpText.json(
                        "PATCH",
                        root + "/" + node.register(newName()),
                        "{'capabilities':['c:v1',{'name':'d'}],'max_in_flight':7,'metadata':{'k':'v'}}"));
        samples.put(
                "post " + one + "/heartbeat",
                node -> HttpText.json(
                        "POST", root + "/" + node.register(newName()) + "/heartbeat", "{'status':'ready','load':0.5}"));
        samples.put("get /api/v1/capabilities", node -> HttpText.of("GET", "/api/v1/capabilities?limit=5"));
    }

    private void messages() {
        samples.put(
                "post /api/v1/messages", node -> HttpText.json("POST", "/api/v1/messages", message(receiver(node))));
        samples.put("post /api/v1/messages/batch", node -> {
            String message = message(receiver(node));
            return HttpText.json("POST", "/api/v1/messages/batch", "{'messages':[" + message + "," + message + "]}");
        });
        samples.put(
                "get /api/v1/messages/{message_id}",
                node -> HttpText.of("GET", "/api/v1/messages/" + node.send(receiver(node))));
    }

    private static String receiver(NodeAddress node) throws IOException {
        String name = newName();
        node.register(name);
        return name;
    }

    private static String message(String receiver) {
        return "{'performative':'request','sender':'fuzz-sender','receiver':'" + receiver
                + "','routing':{'strategy':'single','balance':'round_robin','fallback_versions':[]},"
                + "'content':{'text':'hi','n':1.50,'list':[1,null,true]},'reply_with':'r','in_reply_to':'q',"
                + "'reply_by':'2199-01-01T00:00:00Z','protocol':'fipa-request','language':'l','ontology':'o',"
                + "'delivery':'at_least_once','priority':'normal','headers':{'h':'v'}}";
    }

    private void mailbox() {
        String mailbox = "/api/v1/agents/{agent_id}/messages";
        samples.put(
                "get " + mailbox,
                node -> HttpText.of(
                        "GET", "/api/v1/agents/" + node.register(newName()) + "/messages?max=2&wait=PT0.001S"));
        String one = mailbox + "/{message_id}/";
        samples.put("post " + one + "ack", node -> HttpText.json("POST", leased(node) + "/ack?attempt=1", "{}"));
        samples.put(
                "post " + one + "nack",
                node -> HttpText.json("POST", leased(node) + "/nack", "{'reason':'r','requeue':true,'delay':'PT5S'}"));
        samples.put(
                "post " + one + "extend",
                node -> HttpText.json("POST", leased(node) + "/extend?attempt=1", "{'lease':'PT60S'}"));
    }

    private void pushed() {
        samples.put(
                "get /api/v1/agents/{agent_id}/link",
                node -> HttpText.of("GET", "/api/v1/agents/" + node.register(newName()) + "/link")
                        .header("Connection: Upgrade")
                        .header("Upgrade: websocket")
                        .header("Sec-WebSocket-Version: 13")
                        .header("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="));
        samples.put(
                "get /api/v1/agents/{agent_id}/stream",
                node -> HttpText.of("GET", "/api/v1/agents/" + node.register(newName()) + "/stream?max_in_flight=2"));
    }

    private static String leased(NodeAddress node) throws IOException {
        String name = newName();
        String mailbox = "/api/v1/agents/" + node.register(name) + "/messages";
        String message = node.send(name);
        var unused = node.succeed(HttpText.of("GET", mailbox));
        return mailbox + "/" + message;
    }

    private void conversations() {
        String root = "/api/v1/conversations/";
        // Without a conversation of its own, a message begins one that has the message's id.
        samples.put("get " + root + "{conversation_id}", node -> HttpText.of("GET", root + node.send(receiver(node))));
        samples.put(
                "get " + root + "{conversation_id}/messages",
                node -> HttpText.of("GET", root + node.send(receiver(node)) + "/messages?limit=2"));
        for (String end : new String[] {"close", "halt"}) {
            samples.put(
                    "post " + root + "{conversation_id}/" + end,
                    node -> HttpText.json("POST", root + node.send(receiver(node)) + "/" + end, "{'reason':'r'}"));
        }
    }

    private void deadLetters() {
        String root = "/api/v1/dead-letters";
        samples.put("get " + root, node -> HttpText.of("GET", root + "?agent=fuzz-1&limit=2"));
        samples.put("delete " + root + "/{message_id}", node -> HttpText.of("DELETE", root + "/" + dead(node)));
        samples.put(
                "post " + root + "/{message_id}/redrive",
                node -> HttpText.json("POST", root + "/" + dead(node) + "/redrive", "{}"));
    }

    /** The node that is attacked lets a message have one attempt only. */
    private static String dead(NodeAddress node) throws IOException {
        String leased = leased(node);
        var unused = node.post(leased + "/nack", "{}");
        return leased.substring(leased.lastIndexOf('/') + 1);
    }

    private void cluster() {
        String root = "/api/v1/cluster";
        samples.put("get " + root, node -> HttpText.of("GET", root));
        samples.put("get " + root + "/members", node -> HttpText.of("GET", root + "/members?limit=5"));
        samples.put(
                "delete " + root + "/members/{node_id}",
                node -> HttpText.of("DELETE", root + "/members/" + DepartedMember.NAME));
        samples.put("get " + root + "/keys", node -> HttpText.of("GET", root + "/keys"));
        samples.put(
                "post " + root + "/keys",
                node -> HttpText.json(
                        "POST", root + "/keys", "{'operation':'install','key':'MDEyMzQ1Njc4OWFiY2RlZg=='}"));
        samples.put("post " + root + "/leave", node -> HttpText.json("POST", root + "/leave", "{}"));
    }

    private void state() {
        String value = "{'a':[1,2.50,null],'b':{'c':'d'}}";
        String root = "/api/v1/state";
        samples.put("put " + root + "/{key}", node -> HttpText.json("PUT", root + "/fuzz/put?ttl=PT1H", value));
        samples.put("get " + root + "/{key}", node -> {
            // A key of its own: another session's mutant may be a DELETE of the same target.
            String one = root + "/fuzz/" + newName();
            var unused = node.succeed(HttpText.json("PUT", one, value));
            return HttpText.of("GET", one);
        });
        samples.put("delete " + root + "/{key}", node -> HttpText.of("DELETE", root + "/fuzz/delete"));
        samples.put("get " + root, node -> HttpText.of("GET", root + "?prefix=fuzz&limit=5"));
        samples.put("put " + root, node -> HttpText.json("PUT", root + "?key=fuzz%2Fquery&ttl=PT1H", value));
        samples.put("delete " + root, node -> HttpText.of("DELETE", root + "?key=fuzz%2Fgone"));
    }
}
