// Two agents that have nothing but an MCP client: they find each other, talk, acknowledge and remember. Told once with
// version 1 of the official TypeScript SDK (revision 2025-11-25) and once with version 2 (revision 2026-07-28).
// Argument: the URL of the node.
import { strict as assert } from 'node:assert';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Client as ClientV2, StreamableHTTPClientTransport as TransportV2 } from '@modelcontextprotocol/client';

const url = new URL(process.argv[2]);

async function openV1(name) {
    const client = new ClientV1({ name, version: '1.0.0' });
    const transport = new TransportV1(url);
    await client.connect(transport);
    return { client, revision: transport.protocolVersion };
}

async function openV2(name) {
    const client = new ClientV2({ name, version: '1.0.0' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    await client.connect(new TransportV2(url));
    return { client, revision: client.getNegotiatedProtocolVersion() };
}

async function converse(open, revision) {
    const suffix = revision.replaceAll('-', '');
    const asker = `asker-${suffix}`;
    const expert = `expert-${suffix}`;
    const [one, other] = [await open(asker), await open(expert)];
    assert.equal(one.revision, revision);
    // So that the client holds each answer to the tool's output schema.
    for (const { client } of [one, other]) assert.ok((await client.listTools()).tools.length >= 9);

    let steps = 0;
    const call = async ({ client }, name, args) => {
        const result = await client.callTool({ name, arguments: args });
        assert.ok(!result.isError, `${name}: ${JSON.stringify(result.content)}`);
        steps++;
        return result.structuredContent;
    };

    // The expert makes itself known, the asker finds it.
    const capability = `sums-${suffix}`;
    await call(other, 'agent_register', { agent: expert, capabilities: [`${capability}:v1`] });
    const found = await call(one, 'agents_find', { capability });
    assert.deepEqual(found.agents.map((agent) => agent.name), [expert]);

    // The asker asks and waits; the expert, which was waiting for mail, answers and acknowledges.
    const waiting = call(other, 'message_receive', { agent: expert, wait_seconds: 30 });
    const asking = call(one, 'message_send', {
        sender: asker, capability, performative: 'request', content: { add: [1, 2] }, wait_seconds: 30,
    });
    const [request] = (await waiting).messages;
    assert.deepEqual(request.content, { add: [1, 2] });
    assert.equal(request.sender, asker);
    await call(other, 'message_send', {
        sender: expert, receiver: request.sender, performative: 'inform', content: { sum: 3 },
        conversation_id: request.conversation_id, in_reply_to: request.reply_with,
    });
    await call(other, 'message_ack', { agent: expert, message_id: request.message_id, outcome: 'handled' });
    const answered = await asking;
    assert.equal(answered.replied, true);
    assert.deepEqual(answered.reply.content, { sum: 3 });

    // The asker becomes an agent too. The expert writes to it; it needs longer, gives the message back, gets it again.
    assert.deepEqual((await call(one, 'message_receive', { agent: asker })).messages, []);
    await call(other, 'message_send', {
        sender: expert, receiver: asker, performative: 'query-ref', content: 'Are you content?',
    });
    const [question] = (await call(one, 'message_receive', { agent: asker, wait_seconds: 30 })).messages;
    const about = { agent: asker, message_id: question.message_id };
    await call(one, 'message_ack', { ...about, outcome: 'working', lease_seconds: 120 });
    await call(one, 'message_ack', { ...about, outcome: 'retry', reason: 'later', delay_seconds: 0 });
    const [again] = (await call(one, 'message_receive', { agent: asker, wait_seconds: 30 })).messages;
    assert.equal(again.message_id, question.message_id);
    assert.equal(again.lease.attempt, 2);
    await call(one, 'message_ack', { ...about, outcome: 'refused', reason: 'none of your business' });
    const [failure] = (await call(other, 'message_receive', { agent: expert, wait_seconds: 30 })).messages;
    assert.equal(failure.performative, 'failure');
    assert.equal(failure.in_reply_to, question.reply_with);
    await call(other, 'message_ack', { agent: expert, message_id: failure.message_id, outcome: 'handled' });

    // What was said can be read again.
    const conversation = await call(one, 'conversation_get', { conversation_id: request.conversation_id });
    assert.deepEqual(conversation.messages.map((message) => message.sender), [asker, expert]);

    // What is to be remembered is.
    const key = `${asker}/answer`;
    const stored = await call(one, 'state_store', { key, value: answered.reply.content, if_absent: true });
    assert.deepEqual((await call(one, 'state_retrieve', { key })).value, { sum: 3 });
    const clash = await one.client.callTool({ name: 'state_store', arguments: { key, value: 4, if_absent: true } });
    assert.equal(clash.isError, true);
    assert.equal(JSON.parse(clash.content[0].text).current_version, stored.version);
    assert.deepEqual((await call(one, 'state_list', { prefix: `${asker}/` })).keys, [key]);
    assert.equal((await call(one, 'state_delete', { key })).deleted, true);
    assert.equal((await call(one, 'state_retrieve', { key })).found, false);

    // A mistake is told so that it can be mended.
    const mistake = await one.client.callTool({ name: 'message_send', arguments: { sender: asker, reciever: expert } });
    assert.equal(mistake.isError, true);
    const fields = JSON.parse(mistake.content[0].text).errors.map((error) => error.field);
    assert.ok(fields.includes('reciever') && fields.includes('performative'), fields.join());

    for (const [side, agent] of [[one, asker], [other, expert]]) {
        assert.equal((await call(side, 'agent_leave', { agent })).left, true);
        await side.client.close();
    }
    console.log(`=== conversation at ${revision}: ${steps} calls as expected`);
}

await converse(openV1, '2025-11-25');
await converse(openV2, '2026-07-28');
