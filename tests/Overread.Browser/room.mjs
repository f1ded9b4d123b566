// The reading room: pictures that fit, time that adds up, tables that hold every row, words that are read, a record that is found.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { axe, equal, openWindow, shoot, sleep, until } from './harness.mjs';
import { isSaved, openNext, pictureShown, readIn } from './reading.mjs';
import { team } from './study.mjs';

/** Per pane: its box, the scale, and where the corners of the picture lie in it, in screen pixels. */
async function panes(page, size) {
  return page.evaluate(({ width, height }) => [...document.querySelectorAll('.viewport')].map((pane) => {
    const box = pane.getBoundingClientRect();
    const m = pane.querySelector('svg.over > g')?.transform.baseVal.consolidate()?.matrix;
    if (!m) return undefined;
    const corners = [[0, 0], [width, height]].map(([x, y]) => [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f]);
    return { width: box.width, height: box.height, scale: Math.hypot(m.a, m.b), left: corners[0][0], top: corners[0][1], right: corners[1][0], bottom: corners[1][1] };
  }), size);
}

const fits = (p) => p && p.left >= -1 && p.top >= -1 && p.right <= p.width + 1 && p.bottom <= p.height + 1
  // Whole, and as large as it goes.
  && (Math.abs(p.right - p.left - p.width) < 2 || Math.abs(p.bottom - p.top - p.height) < 2);

async function allFit(page, size, many, what) {
  await until(`${what}: ${many} whole pictures of one scale`, async () => {
    const found = await panes(page, size);
    const good = found.length === many && found.every(fits) && found.every((p) => Math.abs(p.scale / found[0].scale - 1) < 0.01);
    if (!good) throw new Error(JSON.stringify(found));
    return true;
  });
}

const sizes = [[1280, 720], [1920, 1080], [3840, 2160], [1024, 768], [800, 600], [1280, 720]];

/** A project of references alone, with so many items. */
async function manyItems(lead, study, count) {
  const project = await lead.call('POST', '/api/projects', { name: `Many ${randomUUID().slice(0, 6)}`, purpose: 'Browser tests', legalBasis: 'Made-up data' });
  const base = `/api/projects/${project.id}`;
  await lead.call('PUT', `${base}/members/${study.ids[team.reader1]}`, { roles: ['reader'] });
  const body = { title: 'Many', fields: [{ id: 'finding', title: 'Finding', kind: 'finding', required: true }], guideline: 'Look.', policy: { readers: 1, agreement: 'majority', disputes: 'adjudicator', recheckShare: 0 } };
  const held = await fetch(`${lead.server.address}${base}/protocols/draft`, { headers: { Cookie: lead.cookie } });
  await lead.call('PUT', `${base}/protocols/draft`, body, 'application/json', held.ok ? { 'If-Match': held.headers.get('etag') } : { 'If-None-Match': '*' });
  await lead.call('POST', `${base}/protocols/draft/publish`, {});
  await lead.call('POST', `${base}/references`, `item\n${Array.from({ length: count }, (_, i) => `case-${String(i).padStart(5, '0')}\n`).join('')}`, 'text/csv');
  return { id: project.id, base };
}

const mainText = (page) => page.locator('main').innerText();

async function csvOf(page) {
  const download = page.waitForEvent('download', { timeout: 60_000 });
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  return readFileSync(await (await download).path(), 'utf8').trim().split('\r\n');
}

export function register(test, scene) {
  test('pictures fit whole in every layout and window, unless the reader zoomed', async () => {
    const { browser, server, study } = scene;
    const items = (await study.lead.call('GET', `${study.base}/items?take=50`)).rows;
    const ct = items.find((i) => i.modality === 'CT');
    const sizeOf = async (item) => {
      const { content } = (await study.lead.call('GET', `${study.base}/items/${item}`)).series[0].files[0];
      return { width: content.width, height: content.height };
    };
    const lead = await openWindow(browser, server, team.lead);
    await lead.goto(`${server.address}/p/${study.project}/items/${ct.id}`);
    await pictureShown(lead);
    const reader = await openWindow(browser, server, team.reader3);
    await openNext(reader, study.project);
    const me = await study.person('reader3');
    const read = (await me.call('GET', `${study.base}/work/${readIn(reader)}`)).item.id;
    for (const [page, picture, where] of [[lead, await sizeOf(ct.id), 'item page'], [reader, await sizeOf(read), 'workbench']]) {
      for (const many of [1, 2]) {
        if (many === 2) await page.keyboard.press('l');
        for (const [width, height] of sizes) {
          await page.setViewportSize({ width, height });
          await allFit(page, picture, many, `${where}, ${many} at ${width} × ${height}`);
        }
        if (where === 'workbench') await shoot(page, `fit-${many}`);
      }
      await page.keyboard.press('l');
      await page.setViewportSize({ width: 1280, height: 720 });
      await allFit(page, picture, 1, `${where}, one again`);
      await page.keyboard.press('+');
      await sleep(300);
      const zoomed = (await panes(page, picture))[0];
      await page.setViewportSize({ width: 1100, height: 720 });
      await until('the pane has its new size', async () => (await panes(page, picture))[0].width < zoomed.width - 50);
      await sleep(300);
      const after = (await panes(page, picture))[0];
      if (Math.abs(after.scale / zoomed.scale - 1) > 0.02) throw new Error(`${where}: a zoom by hand did not stay: ${zoomed.scale} to ${after.scale}`);
      await page.keyboard.press('f');
      await allFit(page, picture, 1, `${where}, fitted by hand`);
      await page.setViewportSize({ width: 1280, height: 720 });
      await allFit(page, picture, 1, `${where}, following again`);
      equal(page.faults, [], 'faults in the page');
      await page.context().close();
    }
  });

  test('the time of work adds up over a reload, two windows and a second browser', async () => {
    const { browser, server, study } = scene;
    const page = await openWindow(browser, server, team.reader2);
    await openNext(page, study.project);
    const address = page.url();
    const id = readIn(page);
    const me = await study.person('reader2');
    /** The name under which a browser counts its time of this read. */
    const sourceIn = (window) => window.evaluate((read) => JSON.parse(Object.entries(localStorage).find(([key, kept]) => key.includes(read) && kept.includes('"source"'))[1]).source, id);
    const seconds = async (window) => {
      const words = (await window.locator('.bar [title^="Time of work"]').innerText()).match(/(?:(\d+) min ?)?(?:(\d+) s)?/);
      return Number(words[1] ?? 0) * 60 + Number(words[2] ?? 0);
    };
    const work = async (window, least) => {
      for (let i = 0; (await seconds(window)) < least; i++) {
        if (i > 60) throw new Error('the clock does not run');
        await window.mouse.move(400 + (i % 20) * 5, 400);
        await sleep(400);
      }
    };
    const began = await seconds(page);
    await work(page, began + 8);
    const shown = await seconds(page);
    await page.reload();
    await pictureShown(page);
    const after = await seconds(page);
    if (after < shown - 1) throw new Error(`a reload took time away: ${shown} to ${after}`);
    // A second window of the same browser: the time both show is one.
    const second = await page.context().newPage();
    await second.goto(address);
    await pictureShown(second);
    await work(second, after + 4);
    const both = [await seconds(page), await seconds(second)];
    if (Math.abs(both[0] - both[1]) > 2) throw new Error(`two windows count apart: ${both}`);
    await second.close();
    await page.mouse.move(300, 300);
    await page.keyboard.press('2');
    await isSaved(page);
    const told = await seconds(page);
    const held = async () => Object.values((await me.call('GET', `${study.base}/work/${id}`)).read.worked).reduce((a, b) => a + b, 0);
    await until('the server knows', async () => (await held()) >= told - 3);
    const first = await sourceIn(page);
    await page.context().close();
    const other = await openWindow(browser, server, team.reader2);
    await other.goto(address);
    await pictureShown(other);
    const there = await seconds(other);
    if (there < told - 3 || there > told + 6) throw new Error(`a second browser shows ${there} s after ${told} s`);
    await work(other, there + 3);
    const last = await sourceIn(other);
    await other.keyboard.press('Control+Enter');
    await until('the next item opens', async () => readIn(other) !== id);
    await isSaved(other);
    const { read } = await me.call('GET', `${study.base}/work/${id}`);
    if (read.state !== 'submitted' || first === last || !(read.worked[first] > 5) || !(read.worked[last] > 2)) throw new Error(`${first} ${last} ${JSON.stringify(read)}`);
    if (Math.abs(read.seconds - (await held())) > 0.2) throw new Error(`submitted ${read.seconds} s, worked ${await held()} s`);
    if (read.elapsed === undefined || read.claimed < read.seconds) throw new Error('the server has not measured');
    equal(other.faults, [], 'faults in the page');
    await other.context().close();
    await study.lead.call('POST', `/api/reads/${id}/reopen`, { reason: 'For the tests that follow' });
  });

  test('a submission is followed by Undo, which brings the read back', async () => {
    const { browser, server, study } = scene;
    const page = await openWindow(browser, server, team.reader2);
    await openNext(page, study.project);
    const id = readIn(page);
    await pictureShown(page);
    // By name: the read may have been opened again, and then a digit is of another field.
    await page.getByRole('button', { name: /Absent/ }).first().click();
    await isSaved(page);
    await page.keyboard.press('Control+Enter');
    await until('the next item opens', async () => readIn(page) !== id && readIn(page) !== 'work');
    const undo = page.getByRole('button', { name: /^Undo the submission/ });
    await undo.waitFor();
    await pictureShown(page);
    for (const width of [1280, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      await shoot(page, `submitted-${width}`);
    }
    equal(await axe(page), [], 'axe beside Undo');
    await page.keyboard.press('Control+Shift+z');
    await until('the read is back', async () => readIn(page) === id);
    await page.getByRole('button', { name: 'Submit' }).waitFor();
    const me = await study.person('reader2');
    const held = async () => (await me.call('GET', `${study.base}/work/${id}`)).read;
    equal([(await held()).state, (await held()).answers.nodule.state], ['open', 'absent'], 'the read');
    await page.getByRole('button', { name: /Uncertain/ }).first().click();
    await until('it takes answers again', async () => (await held()).answers.nodule.state === 'uncertain');
    const events = await study.lead.call('GET', `/api/record/events?stream=read/${id}&type=ReadReopened`);
    equal(events.events.filter((e) => e.summary.includes('Undone by the reader')).length, 1, 'on the record');
    await page.keyboard.press('Control+z');
    await until('the answer is as it was', async () => (await held()).answers.nodule.state === 'absent');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('a reload without a connection shows the workbench and keeps the answers', async () => {
    const { browser, server, study } = scene;
    const page = await openWindow(browser, server, team.reader3);
    await openNext(page, study.project);
    const id = readIn(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await until('the worker has the page', () => page.evaluate(() => navigator.serviceWorker.controller !== null));
    await isSaved(page);
    await page.context().setOffline(true);
    await page.keyboard.press('2');
    await page.getByText('Waiting for connection: 1 answer kept on this device').waitFor();
    await page.reload();
    await page.getByText('Waiting for connection: 1 answer kept on this device').waitFor();
    await page.getByRole('button', { name: 'Submit' }).waitFor();
    equal(readIn(page), id, 'the same read');
    equal(await page.getByRole('button', { name: /Absent/ }).first().getAttribute('aria-pressed'), 'true', 'the answer is on screen');
    await shoot(page, 'offline-reload');
    equal(await axe(page), [], 'axe without a connection');
    // Another page of the workbench too, though it has nothing to show.
    await page.goto(`${server.address}/p/${study.project}/items`);
    await page.getByText('The server did not answer').waitFor();
    await page.goto(`${server.address}/p/${study.project}/work/${id}`);
    await page.context().setOffline(false);
    await isSaved(page);
    const me = await study.person('reader3');
    await until('the answer arrives', async () => (await me.call('GET', `${study.base}/work/${id}`)).read.answers.nodule?.state === 'absent');
    await page.keyboard.press('Control+z');
    await page.context().close();
  });

  test('a text that is too long is said at the field and is not cut', async () => {
    const { browser, server, study } = scene;
    const page = await openWindow(browser, server, team.reader3);
    await openNext(page, study.project);
    const entry = page.locator('[data-field-entry=remark]');
    await entry.fill('x'.repeat(20_001));
    await entry.blur();
    await page.getByText('Must have at most 20,000 characters; it has 20,001 and is not saved.').waitFor();
    equal(await page.getByTestId('save-state').innerText(), '1 entry is not saved', 'the state of saving');
    equal((await entry.inputValue()).length, 20_001, 'nothing is cut');
    equal(await axe(page), [], 'axe beside a refused text');
    await entry.fill('Short');
    await entry.blur();
    await isSaved(page);
    await page.keyboard.press('Control+z');
    await isSaved(page);
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('select-all, bulk deeds and CSV take every row of the query', async () => {
    const { browser, server, study } = scene;
    const count = 1200;
    const many = await manyItems(study.lead, study, count);
    const page = await openWindow(browser, server, team.lead);
    await page.goto(`${server.address}/p/${many.id}/items`);
    await until('all are counted', async () => /1,200 rows/.test(await mainText(page)));
    let lines = await csvOf(page);
    equal(lines.length - 1, count, 'rows of the file');
    equal(lines.slice(1).map((l) => l.split(',')[0]), Array.from({ length: count }, (_, i) => `case-${String(i).padStart(5, '0')}`), 'in the order shown');
    await page.getByLabel('Select all rows').check();
    await page.getByText('1,200 selected').waitFor();
    await page.getByLabel('Select row 2', { exact: true }).uncheck();
    await page.getByText('1,199 selected').waitFor();
    await shoot(page, 'items-selected');
    equal(await axe(page), [], 'axe with a selection');
    await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Withdraw: 1,199 items').waitFor();
    equal(await axe(page), [], 'axe on the dialog');
    await dialog.getByLabel('Reason').fill('Not of this study');
    await until('the items are known', async () => !(await dialog.getByRole('button', { name: 'Withdraw' }).isDisabled()));
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('Withdraw: 1,199 items.').waitFor();
    const withdrawn = async () => (await study.lead.call('GET', `${many.base}/items?state=withdrawn&take=1`)).total;
    equal(await withdrawn(), count - 1, 'withdrawn');
    // A filter is a query of its own: what was chosen before does not reach into it.
    await page.getByRole('button', { name: 'Withdrawn 1,199' }).click();
    await page.getByText('1,199 rows').waitFor();
    await page.getByLabel('Find an item').fill('case-0010');
    await page.getByText('10 rows').waitFor();
    lines = await csvOf(page);
    equal(lines.length - 1, 10, 'rows of the filtered file');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('dialog').getByText('Undo of withdraw').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await until('all are back', async () => (await withdrawn()) === 0);
    equal(page.faults, [], 'faults in the page');
    await page.goto(`${server.address}/record?project=${many.id}&type=item+ready`);
    await page.getByText('1,200 rows').waitFor();
    equal((await csvOf(page)).length - 1, count, 'events in the file');
    await page.context().close();
  });

  test('a bulk deed that fails half-way says what was done and goes on', async () => {
    const { browser, server, study } = scene;
    const many = await manyItems(study.lead, study, 1200);
    const page = await openWindow(browser, server, team.lead);
    await page.goto(`${server.address}/p/${many.id}/items`);
    await page.getByText('1,200 rows').waitFor();
    await page.getByLabel('Select all rows').check();
    await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Not of this study');
    let posts = 0;
    await page.route('**/items/bulk', (route) => (++posts === 2 ? route.abort() : route.continue()));
    await until('the items are known', async () => !(await dialog.getByRole('button', { name: 'Withdraw' }).isDisabled()));
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await dialog.getByText('500 of 1,200 done; of the next portion it is not known').waitFor();
    await dialog.getByRole('alert').waitFor();
    await shoot(page, 'bulk-half-done');
    await dialog.getByRole('button', { name: 'Go on with 700' }).click();
    await page.getByText('Withdraw: 1,200 items.').waitFor();
    equal((await study.lead.call('GET', `${many.base}/items?state=withdrawn&take=1`)).total, 1200, 'withdrawn');
    await page.context().close();
  });

  test('lead and adjudicator read what a reader wrote, and a blind reader does not', async () => {
    const { browser, server, study } = scene;
    const me = await study.person('reader1');
    const work = await me.call('POST', `${study.base}/work/next`, {});
    const words = `Motion ${randomUUID().slice(0, 6)}`;
    const at = new Date().toISOString();
    await me.call('POST', `/api/reads/${work.read.id}/events`, { baseRevision: work.read.revision, events: [{ id: randomUUID(), at, type: 'CommentAdded', text: words, field: 'nodule' }] });
    await me.call('POST', `/api/reads/${work.read.id}/flag`, { comment: `Flag ${words}` });
    for (const role of ['lead', 'adjudicator', 'auditor']) {
      for (const width of [1280, 1920]) {
        const page = await openWindow(browser, server, team[role], { width, height: 900 });
        await page.goto(`${server.address}/p/${study.project}/items/${work.item.id}`);
        const remarks = page.getByRole('region', { name: 'What readers wrote' });
        await remarks.getByText(words, { exact: true }).waitFor();
        await remarks.getByText(`Flag ${words}`, { exact: true }).waitFor();
        equal(await axe(page), [], `axe on the item page of ${role}`);
        await remarks.scrollIntoViewIfNeeded();
        await shoot(page, `remarks-${role}-${width}`);
        await page.context().close();
      }
    }
    const other = await study.person('reader2');
    const refused = await other.call('GET', `${study.base}/items/${work.item.id}/remarks`).catch((e) => e.message);
    if (!/403/.test(refused)) throw new Error(`a reader was shown remarks: ${JSON.stringify(refused)}`);
    const looks = await study.lead.call('GET', `/api/record/events?item=${work.item.id}&type=ItemViewed&take=500`);
    equal(looks.events.filter((e) => e.summary.endsWith('what readers wrote about the item')).length >= 6, true, 'looks on the record');
  });

  test('the record is found by names, titles and words', async () => {
    const { browser, server, study } = scene;
    const items = (await study.lead.call('GET', `${study.base}/items?take=5`)).rows;
    const page = await openWindow(browser, server, team.lead, { width: 1280, height: 800 });
    for (const [box, words] of [['Who', 'Person reader1'], ['Who', team.reader1], ['Who', 'PERSON READER1'], ['Item', items[0].title], ['Event', 'passed the gate'], ['Event', 'ItemReady']]) {
      await page.goto(`${server.address}/record`);
      await page.getByRole('group', { name: 'Events of the record, table' }).waitFor();
      await page.getByRole('searchbox', { name: box }).fill(words);
      await until(`${box} ${words}`, async () => page.url().includes(`=${encodeURIComponent(words).replaceAll('%20', '+')}`) && (await page.locator('tr.data').count()) > 0 && (await page.locator('tr.data').count()) < 200);
      await sleep(400);
      if ((await page.locator('tr.data').count()) === 0) throw new Error(`nothing for ${box} ${words}`);
    }
    await page.getByRole('searchbox', { name: 'Event' }).fill('no such event');
    await page.getByText('No event matches.').waitFor();
    await page.goto(`${server.address}/record?item=${encodeURIComponent(items[0].title)}`);
    await page.getByRole('link', { name: items[0].title }).first().waitFor();
    for (const width of [1280, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await shoot(page, `record-${width}`);
    }
    equal(await axe(page), [], 'axe on the record');
    if (!/\d\d:\d\d:\d\d UTC/.test(await mainText(page))) throw new Error('no seconds are shown');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
