// Three readers, a dispute, an adjudicator, a release, and a stranger who verifies it.

import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe, equal, openWindow, shoot, until } from './harness.mjs';
import { pictures, team } from './study.mjs';

/** Reads whatever is left for a person through the API, with the answer a function gives. */
async function readAll(person, base, answerOf) {
  for (;;) {
    const work = await person.call('POST', `${base}/work/next`, {});
    if (!work) return;
    const at = new Date().toISOString();
    const events = Object.entries(answerOf(work)).map(([field, answer]) => ({
      id: randomUUID(),
      at,
      type: 'AnswerGiven',
      field,
      answer,
    }));
    await person.call('POST', `/api/reads/${work.read.id}/events`, {
      baseRevision: work.read.revision,
      events: [...events, { id: randomUUID(), at, type: 'ReadSubmitted', seconds: 20 }],
    });
  }
}

const present = {
  nodule: { state: 'present' },
  texture: { state: 'present', value: 'solid' },
  diameter: { state: 'present', value: 9 },
  boxes: { state: 'absent' },
};
const absent = { nodule: { state: 'absent' } };

export function register(test, scene) {
  test('files dragged into the browser arrive at the gate and are approved by key', async () => {
    const { browser, server, study } = scene;
    const page = await openWindow(browser, server, team.steward);
    await page.goto(`${server.address}/p/${study.project}/gate`);
    await page.getByRole('button', { name: 'Bring data in' }).first().click();
    const files = (await pictures(8)).filter(([path]) => path.startsWith('study-6') || path.startsWith('study-7'));
    await page
      .getByTestId('files')
      .setInputFiles(
        files.map(([path, data]) => ({
          name: path.replace('/', '-'),
          mimeType: 'application/dicom',
          buffer: Buffer.from(data),
        })),
      );
    await page.getByLabel('Name of the batch').fill('From the browser');
    await page.getByRole('button', { name: 'Upload' }).click();
    await until('the batch waits at the gate', async () => (await page.getByText('Waits at the gate').count()) > 0, 90);
    await page.goto(`${server.address}/p/${study.project}/gate`);
    await page.locator('.gate-row').first().waitFor();
    await page.getByRole('cell', { name: 'PatientName' }).waitFor();
    await shoot(page, 'gate');
    equal(await axe(page), [], 'axe at the gate');
    const entries = await page.locator('.gate-row').count();
    for (let n = 1; n <= entries; n++) {
      await page.keyboard.press('a');
      await until(
        `entry ${n} is approved`,
        async () =>
          (await page.locator('.gate-row').getByText('Approved').count()) >= n ||
          (await page.getByText('Waits at the gate').count()) === 0,
      );
    }
    await page.keyboard.press('Control+Enter');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Let \d+ entr/ })
      .click();
    await until(
      'the batch is approved',
      async () => (await page.getByLabel('The batch').getByText('Approved').count()) > 0,
      60,
    );
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('three readers differ, an adjudicator decides by keyboard with a reason', async () => {
    const { browser, server, study } = scene;
    const { rows: items } = await study.lead.call('GET', `${study.base}/items?take=100`);
    const readers = await Promise.all(['reader1', 'reader2', 'reader3'].map((role) => study.person(role)));
    // Everybody is served in an own order, so earlier plays have read other items each time: the readers differ
    // where neither of two has submitted yet.
    const done = new Set();
    for (const reader of readers.slice(1)) {
      for (const read of await reader.call('GET', `${study.base}/work`))
        if (read.state === 'submitted') done.add(read.item);
    }
    const odd = items.find((i) => !done.has(i.id)).id;
    for (const [n, reader] of readers.entries()) {
      await readAll(reader, study.base, (work) => (work.item.id === odd && n === 2 ? present : absent));
    }
    const page = await openWindow(browser, server, team.adjudicator);
    await page.goto(`${server.address}/p/${study.project}/disputes`);
    await page.getByRole('link', { name: 'Decide the first' }).waitFor();
    equal(await axe(page), [], 'axe on the list of disputes');
    await page.getByRole('link', { name: 'Decide the first' }).click();
    await page.locator('.reader-answer').first().waitFor();
    await page.waitForTimeout(1500);
    await shoot(page, 'adjudication');
    equal(await axe(page), [], 'axe on the adjudication');
    const judge = await study.person('adjudicator');
    const open = async () => (await judge.call('GET', `${study.base}/disputes?state=open`)).length;
    for (let guard = 0; guard < 80 && (await open()) > 0; guard++) {
      const field = page.locator('.dispute[data-current=true]');
      if ((await field.count()) === 0) {
        await page.goto(`${server.address}/p/${study.project}/disputes`);
        await page.getByRole('link', { name: 'Decide the first' }).click();
        await page.locator('.dispute[data-current=true]').first().waitFor();
        continue;
      }
      const before = await page.locator('.dispute').filter({ hasText: 'Decided' }).count();
      const address = page.url();
      const choice = await page
        .locator('.dispute[data-current=true] .reader-answer')
        .evaluateAll((all) => all.findIndex((b) => !b.disabled) + 1);
      await page.keyboard.press(String(choice));
      await page.keyboard.type('The senior reader looked twice');
      await page.keyboard.press('Control+Enter');
      await until(
        'the decision is recorded',
        async () =>
          page.url() !== address || (await page.locator('.dispute').filter({ hasText: 'Decided' }).count()) > before,
      );
    }
    equal(await open(), 0, 'open disputes');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('a lead computes the consensus and releases it; the bundle verifies offline', async () => {
    const { browser, server, study } = scene;
    const page = await openWindow(browser, server, team.lead);
    await page.goto(`${server.address}/p/${study.project}/consensus`);
    await page.getByRole('button', { name: 'Compute …' }).click();
    await page.getByRole('dialog').getByLabel('Texture').selectOption('dawid-skene');
    await page.getByRole('dialog').getByRole('button', { name: 'Compute' }).click();
    await page.getByText(/computed .* on the record/).waitFor();
    await page.goto(`${server.address}/p/${study.project}/releases`);
    await page.getByRole('button', { name: 'New release' }).click();
    await page.getByRole('dialog').getByLabel('Notes').fill('Made by a test');
    await page.getByRole('dialog').getByLabel('Licence').fill('CC-BY-4.0');
    const authors = page.getByRole('dialog').getByLabel('Authors to cite');
    await authors.fill('Carberry, Josiah, 0000-0002-1825-0097, again');
    await page.getByText('A line has more than two commas').waitFor();
    equal(
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Release / })
        .isDisabled(),
      true,
      'a wrong author holds the release back',
    );
    await authors.fill('Carberry, Josiah, 0000-0002-1825-0097\nHospital of Reading');
    await shoot(page, 'new-release');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Release / })
      .click();
    await until(
      'the release is there',
      async () => {
        await page.goto(`${server.address}/p/${study.project}/releases`);
        return page
          .getByRole('link', { name: 'lung-nodules:1.0.0' })
          .waitFor({ timeout: 3000 })
          .then(() => true);
      },
      90,
    );
    await page.getByRole('link', { name: 'lung-nodules:1.0.0' }).click();
    await page.getByRole('heading', { name: 'Files' }).waitFor();
    await shoot(page, 'release');
    const lead = await study.person('lead');
    const [release] = await lead.call('GET', `${study.base}/releases`);
    const answer = await fetch(`${server.address}${study.base}/releases/${release.id}/bundle?purpose=test`, {
      headers: { Cookie: lead.cookie },
    });
    const bundle = join(server.data, 'bundle.zip');
    writeFileSync(bundle, Buffer.from(await answer.arrayBuffer()));
    // Archives are stored, not packed: the papers are there to read.
    const text = readFileSync(bundle, 'utf8');
    for (const words of [
      'SPDX-License-Identifier: CC-BY-4.0',
      'family-names: "Carberry"',
      'name: "Hospital of Reading"',
    ])
      equal(text.includes(words), true, words);
    const verified = server.run('verify', bundle);
    equal(verified.status, 0, `overread verify: ${verified.stdout}${verified.stderr}`);
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
