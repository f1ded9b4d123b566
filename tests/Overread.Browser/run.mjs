// Plays Overread in a real Chromium against a real server. The last line is what ./test reads.
//   node tests/Overread.Browser/run.mjs [word ...]     only the tests whose name contains one of the words
//   node tests/Overread.Browser/run.mjs --part 2/2     the second of two parts, each with a server, a browser and a study of its own
import { register as companions } from './companions.mjs';
import { register as dimensions } from './dimensions.mjs';
import { register as doors } from './doors.mjs';
import { register as erasure } from './erasure.mjs';
import { register as faces } from './faces.mjs';
import { register as finding } from './finding.mjs';
import { register as gate } from './gate.mjs';
import { register as governance } from './governance.mjs';
import { register as guideline } from './guideline.mjs';
import { register as hanging } from './hanging.mjs';
import { onScreen, openBrowser, Person, Server } from './harness.mjs';
import { register as keys } from './keys.mjs';
import { register as masks } from './masks.mjs';
import { register as reshaping } from './reshaping.mjs';
import { register as models } from './models.mjs';
import { register as operations } from './operations.mjs';
import { register as outbox } from './outbox.mjs';
import { register as outlines } from './outlines.mjs';
import { register as pages } from './pages.mjs';
import { register as patients } from './patients.mjs';
import { register as pipeline } from './pipeline.mjs';
import { register as plans } from './plans.mjs';
import { register as reading } from './reading.mjs';
import { register as releases } from './releases.mjs';
import { register as residuals } from './residuals.mjs';
import { register as room } from './room.mjs';
import { register as scales } from './scales.mjs';
import { register as signIn } from './sign-in.mjs';
import { register as sessions } from './sessions.mjs';
import { register as studies } from './studies.mjs';
import { makeStudy, team } from './study.mjs';
import { register as signing } from './signing.mjs';
import { register as sealed } from './sealed.mjs';
import { register as text } from './text.mjs';
import { register as threads } from './threads.mjs';
import { register as training } from './training.mjs';
import { register as viewer } from './viewer.mjs';

const words = process.argv.slice(2);
const part = words[0] === '--part' ? words.splice(0, 2)[1].split('/').map(Number) : [1, 1];
const only = words;
// Two halves of about the same length. What a file leaves on the scene is for itself alone, so that any file may stand in any half.
const halves = [
  [reading, viewer, hanging, finding, gate, faces, patients, residuals, companions, dimensions, plans, keys, erasure, pipeline, studies],
  [room, outbox, releases, signing, sealed, governance, guideline, training, threads, models, scales, outlines, masks, reshaping, text, sessions, signIn, doors, operations, pages],
];
if (part[1] > halves.length || !(part[0] >= 1 && part[0] <= part[1])) throw new Error(`--part ${part.join('/')}: there are ${halves.length} parts.`);
const tests = [];
const test = (name, run) => tests.push({ name, run });
const scene = {};
for (const register of part[1] === 1 ? halves.flat() : halves[part[0] - 1]) register(test, scene);

let passed = 0;
let failed = 0;
try {
  scene.server = await Server.start();
  scene.study = await makeStudy(scene.server);
  scene.study.person = (role) => new Person(scene.server, team[role]).signIn();
  scene.browser = await openBrowser();
  for (const { name, run } of tests) {
    if (only.length > 0 && !only.some((word) => name.includes(word))) continue;
    const began = Date.now();
    try {
      await run().catch(async (error) => {
        // A browser on a busy machine may miss a deadline: one more try, and the log says so.
        const where = String(error.stack ?? '').match(/Overread\.Browser\/((?!harness)[\w-]+\.mjs:\d+)/)?.[1] ?? '';
        console.log(`again   ${name}: ${String(error.message ?? error).split('\n').slice(0, 3).join(' ')} ${where}`);
        for (const line of await onScreen(scene.browser)) console.log(`        ${line}`);
        // Windows that the first try left open would go on saving into the same read.
        for (const context of scene.browser.contexts()) await context.close();
        return run();
      });
      passed++;
      console.log(`ok      ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${name}\n        ${String(error.stack ?? error).replaceAll('\n', '\n        ')}`);
    }
  }
} catch (error) {
  failed++;
  console.log(`FAILED  setting up\n        ${error.stack ?? error}`);
} finally {
  await scene.browser?.close();
  await scene.server?.stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
