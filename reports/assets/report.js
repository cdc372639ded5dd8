// The transcript viewer. Everything it shows comes from the JSON in the page and is
// set as text, never as markup: models and datasets are not trusted.
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($('data').textContent);
  const viewer = $('viewer');
  if (data.episodes.length === 0) return;

  // el makes an element; strings become text.
  const el = (tag, attrs, ...children) => {
    const e = document.createElement(tag);
    for (const [k, v] of Object.entries(attrs || {})) if (v !== undefined && v !== false) e.setAttribute(k, v === true ? '' : v);
    e.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== ''));
    return e;
  };
  const text = (i) => data.texts[i || 0];
  const words = (s) => s.replaceAll('_', ' ');
  const status = (i) => data.statuses[i];

  // ---- Go code, cut into classed pieces a line ----

  const keywords = new Set('break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var'.split(' '));
  const literals = new Set('nil true false iota'.split(' '));
  const token = /(\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))|(`[^`]*(?:`|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)|([A-Za-z_]\w*)|(\d[\w.]*)|([^])/g;
  const pieces = new Map();
  const linesOf = (i) => {
    if (pieces.has(i)) return pieces.get(i);
    const lines = [[]];
    for (const m of text(i).matchAll(token)) {
      const kind = m[1] !== undefined ? 'com' : m[2] !== undefined ? 'str' : m[4] !== undefined ? 'lit'
        : m[3] === undefined ? '' : keywords.has(m[3]) ? 'kw' : literals.has(m[3]) ? 'lit' : '';
      m[0].split('\n').forEach((part, n) => {
        if (n > 0) lines.push([]);
        const line = lines[lines.length - 1];
        const end = line[line.length - 1];
        if (end && end[0] === kind && kind === '') end[1] += part;
        else if (part) line.push([kind, part]);
      });
    }
    if (lines[lines.length - 1].length === 0) lines.pop();
    pieces.set(i, lines);
    return lines;
  };

  const row = (line, before, after, sign, flagged) => {
    const src = el('span', { class: 'src' }, line.map(([kind, part]) => (kind ? el('span', { class: kind }, part) : part)));
    const kind = sign === '+' ? ' add' : sign === '−' ? ' del' : '';
    return el('div', { class: 'row' + kind + (flagged ? ' flag' : '') },
      before === null ? '' : el('span', { class: 'no', 'data-n': before }),
      el('span', { class: 'no', 'data-n': after }),
      sign === null ? '' : el('span', { class: 'sign' }, sign), src, '\n');
  };
  const box = (label, rows) => el('div', { class: 'code', role: 'region', 'aria-label': label, tabindex: '0' }, rows);

  const wholeCode = (turn, flagged) =>
    box('Code', linesOf(turn.code).map((line, n) => row(line, null, n + 1, null, flagged.has(n + 1))));

  // diff lists the rows of a unified diff: what stays far from any change is folded.
  const diff = (old, turn, flagged) => {
    const a = linesOf(old.code), b = linesOf(turn.code), rows = [];
    let i = 0, j = 0;
    const keep = (n) => { for (; n > 0; n--, i++, j++) rows.push({ same: true, node: row(b[j], i + 1, j + 1, ' ', flagged.has(j + 1)) }); };
    const edits = turn.edits || [];
    for (let k = 0; k + 2 < edits.length; k += 3) {
      keep(edits[k]);
      for (let n = 0; n < edits[k + 1]; n++, i++) rows.push({ node: row(a[i], i + 1, '', '−', false) });
      for (let n = 0; n < edits[k + 2]; n++, j++) rows.push({ node: row(b[j], '', j + 1, '+', flagged.has(j + 1)) });
    }
    keep(b.length - j);
    return fold(rows);
  };
  const fold = (rows) => {
    const context = 3, out = [];
    const near = rows.map((_, n) => rows.slice(Math.max(0, n - context), n + context + 1).some((r) => !r.same));
    for (let n = 0; n < rows.length;) {
      if (near[n]) { out.push(rows[n++].node); continue; }
      const start = n;
      while (n < rows.length && !near[n]) n++;
      const hidden = rows.slice(start, n).map((r) => r.node);
      if (hidden.length < 3) { out.push(...hidden); continue; }
      const b = el('button', { type: 'button', class: 'fold' }, '⋯ show ' + hidden.length + ' unchanged lines');
      b.addEventListener('click', () => { const at = b.closest('.code'); b.replaceWith(...hidden); at.focus(); });
      out.push(b);
    }
    return box('Changes to the code', out);
  };
  const changed = (edits) => {
    let gone = 0, come = 0;
    for (let k = 0; k + 2 < edits.length; k += 3) { gone += edits[k + 1]; come += edits[k + 2]; }
    return '+' + come + ' −' + gone + ' lines';
  };

  // ---- one turn ----

  const outcomes = { p: ['✓', 'ok', 'passed'], w: ['✗', 'no', 'wrong answer'], r: ['!', 'no', 'runtime error'], t: ['T', 'no', 'timeout'], m: ['M', 'no', 'memory'], n: ['·', 'off', 'not run'], '?': ['?', 'off', 'unknown'] };
  const strip = (turn, task) => {
    if (!turn.cases) return '';
    return el('div', { class: 'strip', role: 'img', 'aria-label': tally(turn) }, [...turn.cases].map((c, n) => {
      const [sign, kind, what] = outcomes[c.toLowerCase()];
      const visible = c !== c.toLowerCase();
      const known = (task.cases || [])[n];
      return el('span', { class: kind + (visible ? '' : ' hid'), title: (known ? known.id : 'c' + (n + 1)) + (visible ? ', visible: ' : ', hidden: ') + what }, sign);
    }));
  };
  const tally = (turn) => {
    const all = [...(turn.cases || '')], passed = all.filter((c) => c.toLowerCase() === 'p').length;
    const visible = all.filter((c) => c !== c.toLowerCase());
    const seen = visible.filter((c) => c === 'P').length;
    return passed + ' of ' + all.length + ' cases pass: ' + seen + ' of ' + visible.length + ' visible, ' + (passed - seen) + ' of ' + (all.length - visible.length) + ' hidden (dashed)';
  };

  const failing = (turn, task) => {
    if (!turn.failing) return '';
    const rows = turn.failing.map((f) => {
      const c = f.case >= 0 ? task.cases[f.case] : null;
      return el('tr', {},
        el('th', { scope: 'row' }, c ? c.id : f.name, el('br'), el('span', { class: 'quiet' }, c ? (c.visible ? 'visible' : 'hidden') : 'check')),
        el('td', {}, el('code', {}, c ? text(c.call) : ''), c && c.note ? el('div', { class: 'quiet' }, text(c.note)) : ''),
        el('td', {}, el('code', {}, c ? text(c.want) : '')),
        el('td', {}, f.got ? el('code', {}, text(f.got)) : '', f.got && f.message ? el('br') : '',
          f.message ? text(f.message) : '', !f.got && !f.message ? words(status(f.status)) : ''));
    });
    const shown = 6, rest = rows.slice(shown);
    const body = el('tbody', {}, rows.slice(0, shown));
    const more = el('button', { type: 'button' }, 'Show ' + rest.length + ' more failing cases');
    more.addEventListener('click', () => { body.append(...rest); more.remove(); rest[0].scrollIntoView({ block: 'nearest' }); });
    return [el('h5', {}, 'Failing cases'), el('table', { class: 'failing' },
      el('thead', {}, el('tr', {}, ['Case', 'Call', 'Expected', 'Got'].map((h) => el('th', { scope: 'col' }, h)))), body),
    rest.length ? el('p', {}, more) : '', turn.more ? el('p', { class: 'quiet' }, turn.more + ' more are in the run folder') : ''];
  };

  // verdict of a turn; same says that the code, and so the verdict, is that of the
  // turn before.
  const verdict = (turn, task, same) => [
    el('h5', {}, same ? 'The same verdict' : 'Verdict'),
    turn.cases ? [el('p', {}, tally(turn) + '.'), strip(turn, task)] : '',
    turn.diagnostics && !same ? el('pre', { class: 'text' }, turn.diagnostics.map((d) => text(d.text)).join('\n')) : '',
    same ? '' : failing(turn, task),
    !turn.cases && !turn.diagnostics ? el('p', { class: 'quiet' }, 'No case was run.') : '',
  ];

  const around = (turn) => {
    if (!turn.before && !turn.after) return '';
    return el('details', {}, el('summary', {}, 'The reply around the code'),
      turn.before ? el('pre', { class: 'text' }, text(turn.before)) : '',
      turn.after ? [el('h5', {}, 'after the code'), el('pre', { class: 'text' }, text(turn.after))] : '');
  };

  const code = (turns, n, flagged) => {
    const turn = turns[n], old = turns[n - 1];
    if (!text(turn.code)) {
      return [el('h5', {}, 'No code in the reply'), turn.before ? el('pre', { class: 'text' }, text(turn.before)) : ''];
    }
    if (!old || !text(old.code)) return [el('h5', {}, 'Code'), wholeCode(turn, flagged), around(turn)];
    if (!turn.edits) {
      return [el('h5', {}, 'The same code as in turn ' + (n - 1)),
        el('details', {}, el('summary', {}, 'Show it'), wholeCode(turn, flagged)), around(turn)];
    }
    const whole = el('details', {}, el('summary', {}, 'Whole code'));
    whole.addEventListener('toggle', () => { if (whole.children.length < 2) whole.append(wholeCode(turn, flagged)); });
    return [el('h5', {}, 'Changes to the code since turn ' + (n - 1) + ': ' + changed(turn.edits)), diff(old, turn, flagged), whole, around(turn)];
  };

  const feedback = (turn, n) => {
    if (!turn.feedback) return '';
    return el('div', { class: 'feedback' }, el('p', { class: 'to' }, '↳ Feedback to the model, for turn ' + (n + 1)),
      turn.feedback.map((f) => [
        el('h5', {}, el('code', {}, f.source), f.title ? ' · ' + f.title : '', f.simulated ? [' ', el('span', { class: 'badge sim' }, 'simulated critic')] : ''),
        f.text ? el('pre', { class: 'text' }, text(f.text)) : el('p', { class: 'quiet' }, f.fresh ? 'No feedback: an independent new attempt.' : 'It had nothing to say.'),
      ]));
  };

  const turnCard = (e, n) => {
    const turn = e.turns[n], task = data.tasks[e.task], name = status(turn.status);
    const flagged = new Set((turn.diagnostics || []).map((d) => d.line).filter(Boolean));
    const notes = (turn.notes || []).map(text);
    const same = n > 0 && Boolean(text(turn.code)) && turn.code === e.turns[n - 1].code && turn.status === e.turns[n - 1].status;
    return el('section', { class: 'turn', 'aria-label': 'Turn ' + n },
      el('header', {}, el('h4', {}, 'Turn ' + n),
        el('span', { class: 'pill ' + (name === 'passed' ? 'passed' : 'failed') }, (name === 'passed' ? '✓ ' : '✗ ') + words(name)),
        turn.carried ? el('span', { class: 'quiet' }, 'carried over: the mix had nothing to say, so the model was not asked again')
          : el('span', { class: 'quiet' }, 'extracted as ' + (turn.rule || 'none') + (notes.length ? ' (' + notes.join('; ') + ')' : ''))),
      turn.carried ? '' : el('div', { class: 'columns' }, el('div', {}, code(e.turns, n, flagged)), el('div', {}, verdict(turn, task, same))),
      feedback(turn, n));
  };

  // ---- one episode ----

  const key = (e) => [e.model, e.mix, e.task, e.sample || 0].join(' ');
  const index = new Map(data.episodes.map((e, n) => [key(e), n]));
  const address = (e) => '#' + new URLSearchParams([['mix', data.mixes[e.mix].key], ['model', data.models[e.model].key],
    ['sample', String(e.sample || 0)], ['task', data.tasks[e.task].key]]);

  const short = (e) => {
    if (e.error) return ['err', 'h-error'];
    if (e.solved < 0) return ['–', 'h-never'];
    return [String(e.solved), 'h-' + Math.min(e.solved, 4)];
  };
  const ending = (e) => {
    if (e.error) return 'Errored at turn ' + e.error.turn + ', ' + e.error.step + ' (' + e.error.cause + '): not scored. ' + text(e.error.message);
    const last = e.turns.length - 1;
    if (e.solved < 0) return 'Never solved; ended after turn ' + last + ' (' + e.stopped + ').';
    if (status(e.turns[last].status) !== 'passed') return 'Solved at turn ' + e.solved + ', then broken; ended after turn ' + last + ' (' + e.stopped + ').';
    return e.solved === 0 ? 'Solved at once.' : 'Solved at turn ' + e.solved + ', with feedback.';
  };

  const siblings = (e) => {
    const links = data.mixes.map((mix, m) => {
      const n = index.get(key({ ...e, mix: m }));
      if (n === undefined) return '';
      const [sign, kind] = short(data.episodes[n]);
      return el('a', { href: address(data.episodes[n]), 'aria-current': m === e.mix && 'true', title: mix.name },
        mix.letter + ' ' + (data.mixes.length > 5 ? '' : mix.name), el('span', { class: 'key ' + kind }, sign));
    });
    return el('div', { class: 'siblings' }, el('span', { class: 'quiet' }, 'Same task and model, by mix:'), links);
  };

  const prompt = (task) => el('details', { class: 'prompt' }, el('summary', {}, 'The task as the model sees it'), el('pre', { class: 'text' }, text(task.prompt)));

  let current = -1;
  const show = (n) => {
    current = n;
    const e = data.episodes[n], task = data.tasks[e.task];
    $('episode').replaceChildren(
      el('h3', {}, task.name + (task.title && task.title !== task.name ? ': ' + task.title : '')),
      el('p', { class: 'about' }, data.models[e.model].name, e.simulated ? [' ', el('span', { class: 'badge sim' }, 'simulated')] : '', ' · mix ' + data.mixes[e.mix].letter + ' ', el('code', {}, data.mixes[e.mix].name),
        data.samples > 1 ? ' · sample ' + (e.sample || 0) : '', task.difficulty ? ' · ' + task.difficulty : '', task.inProcess ? ' · judged in-process' : ''),
      siblings(e), prompt(task),
      ...e.turns.map((_, t) => turnCard(e, t)),
      el('p', { class: 'ends' }, ending(e)));
    for (const [id, field] of picks) $(id).value = String(e[field] || 0);
    $('previous').disabled = step(-1) < 0;
    $('next').disabled = step(1) < 0;
    mark(e);
  };

  // mark shows in the table of tasks which episode is open.
  const mark = (e) => {
    for (const td of document.querySelectorAll('#heatmap td[aria-current]')) td.removeAttribute('aria-current');
    const link = cells.get(key({ ...e, sample: 0 })) || cells.get(key(e));
    if (link) link.parentElement.setAttribute('aria-current', 'true');
  };

  const filters = {
    all: () => true,
    helped: (e) => !e.error && e.solved > 0,
    never: (e) => !e.error && e.solved < 0,
    broken: (e) => !e.error && e.solved >= 0 && status(e.turns[e.turns.length - 1].status) !== 'passed',
    errored: (e) => Boolean(e.error),
  };
  // step finds the next episode of the same model, mix and sample; with a filter,
  // of any, since few may match.
  const step = (by) => {
    const from = data.episodes[current], name = $('pick-filter').value;
    for (let n = current + by; n >= 0 && n < data.episodes.length; n += by) {
      const e = data.episodes[n];
      const alike = e.model === from.model && e.mix === from.mix && (e.sample || 0) === (from.sample || 0);
      if (filters[name](e) && (name !== 'all' || alike)) return n;
    }
    return -1;
  };

  // ---- choosing ----

  const picks = [['pick-task', 'task'], ['pick-model', 'model'], ['pick-mix', 'mix'], ['pick-sample', 'sample']];
  const option = (value, label) => el('option', { value: String(value) }, label);
  $('pick-task').append(...data.tasks.map((t, n) => option(n, t.name)));
  $('pick-model').append(...data.models.map((m, n) => option(n, m.name)));
  $('pick-mix').append(...data.mixes.map((m, n) => option(n, m.letter + ' ' + m.name)));
  $('pick-sample').append(...Array.from({ length: data.samples }, (_, n) => option(n, String(n))));
  $('label-sample').hidden = data.samples < 2;

  const cells = new Map();
  const find = (hash) => {
    const q = new URLSearchParams(hash.replace(/^#/, ''));
    if (!q.has('task')) return undefined;
    const at = (list, name) => list.findIndex((x) => x.key === q.get(name));
    return index.get([at(data.models, 'model'), at(data.mixes, 'mix'), at(data.tasks, 'task'), Number(q.get('sample') || 0)].join(' '));
  };
  for (const a of document.querySelectorAll('#heatmap a')) {
    const n = find(a.getAttribute('href'));
    if (n !== undefined) cells.set(key(data.episodes[n]), a);
  }

  const announce = () => {
    const e = data.episodes[current];
    $('announce').textContent = 'Transcript of ' + data.tasks[e.task].name + ', ' + data.models[e.model].name + ', mix ' + data.mixes[e.mix].name + '. ' + ending(e);
  };
  // open shows an episode and makes the page's address lead to it.
  const open = (n) => {
    if (n === undefined || n < 0) { $('announce').textContent = 'There is no such episode in this page.'; show(current); return; }
    show(n);
    history.replaceState(null, '', address(data.episodes[n]));
    announce();
  };
  for (const [id] of picks) {
    $(id).addEventListener('change', () => open(index.get(['pick-model', 'pick-mix', 'pick-task', 'pick-sample'].map((p) => $(p).value || '0').join(' '))));
  }
  $('pick-filter').addEventListener('change', () => {
    if (!filters[$('pick-filter').value](data.episodes[current])) {
      const n = data.episodes.findIndex(filters[$('pick-filter').value]);
      if (n >= 0) { open(n); return; }
      $('announce').textContent = 'No episode is like that.';
    }
    show(current);
  });
  $('previous').addEventListener('click', () => open(step(-1)));
  $('next').addEventListener('click', () => open(step(1)));

  const follow = () => {
    const n = find(location.hash);
    if (n === undefined) return;
    show(n);
    announce();
    $('episode').focus({ preventScroll: true });
    $('episode').scrollIntoView({ block: 'start' });
  };
  addEventListener('hashchange', follow);
  viewer.hidden = false;
  show(data.open);
  follow();
})();
