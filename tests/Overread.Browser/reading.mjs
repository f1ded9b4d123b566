// A reader with a keyboard and nothing else.
import { randomUUID } from 'node:crypto';
import { axe, equal, openWindow, shoot, sleep, until } from './harness.mjs';
import { team } from './study.mjs';

export const words = (page) => page.getByTestId('save-state').innerText();
export const isSaved = (page) =>
  until('the state of saving says Saved', async () => (await words(page)).startsWith('Saved'));

/** The picture is there: the overlay says which slice is on screen. */
export async function pictureShown(page) {
  await until(
    'a picture is on screen',
    async () => /slice|×/.test(await page.locator('.corner.bottom-right').first().innerText()),
    40,
  );
}

export async function openNext(page, project) {
  await page.goto(`${page.url().split('/').slice(0, 3).join('/')}/p/${project}/work`);
  await page.waitForURL(/\/work\/.+/);
  await page.getByRole('button', { name: 'Submit' }).waitFor();
  await pictureShown(page);
}

export const readIn = (page) => page.url().split('/').at(-1);

/** Takes back what an earlier try of a play left in reads of this person that were not submitted. */
async function takeBack(study, role) {
  const me = await study.person(role);
  for (const { read } of (await me.call('GET', `${study.base}/work`)).filter((w) => w.state === 'open')) {
    const held = (await me.call('GET', `${study.base}/work/${read}`)).read;
    const at = new Date().toISOString();
    const events = Object.keys(held.answers).map((field) => ({ id: randomUUID(), at, type: 'AnswerWithdrawn', field }));
    if (events.length > 0) await me.call('POST', `/api/reads/${read}/events`, { baseRevision: held.revision, events });
  }
}

export function register(test, scene) {
  test('a reader reads three items by keyboard alone', async () => {
    const { browser, server, study } = scene;
    await takeBack(study, 'reader1');
    const page = await openWindow(browser, server, team.reader1);
    await page.keyboard.press('Tab');
    for (let i = 0; i < 20 && !(await page.evaluate(() => document.activeElement?.textContent === 'Read next')); i++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/work\/.+/);
    const read = [];
    for (let n = 0; n < 3; n++) {
      await pictureShown(page);
      const item = readIn(page);
      read.push(item);
      const before = await page.locator('.corner.bottom-right').first().innerText();
      if (before.includes('slice')) {
        await page.keyboard.press('ArrowDown');
        await until(
          'the slice turns',
          async () => (await page.locator('.corner.bottom-right').first().innerText()) !== before,
        );
        await page.keyboard.press('Shift+Digit1');
        await until('the lung window is set', async () =>
          (await page.locator('.corner.bottom-left').first().innerText()).includes('W 1500'),
        );
      }
      if (n === 0) {
        await page.keyboard.press('Control+Enter');
        equal(
          await page.locator('.submit').innerText(),
          'Still blank:\nNodule',
          'a blank is named and nothing is submitted',
        );
        await page.keyboard.press('1');
        await page.keyboard.press('2');
        await page.keyboard.press('1');
        await page.keyboard.press('2');
        await page.keyboard.press('Enter');
        await until(
          'the number is taken',
          async () => (await page.locator('[data-field-entry=diameter]').inputValue()) === '12',
        );
        await page.keyboard.press('z');
        await until(
          'undo takes it back',
          async () => (await page.locator('[data-field-entry=diameter]').inputValue()) === '',
        );
        await page.keyboard.press('Shift+Z');
        await until(
          'redo gives it again',
          async () => (await page.locator('[data-field-entry=diameter]').inputValue()) === '12',
        );
        await shoot(page, 'workbench');
      } else await page.keyboard.press('2');
      await page.keyboard.press('Control+Enter');
      await until('the next item opens', async () => readIn(page) !== item);
    }
    await isSaved(page);
    const me = await study.person('reader1');
    const mine = await me.call('GET', `${study.base}/work`);
    for (const id of read) equal(mine.find((m) => m.read === id)?.state, 'submitted', `read ${id}`);
    const first = (await me.call('GET', `${study.base}/work/${read[0]}`)).read;
    equal(
      [first.answers.nodule.state, first.answers.texture.value, first.answers.diameter.value],
      ['present', 'part-solid', 12],
      'the answers as the server holds them',
    );
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('what is typed right after a refused Submit answers, and does not go in with it', async () => {
    const { browser, server, study } = scene;
    await takeBack(study, 'reader1');
    const page = await openWindow(browser, server, team.reader1);
    await openNext(page, study.project);
    const item = readIn(page);
    const slow = await page.context().newCDPSession(page);
    await slow.send('Emulation.setCPUThrottlingRate', { rate: 20 });
    // Faster than the page can follow: nobody waits for an answer between two keys.
    const key = (name, modifiers = 0) => {
      const code =
        name === 'Enter'
          ? { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: modifiers ? undefined : '\r' }
          : { key: name, code: `Digit${name}`, windowsVirtualKeyCode: name.charCodeAt(0), text: name };
      return [
        slow.send('Input.dispatchKeyEvent', { type: code.text ? 'keyDown' : 'rawKeyDown', modifiers, ...code }),
        slow.send('Input.dispatchKeyEvent', { type: 'keyUp', modifiers, ...code }),
      ];
    };
    await Promise.all([...key('Enter', 2), ...['1', '2', '1', '2', 'Enter'].flatMap((name) => key(name))]);
    await slow.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await until(
      'the number is taken',
      async () => (await page.locator('[data-field-entry=diameter]').inputValue()) === '12',
    );
    await isSaved(page);
    equal(readIn(page), item, 'the read is still on screen');
    const me = await study.person('reader1');
    const { read } = await me.call('GET', `${study.base}/work/${item}`);
    equal(
      [read.state, read.answers.nodule.state, read.answers.texture.value, read.answers.diameter.value],
      ['open', 'present', 'part-solid', 12],
      'the answers as the server holds them',
    );
    await takeBack(study, 'reader1');
    await page.context().close();
  });

  test('a box is drawn, moved, resized and taken back in pixels of the stored matrix', async () => {
    const { browser, server, study } = scene;
    const page = await openWindow(browser, server, team.reader2);
    await openNext(page, study.project);
    await page.keyboard.press('1');
    await page.keyboard.press('r');
    const view = await page.locator('.viewport').first().boundingBox();
    const [x, y] = [view.x + view.width / 2, view.y + view.height / 2];
    const drag = async (from, to) => {
      await page.mouse.move(x + from[0], y + from[1]);
      await page.mouse.down();
      await page.mouse.move(x + to[0], y + to[1], { steps: 4 });
      await page.mouse.up();
    };
    const held = async () => {
      await isSaved(page);
      const me = await study.person('reader2');
      return (await me.call('GET', `${study.base}/work/${readIn(page)}`)).read.marks;
    };
    await drag([-60, -40], [60, 40]);
    const [drawn] = await held();
    await page.keyboard.press('v');
    await drag([0, 0], [20, 10]);
    const [moved] = await held();
    equal(
      [moved.geometry.width, moved.geometry.height],
      [drawn.geometry.width, drawn.geometry.height],
      'moving keeps the size',
    );
    if (!(moved.geometry.x > drawn.geometry.x && moved.geometry.y > drawn.geometry.y))
      throw new Error('the box did not move right and down');
    const before = await page.locator('[data-mark] rect').first().boundingBox();
    await page.keyboard.press('+');
    await sleep(400);
    const after = await page.locator('[data-mark] rect').first().boundingBox();
    if (Math.abs(after.width / before.width - 1.2) > 0.03)
      throw new Error(`the box does not follow the zoom: ${before.width} to ${after.width}`);
    await page.keyboard.press('Delete');
    equal(await held(), [], 'the mark is gone');
    await page.keyboard.press('Control+z');
    equal((await held()).length, 1, 'undo brings it back');
    await shoot(page, 'workbench-box');
    equal(await axe(page), [], 'axe on the workbench');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('a number that is not accepted is said at the field and holds Submit back', async () => {
    const { browser, server, study } = scene;
    const page = await openWindow(browser, server, team.reader3);
    await openNext(page, study.project);
    const item = readIn(page);
    await page.keyboard.press('1');
    await page.keyboard.press('1');
    const entry = page.locator('[data-field-entry=diameter]');
    for (const [typed, said] of [
      ['200', 'Must be between 1 and 100 mm; 200 is not saved.'],
      ['twelve', '“twelve” is not a number; not saved.'],
    ]) {
      await entry.fill(typed);
      await entry.blur();
      await page.getByText(said).waitFor();
      equal(await words(page), '1 entry is not saved', 'the state of saving');
    }
    equal(await axe(page), [], 'axe beside a refused entry');
    await page.keyboard.press('Control+Enter');
    await page.locator('.submit[role=alert]').getByRole('button', { name: 'Diameter' }).waitFor();
    equal(readIn(page), item, 'nothing is submitted');
    await entry.fill('12,5');
    await entry.blur();
    await isSaved(page);
    const me = await study.person('reader3');
    equal((await me.call('GET', `${study.base}/work/${item}`)).read.answers.diameter.value, 12.5, 'what is held');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
    await isSaved(page);
    equal((await me.call('GET', `${study.base}/work/${item}`)).read.answers, {}, 'undone');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('skipping needs a reason, and the sheet of keys shows and rebinds them', async () => {
    const { browser, server, study } = scene;
    const page = await openWindow(browser, server, team.reader3);
    await openNext(page, study.project);
    const item = readIn(page);
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Submit and open the next item').waitFor();
    await page.getByRole('button', { name: /Change the key for Invert/ }).click();
    await page.keyboard.press('r');
    const conflict = page.getByRole('alert').filter({ hasText: 'already means' });
    if ((await conflict.count()) === 0) await page.keyboard.press('q');
    else await conflict.getByRole('button', { name: 'Cancel' }).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Skip' }).click();
    const skip = page.getByRole('dialog').getByRole('button', { name: 'Skip the item' });
    equal(await skip.isDisabled(), true, 'no skip without a reason');
    await page.getByRole('dialog').getByLabel('Reason').fill('Not my field');
    await skip.click();
    await until('another item opens', async () => readIn(page) !== item && readIn(page) !== 'work');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
