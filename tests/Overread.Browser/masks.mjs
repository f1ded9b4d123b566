// Masks painted on a stack and on a photo: by hand and by keys alone, erased, undone, copied on, compared.
import { randomUUID } from 'node:crypto';
import { axe, equal, openWindow, Person, shoot, until } from './harness.mjs';
import { isSaved, openNext, pictureShown, readIn } from './reading.mjs';
import { pictures, saveDraft, team, upload } from './study.mjs';

const protocol = {
  title: 'Masks',
  fields: [
    {
      id: 'lesion',
      title: 'Lesion',
      kind: 'masks',
      options: [
        { id: 'solid', title: 'Solid' },
        { id: 'cystic', title: 'Cystic' },
      ],
      match: { measure: 'dice', threshold: 0.7 },
    },
  ],
  guideline: 'Paint each lesion.',
  policy: { readers: 2, agreement: 'all', disputes: 'adjudicator', recheckShare: 0 },
};

export async function project({ study, server }, name, files) {
  const made = await study.lead.call('POST', '/api/projects', {
    name,
    purpose: 'Browser tests',
    legalBasis: 'Made-up data',
  });
  const base = `/api/projects/${made.id}`;
  for (const role of ['reader1', 'reader2', 'steward', 'adjudicator'])
    await study.lead.call('PUT', `${base}/members/${study.ids[team[role]]}`, { roles: [role.replace(/\d$/, '')] });
  await saveDraft(study.lead, base, protocol);
  await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
  const steward = await new Person(server, team.steward).signIn();
  const batch = await upload(steward, base, 'One', files);
  await steward.job((await steward.call('POST', `${base}/batches/${batch}/decision`, { decision: 'approve' })).id);
  return { id: made.id, base };
}

/** Numbers of the painted pixels of a part. */
export function painted({ runs }) {
  const pixels = new Set();
  let at = 0;
  for (const [i, n] of (runs === '' ? [] : runs.split(' ').map(Number)).entries()) {
    if (i % 2 === 1) for (let k = 0; k < n; k++) pixels.add(at + k);
    at += n;
  }
  return pixels;
}

export const count = (mark) => mark.geometry.parts.reduce((sum, p) => sum + painted(p).size, 0);

/** Pieces that hang together over sides and corners. */
export function pieces(pixels, width) {
  const left = new Set(pixels);
  let found = 0;
  for (const start of pixels) {
    if (!left.delete(start)) continue;
    found++;
    const open = [start];
    while (open.length > 0) {
      const at = open.pop();
      for (const by of [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1])
        if (left.delete(at + by)) open.push(at + by);
    }
  }
  return found;
}

/** What a hand does on the picture, in screen pixels from its middle. */
export async function hand(page) {
  const view = await page.locator('.viewport').first().boundingBox();
  const [x, y] = [view.x + view.width / 2, view.y + view.height / 2];
  const to = ([dx, dy], steps) => page.mouse.move(x + dx, y + dy, { steps });
  return async (places, { steps = 4, button = 'left' } = {}) => {
    await to(places[0], 1);
    await page.mouse.down({ button });
    for (const place of places.slice(1)) await to(place, steps);
    await page.mouse.up({ button });
  };
}

export const corner = (page) => page.locator('.corner.bottom-right').first().innerText();
export const panel = (page) => page.getByRole('region', { name: 'Brush' });

/** The next item of a reader with the brush for its first class in hand, and what the server holds of its marks. */
export async function brushInHand({ browser, server, study }, id, base) {
  const page = await openWindow(browser, server, team.reader1);
  await openNext(page, id);
  const read = readIn(page);
  const me = await study.person('reader1');
  const held = async () => {
    await isSaved(page);
    return (await me.call('GET', `${base}/work/${read}`)).read.marks;
  };
  const drag = await hand(page);
  await page.keyboard.press('1');
  await page.keyboard.press('b');
  return { page, read, held, drag };
}

export function register(test, scene) {
  test('a mask is painted, erased, undone and copied on, and is what the server holds after a reload', async () => {
    const { id, base } = await project(scene, 'Masks', (await pictures(2, 3)).slice(0, -1));
    scene.masks = { id, base };
    const { page, held, drag } = await brushInHand(scene, id, base);
    await panel(page).waitFor();
    equal(
      await panel(page)
        .innerText()
        .then((t) => t.includes('No mask in hand')),
      true,
      'nothing is in hand yet',
    );

    // A hand that is seen at its two ends alone leaves a stroke without a gap, and a mask is begun.
    await drag(
      [
        [-120, -60],
        [120, 40],
      ],
      { steps: 1 },
    );
    const [first] = await held();
    equal([first.geometry.kind, first.geometry.parts.length, first.class], ['mask', 1, 'solid'], 'the mask');
    equal(pieces(painted(first.geometry.parts[0]), first.geometry.width), 1, 'the stroke hangs together');
    await panel(page).getByText('A new mask for “Lesion”.').waitFor();
    await panel(page).getByText('on 1 picture').waitFor();

    // The next stroke goes on with it, larger.
    await page.keyboard.press(']');
    await page.keyboard.press(']');
    await panel(page).getByText('Brush 16 px').waitFor();
    await drag([
      [-100, 50],
      [0, 60],
      [100, 50],
    ]);
    const [second, ...others] = await held();
    equal([second.id, others.length], [first.id, 0], 'one mask');
    if (count(second) <= count(first)) throw new Error('the second stroke painted nothing');
    for (const pixel of painted(first.geometry.parts[0]))
      if (!painted(second.geometry.parts[0]).has(pixel)) throw new Error('the second stroke took something away');
    await shoot(page, 'mask-painted');
    equal(await axe(page), [], 'axe beside a mask');

    // Shift erases, and so does the right button; undo goes back stroke by stroke, and redo forth.
    await page.keyboard.down('Shift');
    await drag([
      [-100, 50],
      [-40, 55],
    ]);
    await page.keyboard.up('Shift');
    const [third] = await held();
    await drag(
      [
        [40, 55],
        [100, 50],
      ],
      { button: 'right' },
    );
    const [fourth] = await held();
    if (!(count(fourth) < count(third) && count(third) < count(second)))
      throw new Error(`${count(second)}, ${count(third)}, ${count(fourth)} pixels`);
    for (const expected of [third, second, first]) {
      await page.keyboard.press('z');
      equal((await held())[0].geometry, expected.geometry, 'undone to where it was');
    }
    for (const expected of [second, third, fourth]) {
      await page.keyboard.press('Shift+Z');
      equal((await held())[0].geometry, expected.geometry, 'done again');
    }

    // A ring is filled, and the picture is copied to the next one.
    const ring = Array.from({ length: 33 }, (_, i) => [
      80 * Math.cos((2 * Math.PI * i) / 32),
      80 * Math.sin((2 * Math.PI * i) / 32),
    ]);
    await drag(ring, { steps: 1 });
    const [ringed] = await held();
    await page.keyboard.press('Shift+H');
    const [filled] = await held();
    if (count(filled) <= count(ringed)) throw new Error('the hole was not filled');
    const before = await corner(page);
    await page.keyboard.press('.');
    await until('the next picture is on screen', async () => (await corner(page)) !== before);
    const [copied] = await held();
    equal([copied.geometry.parts.length, count(copied)], [2, 2 * count(filled)], 'the same on two pictures');
    await panel(page).getByText('on 2 pictures').waitFor();
    await page.keyboard.press('Shift+D');
    await panel(page).getByRole('button', { name: 'Lines' }).waitFor();
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(300);
    await shoot(page, 'mask-lines-1920');
    equal(await axe(page), [], 'axe at 1920');
    await page.setViewportSize({ width: 1280, height: 720 });

    // What looks like where the stroke begins: the dark of a lung, and nothing of the bright beside it.
    await page.keyboard.press('Shift+B');
    await page.keyboard.press('Shift+W');
    await (await hand(page))(
      [
        [-170, -60],
        [40, -60],
      ],
      { steps: 2 },
    );
    const dark = (await held()).at(-1);
    await page.keyboard.press('Shift+W');
    await page.keyboard.press('Shift+B');
    await (await hand(page))(
      [
        [-170, -60],
        [40, -60],
      ],
      { steps: 2 },
    );
    const all = (await held()).at(-1);
    equal((await held()).length, 3, 'two more masks');
    if (!(count(dark) > 0.2 * count(all) && count(dark) < 0.9 * count(all)))
      throw new Error(`${count(dark)} of ${count(all)} pixels look alike`);
    // Another class has another colour, on the picture and in the list.
    const fill = () =>
      page
        .locator('[data-mask] path[fill-opacity]')
        .last()
        .evaluate((e) => e.previousElementSibling === null && e.nextElementSibling.getAttribute('stroke'));
    equal(await fill(), '#2ba6a0', 'the colour of the first class');
    await page.keyboard.press('2');
    await until('the mask has the colour of the second class', async () => (await fill()) === '#e69f00');
    equal(
      [(await held()).at(-1).class, count((await held()).at(-1))],
      ['cystic', count(all)],
      'only its class is another',
    );
    equal(await page.locator('.mark-list .swatch').count(), 3, 'a swatch for each mask');
    await shoot(page, 'mask-alike');
    await page.keyboard.press('z');
    await page.keyboard.press('z');
    await page.keyboard.press('z');

    await page.reload();
    await pictureShown(page);
    await page.locator('.mark-list .mark-name').first().click();
    await page.locator('[data-mask] path').first().waitFor();
    equal((await held())[0].geometry, copied.geometry, 'after a reload it is what it was');
    await shoot(page, 'mask-reloaded');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('a mask is painted and submitted by keyboard alone', async () => {
    const { browser, server, study } = scene;
    const { id, base } = scene.masks;
    const page = await openWindow(browser, server, team.reader1);
    await openNext(page, id);
    const read = readIn(page);
    const me = await study.person('reader1');
    const held = async () => {
      await isSaved(page);
      return (await me.call('GET', `${base}/work/${read}`)).read.marks;
    };
    const old = (await held()).length;
    await page.keyboard.press('b');
    await panel(page).waitFor();
    await page.keyboard.press('Shift+B');
    await page.keyboard.press('x');
    await page.keyboard.press('Control+ArrowRight');
    await page.keyboard.press('Space');
    await until('a spot is painted', async () => (await held()).length === old + 1);
    const spot = (await held()).at(-1);
    // Round in the patient: twelve columns, and as many rows as are as long.
    const rows = new Set([...painted(spot.geometry.parts[0])].map((at) => Math.floor(at / spot.geometry.width))).size;
    if (![8, 12].includes(rows) || Math.abs(count(spot) / ((Math.PI / 4) * 12 * rows) - 1) > 0.1)
      throw new Error(`a spot of ${count(spot)} pixels in ${rows} rows`);
    for (let i = 0; i < 8; i++) {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Space');
    }
    const longer = (await held()).at(-1);
    equal(
      [longer.id, pieces(painted(longer.geometry.parts[0]), longer.geometry.width)],
      [spot.id, 1],
      'it goes on with the spot',
    );
    equal(count(longer) - count(spot), 8 * 12, 'eight rows of the brush more');
    await shoot(page, 'mask-keys');

    // E erases: what is left of it, spot by spot, until the mask is gone; undo brings it back.
    await page.keyboard.press('e');
    equal(
      await panel(page).getByRole('button', { name: 'Erase' }).getAttribute('aria-pressed'),
      'true',
      'the eraser is in hand',
    );
    for (let i = 0; i < 20 && (await held()).length > old; i++) {
      await page.keyboard.press('Space');
      await page.keyboard.press('ArrowUp');
    }
    equal((await held()).length, old, 'the mask is gone');
    await panel(page).getByText('Nothing is left of the mask').waitFor();
    await page.keyboard.press('z');
    equal((await held()).length, old + 1, 'undo brings it back');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Enter');
    await until(
      'the read is submitted',
      async () => (await me.call('GET', `${base}/work/${read}`)).read.state === 'submitted',
    );
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('a photo is painted on as a stack is', async () => {
    const { browser, server, study } = scene;
    const { id, base } = await project(scene, 'Photos', (await pictures(0)).slice(-1));
    const page = await openWindow(browser, server, team.reader1);
    await openNext(page, id);
    const drag = await hand(page);
    await page.keyboard.press('b');
    await panel(page).waitFor();
    await drag(
      [
        [-60, 0],
        [60, 0],
      ],
      { steps: 1 },
    );
    await isSaved(page);
    const me = await study.person('reader1');
    const [mark] = (await me.call('GET', `${base}/work/${readIn(page)}`)).read.marks;
    equal(
      [mark.geometry.width, mark.geometry.height, pieces(painted(mark.geometry.parts[0]), 320)],
      [320, 240, 1],
      'the mask on the photo',
    );
    await panel(page).getByText('px² here').waitFor();
    await shoot(page, 'mask-photo');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('masks of two readers are compared, and stand over each other in a dispute', async () => {
    const { browser, server, study } = scene;
    const { id, base } = await project(scene, 'Masks compared', (await pictures(2, 3)).slice(0, -1));
    const now = new Date().toISOString();
    const order = (await study.lead.call('GET', `${base}/items?take=50`)).rows.map((r) => r.id);
    for (const [r, role] of ['reader1', 'reader2'].entries()) {
      const reader = await new Person(server, team[role]).signIn();
      for (let i = 0; i < 2; i++) {
        const work = await reader.call('POST', `${base}/work/next`, {});
        const n = order.indexOf(work.item.id);
        const files = work.item.series[0].files.slice(1, 3);
        const { width, height } = files[0].content;
        // The first item alike (Dice 0.9), the second apart.
        const left = 30 + r * (n === 0 ? 2 : 40);
        const runs = Array.from({ length: 20 }, (_, y) =>
          y === 0 ? `${20 * width + left} 20` : `${width - 20} 20`,
        ).join(' ');
        const parts = files.map((f) => ({ file: f.id, frame: 0, runs })).sort((a, b) => (a.file < b.file ? -1 : 1));
        const mark = {
          id: randomUUID(),
          field: 'lesion',
          class: 'solid',
          geometry: { kind: 'mask', file: parts[0].file, width, height, parts },
        };
        const events = [
          { id: randomUUID(), at: now, type: 'MarkDrawn', mark },
          { id: randomUUID(), at: now, type: 'ReadSubmitted', seconds: 20 },
        ];
        await reader.call('POST', `/api/reads/${work.read.id}/events`, { baseRevision: work.read.revision, events });
      }
    }
    const judge = await openWindow(browser, server, team.adjudicator);
    await judge.goto(`${server.address}/p/${id}/disputes`);
    await judge.getByRole('link', { name: 'Decide the first' }).click();
    await pictureShown(judge);
    await until('both masks are on screen', async () => (await judge.locator('[data-mask]').count()) >= 2, 30);
    await shoot(judge, 'mask-dispute');
    equal(await axe(judge), [], 'axe on a dispute of masks');

    // One reader's mask is taken, opened for the adjudicator's own hand, mended and decided.
    const disputes = await study.lead.call('GET', `${base}/disputes`);
    equal((disputes.rows ?? disputes).length, 1, 'one item is disputed, the other is not');
    await judge.keyboard.press('1');
    await judge.getByRole('button', { name: 'Decide anew' }).click();
    await judge.keyboard.press('b');
    await panel(judge).waitFor();
    const mine = judge.locator('[data-mask]').nth(2);
    await mine.waitFor();
    const box = await mine.boundingBox();
    const view = await judge.locator('.viewport').first().boundingBox();
    const at = [box.x + box.width / 2 - view.x - view.width / 2, box.y + box.height / 2 - view.y - view.height / 2];
    await (await hand(judge))([at, [at[0], at[1] + 60]]);
    await shoot(judge, 'mask-dispute-own');
    equal(await axe(judge), [], 'axe while a mask is decided');
    await judge.getByRole('textbox', { name: 'Reason' }).fill('It goes on below.');
    await judge.keyboard.press('Control+Enter');
    await until('the dispute is decided', async () => {
      const open = await study.lead.call('GET', `${base}/disputes?state=open`);
      return (open.rows ?? open).length === 0;
    });
    equal(judge.faults, [], 'faults in the dispute');
    await judge.context().close();
    const events = (await study.lead.call('GET', `${base}/disputes/${order[1]}`)).fields[0].decision;
    const decided = events.marks[0].geometry;
    equal(
      [events.takenFrom ?? null, decided.parts.length],
      [null, 2],
      'a decision of the adjudicator on both pictures',
    );
    const sizes = decided.parts.map((p) => painted(p).size).sort((a, b) => a - b);
    if (!(sizes[0] === 400 && sizes[1] > 400))
      throw new Error(`${sizes} pixels: one picture as the reader painted it, the other mended`);
  });
}
