// Outlines drawn around what is seen: by clicks, in one go, by keys alone; mended by hand; compared.
import { axe, equal, openWindow, Person, shoot, until } from './harness.mjs';
import { isSaved, openNext, readIn } from './reading.mjs';
import { pictures, saveDraft, team, upload } from './study.mjs';

const protocol = {
  title: 'Outlines',
  fields: [
    {
      id: 'lesion',
      title: 'Lesion',
      kind: 'polygons',
      options: [
        { id: 'solid', title: 'Solid' },
        { id: 'cystic', title: 'Cystic' },
      ],
      match: { measure: 'iou', threshold: 0.5 },
    },
  ],
  guideline: 'Draw around each lesion.',
  policy: { readers: 2, agreement: 'all', disputes: 'adjudicator', recheckShare: 0 },
};

async function project({ study, server }) {
  const made = await study.lead.call('POST', '/api/projects', {
    name: 'Outlines',
    purpose: 'Browser tests',
    legalBasis: 'Made-up data',
  });
  const base = `/api/projects/${made.id}`;
  for (const role of ['reader1', 'reader2', 'steward', 'adjudicator'])
    await study.lead.call('PUT', `${base}/members/${study.ids[team[role]]}`, { roles: [role.replace(/\d$/, '')] });
  await saveDraft(study.lead, base, protocol);
  await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
  const steward = await new Person(server, team.steward).signIn();
  const batch = await upload(steward, base, 'Two', (await pictures(2, 3)).slice(0, -1));
  await steward.job((await steward.call('POST', `${base}/batches/${batch}/decision`, { decision: 'approve' })).id);
  return { id: made.id, base };
}

const area = (points) =>
  Math.abs(
    points.reduce(
      (sum, p, i) => sum + p.x * points[(i + 1) % points.length].y - points[(i + 1) % points.length].x * p.y,
      0,
    ),
  ) / 2;

/** What a hand does on the picture, in screen pixels from its middle. */
async function hand(page) {
  const view = await page.locator('.viewport').first().boundingBox();
  const [x, y] = [view.x + view.width / 2, view.y + view.height / 2];
  const to = ([dx, dy], steps = 1) => page.mouse.move(x + dx, y + dy, { steps });
  return {
    click: async (...places) => {
      for (const place of places) {
        await to(place);
        await page.mouse.down();
        await page.mouse.up();
        // Two clicks in one place and a moment are a double click.
        await page.waitForTimeout(30);
      }
    },
    drag: async (...places) => {
      await to(places[0]);
      await page.mouse.down();
      for (const place of places.slice(1)) await to(place, 6);
      await page.mouse.up();
    },
    scale: async () => {
      const zoom = Number((await page.locator('.corner.bottom-right').first().innerText()).match(/(\d+) %/)[1]);
      return zoom / 100;
    },
  };
}

export function register(test, scene) {
  test('an outline is drawn by clicks, in one go and by keys, mended, and is what the server holds', async () => {
    const { browser, server, study } = scene;
    const { id, base } = await project(scene);
    scene.outlines = { id, base };
    const page = await openWindow(browser, server, team.reader1);
    await openNext(page, id);
    const read = readIn(page);
    const me = await study.person('reader1');
    const held = async () => {
      await isSaved(page);
      return (await me.call('GET', `${base}/work/${read}`)).read.marks;
    };
    const { click, drag, scale } = await hand(page);
    await page.keyboard.press('1');
    await page.keyboard.press('p');
    // Four clicks and the first corner again.
    await click([-100, -60], [100, -60], [100, 60], [-100, 60]);
    await shoot(page, 'outline-open');
    equal(await held(), [], 'nothing is held before the outline is closed');
    await click([-98, -58]);
    const [clicked] = await held();
    equal(
      [clicked.geometry.kind, clicked.geometry.points.length, clicked.class],
      ['polygon', 4, 'solid'],
      'the outline',
    );
    const wide =
      Math.max(...clicked.geometry.points.map((p) => p.x)) - Math.min(...clicked.geometry.points.map((p) => p.x));
    if (Math.abs(wide / (200 / (await scale())) - 1) > 0.03)
      throw new Error(`${wide} pixels across at ${await scale()}`);
    // A corner is dragged, one comes between two, and with Alt it goes again.
    await page.keyboard.press('v');
    await drag([100, 60], [140, 90]);
    equal((await held())[0].geometry.points.length, 4, 'the corner moved');
    if (area((await held())[0].geometry.points) <= area(clicked.geometry.points))
      throw new Error('the outline did not grow');
    await drag([0, -60], [0, -90]);
    equal((await held())[0].geometry.points.length, 5, 'a corner between two');
    await shoot(page, 'outline-mended');
    await page.keyboard.down('Alt');
    await click([0, -90]);
    await page.keyboard.up('Alt');
    equal((await held())[0].geometry.points.length, 4, 'the corner went away');
    await page.keyboard.press('z');
    equal((await held())[0].geometry.points.length, 5, 'undo brings it back');
    await page.keyboard.press('Delete');
    equal(await held(), [], 'the outline is gone');

    // One line around it, in one go.
    await page.keyboard.press('p');
    const ring = Array.from({ length: 41 }, (_, i) => [
      120 * Math.cos((2 * Math.PI * i) / 40),
      80 * Math.sin((2 * Math.PI * i) / 40),
    ]);
    await drag(...ring);
    const [drawn] = await held();
    // Pixels need not be square: the outline of the clicks says how large they are on the screen.
    const ellipse = ((Math.PI * 120 * 80) / (200 * 120)) * area(clicked.geometry.points);
    if (Math.abs(area(drawn.geometry.points) / ellipse - 1) > 0.03)
      throw new Error(
        `${JSON.stringify(drawn.geometry.points)} ${JSON.stringify(drawn.geometry.points)} an area of ${area(drawn.geometry.points)} instead of ${ellipse}`,
      );
    if (drawn.geometry.points.length > 120) throw new Error(`${drawn.geometry.points.length} corners for an ellipse`);
    await shoot(page, 'outline-drawn');
    equal(await axe(page), [], 'axe beside an outline');
    await page.keyboard.press('z');
    equal(await held(), [], 'undo takes it back');

    // A line that crosses itself is not taken, and nothing of it is lost.
    await click([-100, -60], [100, 60], [100, -60], [-100, 60]);
    await page.keyboard.press('Enter');
    await page.getByText('The outline crosses itself.').waitFor();
    await shoot(page, 'outline-crossing');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    equal((await held())[0].geometry.points.length, 3, 'without the last corner it is an outline');
    await page.keyboard.press('z');

    // By keys alone: the cross sets corners, P closes.
    await page.keyboard.press('x');
    for (const keys of [[], ['Control+ArrowRight'], ['Control+ArrowDown'], ['Control+ArrowLeft']]) {
      for (const key of keys) await page.keyboard.press(key);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.press('p');
    const [keyed] = await held();
    equal([keyed.geometry.points.length, area(keyed.geometry.points)], [4, 2500], 'the outline that keys drew');
    await page.keyboard.press('Escape');

    // An outline in the making stays with its picture.
    await page.keyboard.press('z');
    await click([-50, -40], [50, -40]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await click([50, 40]);
    await page.keyboard.press('Enter');
    equal((await held())[0].geometry.points.length, 3, 'what was begun is still there after turning away and back');
    await page.reload();
    await page.locator('[data-mark] path').first().waitFor();
    equal((await held())[0].geometry.points.length, 3, 'and after the page was loaded anew');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('outlines of two readers are compared, and stand beside each other in a dispute', async () => {
    const { browser, server, study } = scene;
    const { id, base } = scene.outlines;
    const at = new Date().toISOString();
    const box = (x, y, w, h) => [
      { x, y },
      { x: x + w, y },
      { x: x + w, y: y + h },
      { x, y: y + h },
    ];
    const lead = study.lead;
    const order = (await lead.call('GET', `${base}/items?take=50`)).rows.map((r) => r.id);
    for (const [r, role] of ['reader1', 'reader2'].entries()) {
      const reader = await new Person(server, team[role]).signIn();
      for (let i = 0; i < 2; i++) {
        const work = await reader.call('POST', `${base}/work/next`, {});
        const n = order.indexOf(work.item.id);
        const file = work.item.series[0].files[1].id;
        const old = work.read.marks.map((m) => ({ id: crypto.randomUUID(), at, type: 'MarkWithdrawn', mark: m.id }));
        // The first item alike (overlap 9/11), the second apart.
        const points = box(20 + r * (n === 0 ? 2 : 60), 20, 20, 20);
        const mark = {
          id: crypto.randomUUID(),
          field: 'lesion',
          class: 'solid',
          geometry: { kind: 'polygon', file, frame: 0, points },
        };
        const events = [
          ...old,
          { id: crypto.randomUUID(), at, type: 'MarkDrawn', mark },
          { id: crypto.randomUUID(), at, type: 'ReadSubmitted', seconds: 20 },
        ];
        await reader.call('POST', `/api/reads/${work.read.id}/events`, { baseRevision: work.read.revision, events });
      }
    }
    const judge = await openWindow(browser, server, team.adjudicator);
    await judge.goto(`${server.address}/p/${id}/disputes`);
    await judge.getByRole('link', { name: 'Decide the first' }).click();
    await until('both outlines are on screen', async () => (await judge.locator('[data-mark] path').count()) >= 2, 30);
    await shoot(judge, 'outline-dispute');
    equal(await axe(judge), [], 'axe on a dispute of outlines');
    equal(judge.faults, [], 'faults in the dispute');
    await judge.context().close();
    const disputes = await lead.call('GET', `${base}/disputes`);
    equal((disputes.rows ?? disputes).length, 1, 'one item is disputed, the other is not');
  });
}
