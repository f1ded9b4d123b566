// The viewer as radiologists know it: pictures side by side that turn together, lengths and values in the patient's units, and
// everything that a hand draws without a hand.
import { axe, equal, loadPictures, openWindow, Person, shoot, until } from './harness.mjs';
import { isSaved, openNext, pictureShown, readIn } from './reading.mjs';
import { saveDraft, team, upload } from './study.mjs';

const size = { width: 96, height: 96 };
const thin = [0, 4, 8, 12, 16, 20, 24, 28];
const thick = [1, 9, 17, 25];
/** A rod of 100 HU and 28 columns across, in air. */
const rod = (x, y) => ((x + 0.5 - 48) ** 2 + (y + 0.5 - 48) ** 2 < 28 ** 2 ? 100 : -900);

/** A study of two axial stacks of one space, and a sagittal one that cuts them. */
async function stacks() {
  const { dicomFile } = await loadPictures();
  const base = {
    modality: 'CT',
    columns: 96,
    rows: 96,
    frames: 1,
    subject: '77',
    window: [0, 2000],
    intercept: -1024,
    value: rod,
  };
  const axial = { ...base, spacing: [0.5, 0.5], orientation: '1\\0\\0\\0\\1\\0' };
  const files = [];
  thin.forEach((z, i) =>
    files.push([`thin-${i}.dcm`, dicomFile({ ...axial, position: `0\\0\\${z}`, instance: i + 1, series: '77.1' })]),
  );
  thick.forEach((z, i) =>
    files.push([`thick-${i}.dcm`, dicomFile({ ...axial, position: `0\\0\\${z}`, instance: i + 1, series: '77.2' })]),
  );
  [10, 20, 30].forEach((x, i) =>
    files.push([
      `sagittal-${i}.dcm`,
      dicomFile({
        ...base,
        spacing: [0.5, 0.5],
        orientation: '0\\1\\0\\0\\0\\-1',
        position: `${x}\\0\\40`,
        instance: i + 1,
        series: '77.3',
      }),
    ]),
  );
  return files;
}

async function project(scene, name, protocol) {
  const { server, study } = scene;
  const made = await study.lead.call('POST', '/api/projects', {
    name,
    purpose: 'Browser tests',
    legalBasis: 'Made-up data',
  });
  const base = `/api/projects/${made.id}`;
  await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
  await study.lead.call('PUT', `${base}/members/${study.ids[team.reader1]}`, { roles: ['reader'] });
  await saveDraft(study.lead, base, protocol);
  await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
  const steward = await new Person(server, team.steward).signIn();
  const batch = await upload(steward, base, name, await stacks());
  for (const entry of (await steward.call('GET', `${base}/batches/${batch}`)).gate)
    await steward.call('POST', `${base}/batches/${batch}/entries/${entry.id}/decision`, {
      decision: 'approve',
      reason: 'Looked at.',
    });
  await steward.job((await steward.call('POST', `${base}/batches/${batch}/decision`, { decision: 'approve' })).id);
  return { id: made.id, base };
}

const sliceIn = (page, pane) =>
  page
    .locator('.viewport')
    .nth(pane)
    .locator('.corner.bottom-right')
    .innerText()
    .then((t) => t.replace(/.*· /, ''));

/** From a place in the matrix to one on the page. */
async function onPage(page, pane, x, y) {
  return page
    .locator('.viewport')
    .nth(pane)
    .evaluate(
      (element, at) => {
        const m = element.querySelector('svg.over > g').transform.baseVal.consolidate().matrix;
        const box = element.getBoundingClientRect();
        return { x: box.left + m.a * at.x + m.c * at.y + m.e, y: box.top + m.b * at.x + m.d * at.y + m.f };
      },
      { x, y },
    );
}

async function drag(page, from, to) {
  const [p, q] = [await onPage(page, 0, ...from), await onPage(page, 0, ...to)];
  await page.mouse.move(p.x, p.y);
  await page.mouse.down();
  await page.mouse.move((p.x + q.x) / 2, (p.y + q.y) / 2, { steps: 3 });
  await page.mouse.move(q.x, q.y);
  await page.mouse.up();
}

const note = (page) => page.locator('.measure-note [role=status]').innerText();
const numberIn = (words) => Number(words.match(/-?\d+(\.\d+)?/)?.[0]);
const near = (value, wanted, within, what) => {
  if (!(Math.abs(value - wanted) <= within)) throw new Error(`${what}: ${value}, not ${wanted} ± ${within}`);
};

export function register(test, scene) {
  test('pictures side by side turn together by their place, and show where they cut', async () => {
    const { browser, server } = scene;
    scene.stacks ??= await project(scene, 'Stacks');
    const page = await openWindow(browser, server, team.reader1);
    await openNext(page, scene.stacks.id);
    await pictureShown(page);
    await page.keyboard.press('Shift+L');
    await page.getByRole('menuitem', { name: '2 × 2' }).click();
    await until('four pictures', async () => (await page.locator('.viewport').count()) === 4);
    await until('all have arrived', async () => (await page.locator('.viewport-note').count()) === 0);
    await page.waitForTimeout(1000);
    const many = await Promise.all([0, 1, 2].map(async (pane) => Number((await sliceIn(page, pane)).split('/')[1])));
    const [first, second, across] = [thin.length, thick.length, 3].map((n) => many.indexOf(n));
    await page.locator('.viewport').nth(first).click();
    // Home, then down: the thick stack follows to the slice that lies nearest.
    await page.keyboard.press('Home');
    for (let i = 0; i < thin.length; i++) {
      const z = thin[i];
      const best = Math.min(...thick.map((t) => Math.abs(t - z)));
      await until(`the thin stack at ${z} mm`, async () => (await sliceIn(page, first)) === `slice ${i + 1}/8`);
      await until(`the thick stack near ${z} mm`, async () => {
        const at = Number((await sliceIn(page, second)).match(/slice (\d)/)[1]) - 1;
        return Math.abs(thick[at] - z) <= best + 1e-9;
      });
      if (i === 5) {
        // The thin slice at 20 mm lies 40 rows below the first of the sagittal picture, whose top is at 40 mm.
        const line = await page
          .locator('.viewport')
          .nth(across)
          .locator('.reference-lines path')
          .nth(first < second ? 1 : 3)
          .getAttribute('d');
        const frame = await page.locator('.viewport').nth(across).boundingBox();
        const wanted = await onPage(page, across, 0, 40.5);
        near(Number(line.match(/M[\d.]+ ([\d.]+)/)[1]), wanted.y - frame.y, 1, 'the line of the axial slice');
      }
      await page.keyboard.press('ArrowDown');
    }
    const before = await sliceIn(page, second);
    await page.keyboard.press('s');
    await page.keyboard.press('Home');
    await until('the thin stack alone goes home', async () => (await sliceIn(page, first)) === 'slice 1/8');
    equal(await sliceIn(page, second), before, 'the other stays where the reader no longer links them');
    await page.keyboard.press('s');
    await page.keyboard.press('e');
    await until(
      'the next picture is the active one',
      async () =>
        (await page
          .locator('.viewport')
          .nth((first + 1) % 4)
          .getAttribute('data-active')) === 'true',
    );
    await shoot(page, 'viewer-2x2-1280');
    equal(await axe(page), [], 'axe with four pictures');
    // A series is dragged to where it is wanted.
    await page.locator('.strip button').nth(across).dragTo(page.locator('.viewport').nth(first));
    await until('the sagittal series in the first place', async () => (await sliceIn(page, first)).endsWith('/3'));
    await page.reload();
    await until('the layout is remembered', async () => (await page.locator('.viewport').count()) === 4);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await until('all have arrived again', async () => (await page.locator('.viewport-note').count()) === 0);
    await page.waitForTimeout(800);
    await shoot(page, 'viewer-2x2-1920');
    await page.keyboard.press('l');
    await until('one picture', async () => (await page.locator('.viewport').count()) === 1);
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('lengths, angles and values are measured in the units of the patient, and a length answers a field', async () => {
    const { browser, server } = scene;
    scene.stacks ??= await project(scene, 'Stacks');
    const page = await openWindow(browser, server, team.reader1);
    await openNext(page, scene.stacks.id);
    await pictureShown(page);
    await page.keyboard.press('t');
    await drag(page, [20, 48], [76, 48]);
    // 56 columns of half a millimetre.
    await until('the ruler says its length', async () => /^Ruler/.test(await note(page)));
    near(numberIn(await note(page)), 28, 0.25, 'the rod across');
    await page.keyboard.press('1');
    await until('the diameter is asked for', async () => (await page.locator('.field').count()) > 2);
    await page.locator('#field-diameter').click();
    await page.keyboard.press('Shift+T');
    const given = () => page.getByLabel('Diameter in mm').inputValue().then(Number);
    await until('the number is in the field', async () => (await given()) > 0);
    near(await given(), 28, 0.3, 'the diameter');
    // It follows the ruler with another field in hand too, and the record has one answer for one drag.
    await page.keyboard.press('v');
    await page.locator('#field-nodule').click();
    await drag(page, [76, 48], [60, 48]);
    await until('the field follows the ruler', async () => Math.abs((await given()) - 20) < 0.4);
    await isSaved(page);
    const told = await scene.study.lead.call(
      'GET',
      `/api/record/events?stream=read/${readIn(page)}&type=AnswerGiven&take=100`,
    );
    equal(told.events.filter((e) => /diameter/i.test(e.summary)).length, 2, 'answers about the diameter in the record');
    await shoot(page, 'viewer-ruler-1280');
    equal(await axe(page), [], 'axe with a measure in hand');

    await page.keyboard.press('o');
    await drag(page, [38, 38], [58, 58]);
    await until('a region', async () => /^Region/.test(await note(page)));
    near(numberIn(await note(page)), Math.PI * 25, 2, 'its area in mm²');
    const caption = await page.locator('.measure .caption').allTextContents();
    if (!caption.some((c) => c === 'mean 100.0 HU, SD 0.0'))
      throw new Error(`the values of the rod: ${caption.join(' | ')}`);
    await page.keyboard.press('q');
    await drag(page, [48, 20], [48, 48]);
    const third = await onPage(page, 0, 76, 48);
    await page.mouse.move(third.x - 5, third.y);
    await page.mouse.move(third.x, third.y);
    await page.mouse.down();
    await page.mouse.up();
    await until('an angle', async () => /^Angle/.test(await note(page)));
    near(numberIn(await note(page)), 90, 1, 'the right angle');
    const middle = await onPage(page, 0, 48.5, 48.5);
    await page.mouse.move(middle.x, middle.y);
    await until('the value under the hand', async () =>
      /48, 48 · 100 HU/.test(await page.locator('.probe').innerText()),
    );
    await page.reload();
    await pictureShown(page);
    await until('the measures are there after a reload', async () => (await page.locator('.measure').count()) === 3);
    await page.keyboard.press('v');
    const on = await onPage(page, 0, 48, 34);
    await page.mouse.move(on.x, on.y);
    await page.mouse.down();
    await page.mouse.up();
    await until('the angle is in hand', async () => /^Angle/.test(await note(page)));
    await page.keyboard.press('Delete');
    await until('it is gone', async () => (await page.locator('.measure').count()) === 2);
    const places = await page.evaluate(() =>
      Object.keys(sessionStorage).filter((k) => k.startsWith('overread.measures.')),
    );
    equal(
      places.length === 1 && places[0].includes(scene.study.ids[team.reader1]),
      true,
      'measures are kept for one person',
    );
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('a nodule is boxed, measured and submitted by keyboard alone', async () => {
    const { browser, server, study } = scene;
    scene.stacks ??= await project(scene, 'Stacks');
    const page = await openWindow(browser, server, team.reader1);
    await openNext(page, scene.stacks.id);
    await pictureShown(page);
    const read = readIn(page);
    const keys = async (...all) => {
      for (const key of all) await page.keyboard.press(key);
    };
    if (
      (await page
        .getByRole('button', { name: /Present/ })
        .first()
        .getAttribute('aria-pressed')) !== 'true'
    )
      await keys('1');
    await keys('r', 'x', 'Enter', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowDown', 'ArrowDown', 'ArrowDown');
    await page.waitForTimeout(200);
    await shoot(page, 'viewer-cross-1280');
    await keys('Enter');
    await isSaved(page);
    const me = await study.person('reader1');
    const marks = async () => (await me.call('GET', `${scene.stacks.base}/work/${read}`)).read.marks;
    await until('a box of 20 by 12', async () => {
      const g = (await marks()).at(-1)?.geometry;
      return g && g.x === 48 && g.y === 48 && g.width === 20 && g.height === 12;
    });
    await keys('Alt+ArrowLeft', 'Alt+Shift+ArrowDown', 'Alt+Shift+ArrowRight');
    await until('moved by one, larger by one', async () => {
      const g = (await marks()).at(-1)?.geometry;
      return g && g.x === 47 && g.y === 48 && g.width === 21 && g.height === 13;
    });
    // The cross is where the corner was set: back to the left edge of the rod, and across it.
    await keys('t', 'Enter', 'Control+ArrowLeft', 'Enter');
    await until('a ruler of 50 columns', async () => /^Ruler 25\.0 mm/.test(await note(page)));
    await keys('Escape');
    await until('the cross is put away', async () => (await page.locator('.cross').count()) === 0);
    await keys('Shift+ArrowLeft', 'Control+ArrowRight', 'Shift+1', '+', 'f');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('fourteen findings stand on one screen, and a normal study is two acts', async () => {
    const { browser, server, study } = scene;
    const fields = Array.from({ length: 14 }, (_, i) => ({
      id: `finding-${i + 1}`,
      title: `Finding number ${i + 1}`,
      kind: 'finding',
      required: true,
    }));
    const made = await project(scene, 'Fourteen', {
      title: 'Chest',
      fields,
      guideline: 'Look.',
      policy: { readers: 1, agreement: 'majority', disputes: 'adjudicator', recheckShare: 0, restAbsent: true },
    });
    const page = await openWindow(browser, server, team.reader1);
    await page.setViewportSize({ width: 1280, height: 720 });
    await openNext(page, made.id);
    const read = readIn(page);
    const panel = await page.locator('.side .scroll').boundingBox();
    const rows = await page.locator('.field').evaluateAll((all) => all.map((e) => e.getBoundingClientRect().bottom));
    equal(rows.length, 14, 'rows');
    await shoot(page, 'findings-14-1280');
    if (Math.max(...rows) > panel.y + panel.height)
      throw new Error(`the last finding ends at ${Math.max(...rows)}, the panel at ${panel.y + panel.height}`);
    equal(await axe(page), [], 'axe with fourteen findings');
    // One present by its line, then all others at once; undone by one key and done again.
    await page.locator('.field').nth(4).getByRole('button', { name: 'Present' }).click();
    await page.keyboard.press('Shift+A');
    const me = await study.person('reader1');
    const answers = async () => (await me.call('GET', `${made.base}/work/${read}`)).read.answers;
    await until('thirteen absent, one present', async () => {
      const all = Object.values(await answers());
      return all.length === 14 && all.filter((a) => a.state === 'absent').length === 13;
    });
    await page.keyboard.press('z');
    await until('one is left after Undo', async () => Object.keys(await answers()).length === 1);
    await page.keyboard.press('Shift+Z');
    await until('all again', async () => Object.keys(await answers()).length === 14);
    const said = JSON.stringify(
      await study.lead.call('GET', `/api/record/events?stream=read/${read}&type=AnswerGiven&take=100`),
    );
    equal(
      said.match(/with all that was still blank/g)?.length,
      26,
      'answers that the record calls the rest, given twice',
    );
    await page.keyboard.press('Control+Enter');
    await until('it is submitted', async () => readIn(page) !== read);
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('a study is read in few acts', async () => {
    const { browser, server } = scene;
    const fields = Array.from({ length: 14 }, (_, i) => ({
      id: `finding-${i + 1}`,
      title: `Finding number ${i + 1}`,
      kind: 'finding',
      required: true,
    }));
    const chest = (name) =>
      project(scene, name, {
        title: 'Chest',
        fields,
        guideline: 'Look.',
        policy: { readers: 1, agreement: 'majority', disputes: 'adjudicator', recheckShare: 0, restAbsent: true },
      });
    const nodules = await project(scene, 'Acts on a nodule');
    const page = await openWindow(browser, server, team.reader1);
    /** Every key, click and drag is an act; the travel of the pointer adds up in screen pixels. */
    const count = (start) => {
      let [acts, travel, at] = [0, 0, start];
      const to = (p) => {
        travel += Math.hypot(p.x - at.x, p.y - at.y);
        at = p;
      };
      return {
        key: (key) => {
          acts++;
          return page.keyboard.press(key);
        },
        click: async (locator) => {
          acts++;
          const box = await locator.boundingBox();
          to({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
          await locator.click();
        },
        drag: async (from, until) => {
          acts++;
          to(await onPage(page, 0, ...from));
          to(await onPage(page, 0, ...until));
          await drag(page, from, until);
        },
        told: () => ({ acts, travel: Math.round(travel) }),
      };
    };
    const middle = { x: 560, y: 360 };
    const reads = [];
    for (const what of ['normal', 'one finding present']) {
      await openNext(page, (await chest(`Acts, ${what}`)).id);
      const read = readIn(page);
      const hand = count(middle);
      if (what !== 'normal') await hand.click(page.locator('.field').nth(8).getByRole('button', { name: 'Present' }));
      await hand.key('Shift+A');
      await until('nothing is blank', async () =>
        /Everything required/.test(await page.locator('.submit').innerText()),
      );
      await hand.key('Control+Enter');
      reads.push({ what, ...hand.told() });
      await until('it is submitted', async () => readIn(page) !== read);
    }
    await openNext(page, nodules.id);
    const read = readIn(page);
    const hand = count(middle);
    await hand.key('1');
    await hand.key('1');
    await hand.key('t');
    await hand.drag([30, 48], [60, 48]);
    await hand.key('Shift+T');
    await hand.key('r');
    await hand.drag([30, 30], [60, 60]);
    await hand.key('Control+Enter');
    await until('it is submitted', async () => readIn(page) !== read);
    reads.push({ what: 'nodule with box, class and diameter', ...hand.told() });
    for (const r of reads) console.log(`        ${r.what}: ${r.acts} acts, the pointer travels ${r.travel} px`);
    if (reads[0].acts > 3 || reads[1].acts > 6 || reads[2].acts > 8) throw new Error('more acts than they may take');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
