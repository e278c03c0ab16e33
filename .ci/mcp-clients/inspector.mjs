// Lists the tools and calls every one of them with the command line of the MCP inspector. Argument: the URL of the node.
import { spawnSync } from 'node:child_process';
import { strict as assert } from 'node:assert';

const url = process.argv[2];
const inspector = new URL('node_modules/.bin/mcp-inspector', import.meta.url).pathname;

function inspect(...args) {
    const run = spawnSync(process.execPath, [inspector, '--cli', url, ...args], { encoding: 'utf8', timeout: 120_000 });
    assert.equal(run.status, 0, `${args.join(' ')}: exit ${run.status}\n${run.stdout}\n${run.stderr}`);
    return JSON.parse(run.stdout);
}

const called = new Set();
function call(tool, args) {
    const pairs = Object.entries(args).map(
        ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    const result = inspect('--method', 'tools/call', '--tool-name', tool, ...(pairs.length ? ['--tool-arg', ...pairs] : []));
    assert.ok(!result.isError, `${tool}: ${JSON.stringify(result)}`);
    called.add(tool);
    console.log(`called ${tool}`);
    return result.structuredContent;
}

const { tools } = inspect('--method', 'tools/list', '--strict');
assert.ok(tools.length > 0);
for (const tool of tools) {
    assert.ok(tool.title && tool.description && tool.inputSchema && tool.outputSchema, `${tool.name} lacks a description`);
    for (const hint of ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint']) {
        assert.equal(typeof tool.annotations[hint], 'boolean', `${tool.name} says nothing of ${hint}`);
    }
}

call('state_store', { key: 'inspector/note', value: { n: 1.5 } });
assert.deepEqual(call('state_retrieve', { key: 'inspector/note' }).value, { n: 1.5 });
assert.deepEqual(call('state_list', { prefix: 'inspector/' }).keys, ['inspector/note']);
assert.equal(call('state_delete', { key: 'inspector/note' }).deleted, true);
call('agent_register', { agent: 'inspector', capabilities: ['inspecting:v1'] });
assert.equal(call('agents_find', { capability: 'inspecting:v1' }).agents[0].name, 'inspector');
const sent = call('message_send', { sender: 'someone', receiver: 'inspector', performative: 'request', content: { a: 1 } });
const received = call('message_receive', { agent: 'inspector', wait_seconds: 10 });
assert.equal(received.messages[0].message_id, sent.message_id);
call('message_ack', { agent: 'inspector', message_id: sent.message_id, outcome: 'handled' });
assert.equal(call('conversation_get', { conversation_id: sent.conversation_id }).message_count, 1);
assert.equal(call('agent_leave', { agent: 'inspector' }).left, true);

assert.deepEqual([...called].sort(), tools.map((tool) => tool.name).sort(), 'every tool is called');
console.log(`=== inspector: listed and called ${called.size} tools`);
