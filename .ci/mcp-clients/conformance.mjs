// Runs the listed scenarios of the public conformance suite. Arguments: the list, the URL of the node, the URL of the
// fixture, a folder for results. Fails if a scenario fails, does not exist, or checks nothing.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [list, node, fixture, results] = process.argv.slice(2);
const urls = { node, fixture };
const suite = new URL('node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url).pathname;
const plain = (text) => text.replace(/\u001b\[[0-9;]*m/g, '');

const known = new Map();
for (const line of plain(execFileSync(process.execPath, [suite, 'list', '--server'], { encoding: 'utf8' })).split('\n')) {
    const found = /^\s*- (\S+) \[([^\]]*)\]/.exec(line);
    if (found) known.set(found[1], found[2].split(','));
}

const wanted = readFileSync(list, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/\s+/));
if (wanted.length === 0) throw new Error(`${list} names no scenario`);

let failed = 0;
let checks = 0;
for (const [revision, scenario, server] of wanted) {
    const fail = (why) => {
        failed++;
        console.error(`FAILED ${revision} ${scenario}: ${why}`);
    };
    if (!known.get(scenario)?.includes(revision)) {
        fail('the suite has no such scenario at this revision');
        continue;
    }
    if (!urls[server]) {
        fail(`'${server}' is neither node nor fixture`);
        continue;
    }
    const run = spawnSync(
        process.execPath,
        [suite, 'server', '--url', urls[server], '--spec-version', revision, '--scenario', scenario, '-o', results],
        { encoding: 'utf8', timeout: 120_000 },
    );
    const printed = plain(`${run.stdout}\n${run.stderr}`);
    const counted = /Passed: (\d+)\/(\d+), (\d+) failed, (\d+) warnings/.exec(printed);
    if (run.status !== 0 || !counted || counted[1] === '0' || counted[3] !== '0') {
        fail(`exit ${run.status}\n${printed}`);
    } else {
        checks += Number(counted[1]);
        console.log(`passed ${revision} ${scenario} (${server}): ${counted[1]} checks, ${counted[4]} warnings`);
    }
}
console.log(`=== conformance: ${wanted.length - failed} of ${wanted.length} scenarios passed, ${checks} checks`);
process.exit(failed === 0 ? 0 : 1);
