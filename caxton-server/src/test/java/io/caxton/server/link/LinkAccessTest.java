package io.caxton.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.web.AuditLines;
import io.caxton.server.web.SecuredApiTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A link is asked the same questions as every other door. */
class LinkAccessTest extends SecuredApiTest {
    private final String name = "own-" + newName();
    private final String stranger = "other-" + newName();
    private final List<LinkClient> links = new ArrayList<>();

    @RegisterExtension
    final AuditLines audit = new AuditLines();

    @AfterEach
    void closeAll() {
        links.forEach(LinkClient::close);
    }

    private LinkClient link(String key, String agentName) {
        LinkClient link = LinkClient.open(port, register(agentName), key);
        links.add(link);
        link.next("welcome");
        return link.say("{'type':'credit','credit':100}");
    }

    private static String frame(String sender, String receiver, String... more) {
        return "{'type':'send','ref':'r','message':" + message(sender, receiver, more) + "}";
    }

    private static JsonNode refusal(LinkClient link, String frame, int status) {
        JsonNode refused = link.say(frame).next("refused");
        assertThat(refused.at("/problem/status").intValue())
                .as(refused.toString())
                .isEqualTo(status);
        return refused;
    }

    private void expectLine(String caller, String act, String resource, String outcome) {
        String line = "caller=\"" + caller + "\" act=" + act + " resource=\"" + resource + "\" outcome=" + outcome
                + " remote=\"127.0.0.1\" trace=";
        audit.await(line);
    }

    @Test
    void namesAndIdsOfOthersAreRefusedAndThatIsWrittenDown() {
        LinkClient link = link(OTHER, stranger);
        register(name);
        accepted("own-a", name, ",'conversation_id':'own-a:talk-" + name + "'");
        refusal(link, frame(name, stranger), 403);
        for (String ids : new String[] {
            "'message_id':'order-1'",
            "'message_id':'own-a:1'",
            "'conversation_id':'own-a:talk-" + name + "'",
            "'conversation_id':'own-a:nothing'"
        }) {
            JsonNode refused = refusal(link, frame(stranger, name, "," + ids), 403);
            assertThat(refused.path("ref").asString()).isEqualTo("r");
        }
        expectLine("other", "message.send", "order-1", "refused");
        link.say(frame(stranger, name, ",'message_id':'" + stranger + ":1'")).next("accepted");
        expectLine("other", "message.send", stranger + ":1", "done");
    }

    @Test
    void aConversationOfOthersIsRefusedAlikeWhetherOrNotThereIsOne() {
        LinkClient link = link(OTHER, stranger);
        register(name);
        String talk = "own-a:" + newName();
        accepted("own-a", name, ",'conversation_id':'" + talk + "'");
        String used = refusal(link, frame(stranger, name, ",'conversation_id':'" + talk + "'"), 403)
                .toString();
        String free = refusal(link, frame(stranger, name, ",'conversation_id':'own-a:free'"), 403)
                .toString();
        assertThat(used).isEqualTo(free);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'ack','message_id':'ID'}",
                "{'type':'ack','message_id':'ID','attempt':1}",
                "{'type':'nack','message_id':'ID','requeue':false}",
                "{'type':'extend','message_id':'ID','lease':'PT30S'}",
                "{'type':'reply','message_id':'ID','message':{'performative':'inform','sender':'ME','receiver':'ME'}}"
            })
    void whatAnotherHoldsIsSettledByNobodyElse(String frame) {
        LinkClient own = link(OWNER, name);
        LinkClient link = link(OTHER, stranger);
        String id = accepted("own-a", name);
        own.next("deliver");
        String mine = frame.replace("ME", stranger);
        String held = link.say(mine.replace("ID", id)).next("refused").toString();
        String none = UUID.randomUUID().toString();
        String absent = link.say(mine.replace("ID", none)).next("refused").toString();
        assertThat(held.replace(id, "ID")).isEqualTo(absent.replace(none, "ID"));
        own.say("{'type':'ack','ref':'a1','message_id':'" + id + "','attempt':1}");
        assertThat(own.next("settled").path("status").asString()).isEqualTo("handled");
    }

    @Test
    void whatWasDoneIsWrittenDownWithoutContents() {
        LinkClient own = link(OWNER, name);
        String agent = get("/api/v1/agents?name=" + name).text("/agents/0/agent_id");
        String sent = own.say(frame("own-a", name, ",'content':'secret one'"))
                .next("deliver")
                .at("/message/message_id")
                .asString();
        expectLine("owner", "message.send", sent, "done");
        own.say("{'type':'nack','ref':'n1','message_id':'" + sent + "','reason':'secret two','requeue':false}")
                .next("settled");
        expectLine("owner", "message.nack", agent + "/" + sent, "done");
        String second = accepted("own-a", name);
        own.next("deliver");
        own.say("{'type':'ack','ref':'a2','message_id':'" + second + "'}").next("settled");
        expectLine("owner", "message.ack", agent + "/" + second, "done");
        own.say("{'type':'ack','message_id':'none'}").next("refused");
        expectLine("owner", "message.ack", agent + "/none", "failed");
        assertThat(audit.all().toString()).doesNotContain("secret");
    }

    @Test
    void whatIsRefusedIsWrittenDownAsItIsOfOtherDoors() {
        LinkClient own = link(OWNER, name);
        String agent = get("/api/v1/agents?name=" + name).text("/agents/0/agent_id");
        String link = "link " + agent;
        refusal(own, frame(name, name).replace("'request'", "'shout'"), 400);
        expectLine("owner", "message.send", link, "failed");
        refusal(own, "{'type':'reply','ref':'r','message_id':'none'}", 400);
        refusal(own, "{'type':'nack','ref':'r','message_id':'none','requeue':1}", 400);
        expectLine("owner", "message.nack", link, "failed");
        String id = name + ":lost";
        refusal(own, frame(name, "own-nobody-" + name, ",'message_id':'" + id + "'"), 404);
        expectLine("owner", "message.send", id, "failed");
        assertThat(audit.all().stream()
                        .filter(line -> line.contains("act=message.send"))
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aReplyIsWrittenDownAsTheTwoActsItIs() {
        LinkClient own = link(OWNER, name);
        String agent = get("/api/v1/agents?name=" + name).text("/agents/0/agent_id");
        register("own-asker-" + name);
        String asked = accepted("own-asker-" + name, name);
        own.next("deliver");
        String reply = own.say("{'type':'reply','ref':'r','message_id':'" + asked + "','message':{'content':'secret'}}")
                .next("accepted")
                .path("message_id")
                .asString();
        expectLine("owner", "message.send", reply, "done");
        expectLine("owner", "message.ack", agent + "/" + asked, "done");
        assertThat(audit.all().toString()).doesNotContain("secret");
    }

    @Test
    void theTraceOfAFrameReachesTheReceiver() {
        LinkClient own = link(OWNER, name);
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        own.say(frame("own-a", name).replace("'ref'", "'traceparent':'" + trace + "','tracestate':'k=v','ref'"));
        JsonNode delivered = own.next("deliver").path("message");
        assertThat(delivered.path("traceparent").asString()).isEqualTo(trace);
        assertThat(delivered.path("tracestate").asString()).isEqualTo("k=v");
        own.say(frame("own-a", name).replace("'ref'", "'traceparent':'nonsense','ref'"));
        assertThat(own.next("deliver").path("message").has("traceparent")).isFalse();
    }

    @Test
    void whoIsSpokenToAtMostOnceMayAnswerInTheConversationOfTheOther() {
        LinkClient asker = link(OWNER, name);
        LinkClient answerer = link(OTHER, stranger);
        String talk = name + ":talk";
        asker.say(frame(name, stranger, ",'delivery':'at_most_once','conversation_id':'" + talk + "'"));
        String asked = answerer.next("deliver").at("/message/message_id").asString();
        answerer.say("{'type':'reply','message_id':'" + asked + "','message':{'content':1}}");
        assertThat(asker.next("deliver").at("/message/conversation_id").asString())
                .isEqualTo(talk);
    }
}
