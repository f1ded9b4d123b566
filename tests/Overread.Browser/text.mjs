// Plain-text documents from the gate to the adjudicator: places and words are code points, whatever stands before them.
import { randomUUID } from 'node:crypto';
import { axe, equal, openWindow, Person, shoot, sleep, until } from './harness.mjs';
import { isSaved } from './reading.mjs';
import { team, upload } from './study.mjs';

const protocol = {
  title: 'Chest reports',
  fields: [
    {
      id: 'findings',
      title: 'Findings',
      kind: 'spans',
      required: true,
      options: [
        { id: 'abnormal', title: 'Abnormal' },
        { id: 'negated', title: 'Negated' },
        { id: 'anatomy', title: 'Anatomy' },
      ],
    },
    {
      id: 'type',
      title: 'Report type',
      kind: 'choice',
      options: [
        { id: 'cxr', title: 'Chest radiograph' },
        { id: 'ct', title: 'CT' },
      ],
    },
  ],
  guideline: 'Mark what is found.',
  policy: { readers: 2, agreement: 'all', disputes: 'adjudicator', recheckShare: 0 },
};

const body =
  'FINDINGS: The lungs are clear 😷 without focal consolidation. There is no pleural effusion or pneumothorax. A calcified granuloma lies in the right upper lobe. Nai\u0308ve comparison: none.\r\n\r\n';
const report = `CHEST, TWO VIEWS 🩺\r\nPatient: Jane Q. Example\r\n\r\n${body}IMPRESSION: No acute process.\r\n`;
const long = () => `LONG DOCUMENT ${randomUUID()}\r\n\r\n${body.repeat(5600)}`;
const slice = (text, { start, end }) => [...text].slice(start, end).join('');

/** Where the nth occurrence of some words lies on the screen: the first and the last point of it. */
function placeOf(page, words, n = 0) {
  return page.evaluate(
    ([wanted, nth]) => {
      const area = document.querySelector('.document-text');
      const texts = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
      const parts = [];
      let all = '';
      for (let t = texts.nextNode(); t; t = texts.nextNode()) {
        parts.push({ t, from: all.length });
        all += t.data;
      }
      let at = -1;
      for (let i = 0; i <= nth; i++) at = all.indexOf(wanted, at + 1);
      const locate = (index) => {
        const part = parts.findLast((p) => p.from <= index);
        return [part.t, index - part.from];
      };
      const range = document.createRange();
      range.setStart(...locate(at));
      range.setEnd(...locate(at + wanted.length - 1));
      // What is out of sight is laid out once it comes near; the second look is at where it then lies.
      for (let look = 0; look < 2; look++) {
        const scrolled = area.closest('.document-scroll, .gate-document');
        const frame = scrolled.getBoundingClientRect();
        scrolled.scrollBy(0, range.getBoundingClientRect().top - frame.top - frame.height / 2);
      }
      const first = document.createRange();
      first.setStart(...locate(at));
      first.setEnd(locate(at)[0], locate(at)[1] + 1);
      const last = document.createRange();
      last.setStart(...locate(at + wanted.length - 1));
      last.setEnd(locate(at + wanted.length - 1)[0], locate(at + wanted.length - 1)[1] + 1);
      const a = first.getClientRects()[0];
      const z = last.getClientRects()[0];
      return { from: [a.left + 1, a.top + a.height / 2], to: [z.right - 1, z.top + z.height / 2] };
    },
    [words, n],
  );
}

async function drag(page, words, n) {
  const { from, to } = await placeOf(page, words, n);
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 5 });
  await page.mouse.up();
}

async function click(page, words, n) {
  const { from } = await placeOf(page, words, n);
  await page.mouse.click(...from);
}

export function register(test, scene) {
  const made = {};

  test('a document is read at the gate, a name is blacked out, and it is let through for a reason', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Reports',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    Object.assign(made, { project: project.id, base });
    for (const role of ['reader1', 'reader2', 'steward', 'adjudicator'])
      await study.lead.call('PUT', `${base}/members/${study.ids[team[role]]}`, { roles: [role.replace(/\d$/, '')] });
    await study.lead.call('PUT', `${base}/protocols/draft`, protocol, 'application/json', { 'If-None-Match': '*' });
    await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
    const steward = await new Person(server, team.steward).signIn();
    const batch = await upload(steward, base, 'Reports', [['report.txt', Buffer.from(report, 'utf8')]]);
    const page = await openWindow(browser, server, team.steward);
    await page.goto(`${server.address}/p/${project.id}/gate`);
    await page.locator('.document-text').waitFor();
    equal(
      (await page.locator('.document-text').textContent()).length,
      report.length,
      'the whole document is on the screen',
    );
    // A program has proposed the name; taken back it stays to be seen, and comes again by R.
    await page.getByText('1 place to be blacked out').waitFor();
    await page.keyboard.press('n');
    await page.getByText('name, rule').waitFor();
    await shoot(page, 'text-gate-proposed-1280');
    await page.keyboard.press('Delete');
    await page.getByText('0 places to be blacked out, 1 proposed and taken back').waitFor();
    await click(page, 'Jane Q. Example');
    await page.keyboard.press('r');
    await page.getByText('1 place to be blacked out').waitFor();
    await drag(page, 'CHEST');
    await page.getByText('2 places to be blacked out').waitFor();
    await page.keyboard.press('Control+z');
    await page.getByText('1 place to be blacked out').waitFor();
    await shoot(page, 'text-gate-1280');
    equal(await axe(page), [], 'axe at the gate of a document');
    await page.keyboard.press('v');
    await until(
      'the name is black',
      async () => !(await page.locator('.document-text').textContent()).includes('Jane'),
    );
    await shoot(page, 'text-gate-after-1280');
    await page.keyboard.press('v');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(200);
    await shoot(page, 'text-gate-1920');
    await page.keyboard.press('a');
    await page.getByRole('dialog').getByLabel('Reason').fill('Read whole, the name is blacked out');
    await page.keyboard.press('Control+Enter');
    const path = `${base}/batches/${batch}`;
    await until('it is approved', async () => (await steward.call('GET', path)).gate[0]?.decision === 'approve');
    await steward.job((await steward.call('POST', `${path}/decision`, { decision: 'approve' })).id);
    const [item] = (await study.lead.call('GET', `${base}/items`)).rows;
    equal(item.kind, 'document', 'what came through');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('spans are marked by mouse and by keyboard, labelled, resized and taken back', async () => {
    const { browser, server, study } = scene;
    const page = await openWindow(browser, server, team.reader1);
    await page.goto(`${server.address}/p/${made.project}/work`);
    await page.locator('.document-text').waitFor();
    const text = await page.locator('.document-text').textContent();
    if (text.includes('Jane') || !text.includes('███')) throw new Error('the name was not blacked out');
    const me = await study.person('reader1');
    const held = async () => {
      await isSaved(page);
      return (await me.call('GET', `${made.base}/work/${page.url().split('/').at(-1)}`)).read.marks;
    };
    const said = async () => (await held()).map((m) => `${m.class}: ${slice(text, m.geometry)}`);
    await drag(page, 'calcified granuloma lies in the right upper lobe');
    equal(await said(), ['abnormal: calcified granuloma lies in the right upper lobe'], 'a span by mouse');
    await drag(page, 'right upper lobe');
    await page.keyboard.press('3');
    equal((await said())[1], 'anatomy: right upper lobe', 'an overlapping span with another class');
    await click(page, 'no pleural effusion');
    for (let i = 0; i < 2; i++) await page.keyboard.press('Control+Shift+ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.press('2');
    equal((await said())[2], 'negated: no pleural', 'a span by keyboard');
    await page.keyboard.press('Control+Alt+ArrowRight');
    equal((await said())[2], 'negated: no pleural effusion', 'a span that has grown by a word');
    await page.keyboard.press('Alt+ArrowLeft');
    await page.keyboard.press('Alt+Shift+ArrowRight');
    equal((await said())[2], 'negated: o pleural effusio', 'both ends by a character');
    for (let i = 0; i < 2; i++) await page.keyboard.press('Control+z');
    await click(page, 'Naïve'.normalize('NFD'));
    await drag(page, 'clear 😷 without');
    equal((await said())[3], 'negated: clear 😷 without', 'a span over an emoji');
    await shoot(page, 'text-reading-1280');
    equal(await axe(page), [], 'axe on a document');
    await page.keyboard.press('Delete');
    equal((await held()).length, 3, 'one is taken back');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(200);
    await shoot(page, 'text-reading-1920');
    await page.reload();
    await page.locator('.document-text mark').first().waitFor();
    equal(
      await said(),
      [
        'abnormal: calcified granuloma lies in the right upper lobe',
        'anatomy: right upper lobe',
        'negated: no pleural effusion',
      ],
      'what is left after a reload',
    );
    await page.keyboard.press('Control+Enter');
    await until('it is submitted', async () => (await me.call('GET', `${made.base}/work`))[0]?.state === 'submitted');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('an adjudicator sees the spans of both readers and draws anew', async () => {
    const { browser, server, study } = scene;
    const second = await study.person('reader2');
    const work = await second.call('POST', `${made.base}/work/next`, {});
    const file = work.item.series[0].files[0];
    const text = await second.call('GET', file.url);
    const at = (words) => [...text.slice(0, text.indexOf(words))].length;
    const mark = (words, cls) => ({
      id: randomUUID(),
      at: new Date().toISOString(),
      type: 'MarkDrawn',
      mark: {
        id: randomUUID(),
        field: 'findings',
        class: cls,
        geometry: { kind: 'span', file: file.id, start: at(words), end: at(words) + [...words].length },
      },
    });
    await second.call('POST', `/api/reads/${work.read.id}/events`, {
      baseRevision: work.read.revision,
      events: [
        mark('granuloma', 'abnormal'),
        mark('no pleural effusion', 'negated'),
        { id: randomUUID(), at: new Date().toISOString(), type: 'ReadSubmitted', seconds: 9 },
      ],
    });
    const page = await openWindow(browser, server, team.adjudicator);
    await page.goto(`${server.address}/p/${made.project}/disputes`);
    await page.getByRole('link', { name: 'Decide the first' }).click();
    await page.locator('.document-text mark').first().waitFor();
    await until('both readers are seen', async () => (await page.locator('mark[data-label*="Reader"]').count()) >= 3);
    await shoot(page, 'text-dispute-1280');
    equal(await axe(page), [], 'axe on a dispute over a document');
    await page.keyboard.press('d');
    await drag(page, 'calcified granuloma');
    await page.locator('[data-reason]').fill('The place is no part of the finding');
    await page.keyboard.press('Control+Enter');
    await until('the decision stands', async () => {
      const [row] = await (await study.person('adjudicator')).call('GET', `${made.base}/disputes?state=decided`);
      return row?.decided === 1;
    });
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
    const lead = await openWindow(browser, server, team.lead);
    await lead.goto(`${server.address}/p/${made.project}/agreement`);
    await lead
      .getByRole('region', { name: 'Findings', exact: true })
      .getByRole('heading', { name: 'Detection by reader' })
      .waitFor();
    await lead.getByRole('table', { name: 'Figures of Findings' }).getByText('Unitizing α').waitFor();
    await shoot(lead, 'text-agreement-1280');
    equal(await axe(lead), [], 'axe on the agreement of spans');
    await lead.context().close();
  });

  test('a document of a megabyte opens and is marked without a wait', async () => {
    const { browser, server, study } = scene;
    const steward = await new Person(server, team.steward).signIn();
    const big = long();
    const batch = await upload(steward, made.base, 'Long', [['long.txt', Buffer.from(big, 'utf8')]]);
    const path = `${made.base}/batches/${batch}`;
    const [{ id }] = (await steward.call('GET', path)).gate;
    const { documents } = await steward.call('GET', `${path}/entries/${id}`);
    await steward.call('POST', `${path}/entries/${id}/decision`, {
      decision: 'approve',
      reason: 'Made up',
      seen: { [documents[0].file]: [0] },
    });
    await steward.job((await steward.call('POST', `${path}/decision`, { decision: 'approve' })).id);
    const page = await openWindow(browser, server, team.reader1);
    const began = Date.now();
    await page.goto(`${server.address}/p/${made.project}/work`);
    await page.locator('.document-text').waitFor();
    const opened = Date.now() - began;
    await page.evaluate(() => document.querySelector('.document-scroll').scrollTo(0, 300_000));
    await sleep(300);
    const start = Date.now();
    await drag(page, 'calcified granuloma', 2000);
    await page.locator('.mark-list li').first().waitFor();
    const marked = Date.now() - start;
    const me = await study.person('reader1');
    await isSaved(page);
    const [mark] = (await me.call('GET', `${made.base}/work/${page.url().split('/').at(-1)}`)).read.marks;
    equal(slice(big, mark.geometry), 'calcified granuloma', 'a span in the middle of a megabyte');
    console.log(
      `        ${(Buffer.byteLength(big) / 1e6).toFixed(1)} MB: opened in ${opened} ms, marked in ${marked} ms`,
    );
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
