// The lead states right answers and lays down a test; a reader is refused an item, practises, fails, waits, passes, reads.
import { axe, equal, openWindow, Person, shoot } from './harness.mjs';
import { pictureShown } from './reading.mjs';
import { pictures, saveDraft, team, upload } from './study.mjs';

const sizes = [
  [1280, 720],
  [1920, 1080],
];

async function shootAll(page, name) {
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    equal(await axe(page), [], `axe: ${name}, ${width}`);
    await shoot(page, `training-${name}-${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
}

async function project(study) {
  const made = await study.lead.call('POST', '/api/projects', {
    name: 'Trained readers',
    purpose: 'Browser tests',
    legalBasis: 'Made-up data',
  });
  const base = `/api/projects/${made.id}`;
  await study.lead.call('PUT', `${base}/members/${study.ids[team.reader1]}`, { roles: ['reader'] });
  await saveDraft(study.lead, base, {
    title: 'Nodules',
    fields: [
      { id: 'nodule', title: 'Nodule', kind: 'finding', required: true },
      {
        id: 'size',
        title: 'Size',
        kind: 'number',
        unit: 'mm',
        when: { field: 'nodule', is: ['present'] },
        match: { measure: 'difference', threshold: 2 },
      },
    ],
    guideline: 'Look twice.',
    policy: { readers: 1, agreement: 'majority', disputes: 'adjudicator', recheckShare: 0 },
  });
  await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
  const rows = Array.from({ length: 20 }, (_, i) => `chest ${String(i).padStart(2, '0')},S${i}`);
  await study.lead.call(
    'POST',
    `${base}/references`,
    new TextEncoder().encode(`item,subject\n${rows.join('\n')}\n`),
    'text/csv',
  );
  await study.lead.call('PUT', `${base}/fitness`, {
    rules: { qualification: 'nodules', licence: false, agreements: [], developersApart: false, sitesApart: false },
    reason: 'Trained readers alone.',
  });
  const items = (await study.lead.call('GET', `${base}/items?take=50`)).rows;
  return { id: made.id, base, items: Object.fromEntries(items.map((i) => [i.title, i.id])) };
}

/** Answers what is on screen: odd items have no nodule. */
async function answer(page, rightly) {
  const words = await page.locator('.workbench .bar').innerText();
  const n = Number(/chest (\d\d)/.exec(words)[1]);
  const present = (n % 2 === 0) === rightly;
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press(present ? '1' : 'a');
  return n;
}

export function register(test, scene) {
  test('training: a lead makes a module and a test, a reader practises, fails, waits, passes and reads', async () => {
    const { browser, server, study } = scene;
    const { id, base, items } = await project(study);
    const lead = await openWindow(browser, server, team.lead);
    await lead.goto(`${server.address}/p/${id}/training`);
    await lead.getByText('No item has a known answer yet.').waitFor();
    await shootAll(lead, 'empty-lead');
    await lead.getByRole('button', { name: 'Make a set' }).click();
    const made = lead.getByRole('dialog', { name: 'Make a set' });
    await made.getByLabel('Title').fill('First cases');
    await made.getByLabel('Introduction').fill('Two cases with their **reasons**.');
    equal(await axe(lead), [], 'axe in the dialog');
    await made.getByRole('button', { name: 'Make it' }).click();
    await lead.getByText('This set has no items yet.').waitFor();

    // Two items by hand, by keys: find it, state the answer, say why, save.
    for (const n of ['00', '01']) {
      await lead.getByRole('button', { name: 'Add an item' }).click();
      const add = lead.getByRole('dialog', { name: 'Add an item' });
      await add.getByLabel('Title of the item').fill(`chest ${n}`);
      if (n === '00') await shootAll(lead, 'add-item');
      await add.getByRole('link', { name: `chest ${n}` }).click();
      await lead.getByRole('complementary', { name: 'Answers' }).waitFor();
      await lead.keyboard.press(n === '00' ? '1' : 'a');
      await lead
        .getByLabel('Why this is right')
        .fill(n === '00' ? 'A round shadow of 10 mm, seen twice.' : 'The shadow is a vessel, cut across.');
      if (n === '00') await shootAll(lead, 'reference');
      await lead.keyboard.press('Control+Enter');
      await lead.getByRole('table', { name: 'Items of the set' }).getByText(`chest ${n}`).waitFor();
    }
    await shootAll(lead, 'set');

    await lead.goto(`${server.address}/p/${id}/training`);
    await lead.getByRole('button', { name: 'Make a set' }).click();
    await made.getByLabel('For').selectOption('test');
    await made.getByLabel('Title').fill('Nodules, sealed');
    await made.getByLabel('Items of a test').fill('6');
    await made.getByLabel('Mark for Nodule').fill('60');
    await made.getByLabel('Hours between').fill('1');
    equal(await made.getByLabel('Qualification').inputValue(), 'nodules', 'the qualification that is demanded');
    await shootAll(lead, 'make-test');
    await made.getByRole('button', { name: 'Make it' }).click();
    await lead.getByText('This set has no items yet.').waitFor();
    const bank = new URL(lead.url()).pathname.split('/').at(-1);

    // The reader is refused an item, and shown the way.
    const page = await openWindow(browser, server, team.reader1);
    await page.goto(`${server.address}/p/${id}/work`);
    await page.getByRole('heading', { name: 'What holds you back' }).waitFor();
    await shootAll(page, 'held-back');
    await page.getByRole('link', { name: 'Go to training' }).click();
    await page.getByText('6 are lacking').waitFor();
    await shootAll(page, 'bank-lacking');
    for (let n = 2; n < 18; n++) {
      await study.lead.call(
        'PUT',
        `${base}/training/sets/${bank}/cases/${items[`chest ${String(n).padStart(2, '0')}`]}`,
        {
          answers: n % 2 === 0 ? { nodule: { state: 'present' } } : { nodule: { state: 'absent' } },
          reason: 'Known.',
        },
      );
    }

    // Practice with feedback: the first answer is wrong, the second right.
    await page.reload();
    await page.getByRole('link', { name: 'Practise' }).click();
    for (const rightly of [false, true]) {
      await page.getByText(rightly ? 'item 2 of 2' : 'item 1 of 2').waitFor();
      await answer(page, rightly);
      await page.keyboard.press('Control+Enter');
      await page
        .getByText(rightly ? /1 of 1 field right|2 of 2 fields right|1 of 2 fields right/ : /0 of \d fields? right/)
        .waitFor();
      await page.getByRole('heading', { name: 'Why' }).waitFor();
      if (!rightly) {
        await page.getByRole('heading', { name: 'Introduction' }).waitFor();
        await shootAll(page, 'feedback');
      }
      await page.keyboard.press('Control+Enter');
    }
    await page.getByText('Round 1 is done: 2 items practised.').waitFor();
    await shootAll(page, 'round-done');
    await page.getByRole('link', { name: 'Back to training' }).click();

    // A test that fails, and the wait.
    const sit = async (rightly) => {
      for (let n = 0; n < 6; n++) {
        await page.getByText(`item ${n + 1} of 6`).waitFor();
        await answer(page, rightly);
        if (n === 2) await shootAll(page, `test-${rightly}`);
        equal(await page.getByText(/Right|Wrong/).count(), 0, 'nothing is told');
        await page.keyboard.press('Control+Enter');
      }
    };
    await page.getByRole('button', { name: 'Start the test' }).click();
    await sit(false);
    await page.getByText('Not passed').waitFor();
    await shootAll(page, 'failed');
    await page.getByRole('link', { name: 'Back to training' }).click();
    await page.getByText('The next attempt is open from').waitFor();
    equal(await page.getByRole('button', { name: 'Start the test' }).count(), 0, 'no start while it cools off');
    await shootAll(page, 'waits');

    // The lead shortens the wait; the reader passes and reads.
    const set = (await study.lead.call('GET', `${base}/training/sets`)).find((s) => s.id === bank);
    await study.lead.call('PUT', `${base}/training/sets/${bank}`, {
      purpose: 'test',
      title: set.title,
      test: { ...set.test, coolingHours: 0 },
    });
    await page.reload();
    await page.getByRole('button', { name: 'Start the test' }).click();
    await sit(true);
    await page.getByText('Passed. You are qualified.').waitFor();
    await shootAll(page, 'passed');
    await page.getByRole('link', { name: 'Read next' }).click();
    await page.getByRole('button', { name: 'Submit', exact: false }).waitFor();
    const reader = await new Person(server, team.reader1).signIn();
    equal((await reader.call('GET', `${base}/fitness/mine`)).holds, [], 'what holds the reader back');

    await lead.goto(`${server.address}/p/${id}/training`);
    await lead.getByRole('table', { name: 'Where readers stand' }).getByText('Qualified').waitFor();
    await shootAll(lead, 'people');
    equal([...lead.faults, ...page.faults], [], 'faults');
  });

  test('training with marks: an own box beside the right one, on the picture and in words', async () => {
    const { browser, server, study } = scene;
    const made = await study.lead.call('POST', '/api/projects', { name: 'Trained on pictures', purpose: 'Browser tests', legalBasis: 'Made-up data' });
    const base = `/api/projects/${made.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.reader1]}`, { roles: ['reader'] });
    await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
    await saveDraft(study.lead, base, {
      title: 'Boxes',
      fields: [{ id: 'boxes', title: 'Nodules', kind: 'boxes', required: true }],
      guideline: 'Look twice.',
      policy: { readers: 1, agreement: 'majority', disputes: 'adjudicator', recheckShare: 0 },
    });
    await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
    const steward = await new Person(server, team.steward).signIn();
    const batch = await upload(steward, base, 'Pictures', (await pictures(1, 1)).filter(([name]) => name.endsWith('.dcm')));
    for (const entry of (await steward.call('GET', `${base}/batches/${batch}`)).gate)
      await steward.call('POST', `${base}/batches/${batch}/entries/${entry.id}/decision`, { decision: 'approve', reason: 'Looked at.' });
    await steward.job((await steward.call('POST', `${base}/batches/${batch}/decision`, { decision: 'approve' })).id);
    const [item] = (await study.lead.call('GET', `${base}/items?take=5`)).rows;

    const box = async (page, from, to) => {
      await pictureShown(page);
      await page.keyboard.press('r');
      const view = await page.locator('.viewport').first().boundingBox();
      const at = ([x, y]) => [view.x + view.width / 2 + x, view.y + view.height / 2 + y];
      await page.mouse.move(...at(from));
      await page.mouse.down();
      await page.mouse.move(...at(to), { steps: 4 });
      await page.mouse.up();
    };

    const lead = await openWindow(browser, server, team.lead);
    await lead.goto(`${server.address}/p/${made.id}/training`);
    await lead.getByRole('button', { name: 'Make a set' }).click();
    await lead.getByRole('dialog').getByLabel('Title').fill('Boxes');
    await lead.getByRole('dialog').getByRole('button', { name: 'Make it' }).click();
    await lead.getByRole('button', { name: 'Add an item' }).click();
    await lead.getByRole('dialog').getByRole('link', { name: item.title }).click();
    await lead.getByRole('complementary', { name: 'Answers' }).waitFor();
    await box(lead, [-60, -60], [-10, -10]);
    await lead.getByText('Marks (1)').waitFor();
    await lead.getByLabel('Why this is right').fill('It stands out from the lung.');
    await shootAll(lead, 'marks-reference');
    await lead.keyboard.press('Control+Enter');
    await lead.getByRole('table', { name: 'Items of the set' }).waitFor();
    await lead.context().close();

    const page = await openWindow(browser, server, team.reader1);
    await page.goto(`${server.address}/p/${made.id}/training`);
    await page.getByRole('link', { name: 'Practise' }).click();
    await page.getByText('item 1 of 1').waitFor();
    await box(page, [40, 40], [90, 90]);
    await page.getByText('Marks (1)').waitFor();
    equal(await page.getByText(/^Reference:/).count(), 0, 'right marks before the own answer');
    await page.keyboard.press('Control+Enter');
    await page.getByText('0 of 1 field right').waitFor();
    await page.getByText('1 missed, 1 too many').waitFor();
    await page.getByText(/^Reference:/).first().waitFor();
    await shootAll(page, 'marks-feedback');
    await page.context().close();
  });
}
