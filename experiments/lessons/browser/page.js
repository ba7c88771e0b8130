// A lesson from stored runs: a guess that is locked, two halves of the same firms, one path, sliders over a grid.
'use strict';
const DATA = JSON.parse(document.getElementById('data').textContent);
const $ = id => document.getElementById(id);
const NS = 'http://www.w3.org/2000/svg';
const PAYERS = { en: ['centre', 'province', 'cities', 'counties', 'towns'], zh: ['中央', '省', '市', '县(区)', '镇'] };
const COLOURS = ['#d55e00', '#0072b2', '#009e73', '#e69f00', '#cc79a7'];
const WORDS = {
  name: ['Six lessons', '六节课'], guess: ['My guess', '我的猜测'], lock: ['Lock and run', '锁定并运行'], locked: ['Locked', '已锁定'],
  play: ['▶ Run', '▶ 运行'], pause: ['⏸ Pause', '⏸ 暂停'], step: ['Step', '下一季'], quarter: ['Quarter', '季度'],
  first: ['Guess first: the right half is covered until you lock it.', '先猜:锁定之前右侧不显示。'],
  same: ['Both halves are identical, to the last digit.', '两侧完全相同,一位数都不差。'],
  apart: ['%n of %a firms differ. The first parted in %q.', '%a 家企业中 %n 家已不同,最早在%q分叉。'],
  never: ['No firm differs in any quarter: 与不实施完全相同.', '任何季度、任何企业都没有差别:与不实施完全相同。'],
  effect: ['The effect, year by year', '逐年效果'], right: ['with', '实施'], left: ['beside', '对照'],
  said: ['You said %g.', '你猜的是 %g。'], error: ['Between stored points the page draws straight lines. Left out one by one, inner points were missed by %r (root mean square), at most %m.', '存储点之间按直线内插。逐点剔除检验:均方根误差 %r,最大 %m。'],
  at: ['These values were run.', '该取值已实际测算。'], between: ['Between stored runs: the number is interpolated, the dots are those of the nearest run.', '位于存储点之间:数值为内插,点取最近一次测算。'],
  arms: ['Compare', '比较'], sliders: ['sliders', '滑块'], twist: ['Twist', '反转'], steps: ['Steps', '步骤'], signs: ['What must come out', '预期'], sheet: ['Worksheet', '工作单'], sure: ['All cases', '全部情形'],
  spent: ['Public money to the end of the year, wan yuan', '财政支出(累计到年末,万元)'], none: ['none', '无'],
  rate: ['share of cases', '成立比例'], wanted: ['wanted', '要求'], met: ['as expected', '符合'], missed: ['MISSED', '不符'], mean: ['mean effect', '平均效果'], range: ['nine in ten', '九成情形'], why: ['Why', '理由'], expected: ['Expected before measuring', '测算前写下的预期'],
  key: ['Key', '答案'], luck: ['other luck only', '只换运气'], cases: ['other luck and other parameters', '运气与参数都换'], model: ['share of simulated cases (not calibrated)', '模型内比例(未校准)'],
  thin: ['thin: luck; thick: what is not known. Each dot is one case; the line is zero.', '细:运气;粗:未知。每点一种情形,竖线为零。'],
  shown: ['%n of %a firms are drawn, by staff, sizes at year ends. Grey: the same. Orange ring: differs in any digit. Dark or blue: sales apart by 5 % or more. Click a firm.', '画出 %a 家中的 %n 家,大小按人数,取年末。灰:相同;橙圈:任何一位数不同;深色或蓝色:销售额相差 5% 以上。可点选企业。'],
  firm: ['Virtual firm %u, %t: %s staff in 2012', '虚拟企业 %u,%t:2012 年 %s 人'], gone: ['closed', '已退出'], sales: ['sales over those of 2012: left %l, right %r', '销售额与 2012 年之比:左 %l,右 %r'], parts: ['parts in %q', '%q分叉'], nev: ['never parts', '始终相同'],
  foot: ['A model under conditions of 2012: no basis for a budget of today. Towns are example towns, firms are virtual. One stored luck; effects are relative to the world beside it. Not calibrated.', '2012 年条件下的模型,不作现时预算依据。镇为示例镇,企业为虚拟企业。存储的是一份运气;效果均相对于对照。未校准。'],
  learnt: ['What stays', '记住一句'], unmeasured: ['Not measured with this code.', '尚未用此版代码测算。'], idle: ['The answer appears when the last quarter is reached.', '运行到最后一个季度时显示答案。'], answer: ['The model says', '模型的回答'],
};
let lang = DATA.lang, place = 0, t = 0, locked = false, guess = 0, chosen = null, values = {}, timer = null, tab = 'steps', picked = null;
const w = (key, parts = {}) => Object.entries(parts).reduce((text, [k, v]) => text.replaceAll('%' + k, v), WORDS[key][lang === 'zh' ? 1 : 0]);
const L = () => DATA.lessons[place];
const say = label => label[lang];
const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
const unpacked = new Map();
function run(i) {
  const key = place + ':' + i;
  if (!unpacked.has(key)) { const r = L().stored.runs[i]; unpacked.set(key, { ...r, first: bytes(r.first), ratio: bytes(r.ratio) }); }
  return unpacked.get(key);
}
const digits = (v, n = 3) => v === null || !isFinite(v) ? '–' : Number(v.toPrecision(n)).toLocaleString('en-US', { maximumFractionDigits: 6 }).replace('-', '−');
const signed = v => (v > 0 ? '+' : '') + digits(v);
const quarters = () => L().quarters;
const quarterName = i => { const [y, q] = quarters()[Math.min(i, quarters().length - 1)].split('Q'); return lang === 'zh' ? `${y} 年${'一二三四'[q - 1]}季度` : `${y} Q${q}`; };
const sum = list => list.reduce((a, b) => a + b, 0);
const unit = () => { const u = say(L().guess.unit); return u === '%' ? ' %' : ' ' + u; };

// ---- which runs are shown
function corners() {
  let found = [[[], 1]];
  for (const m of L().measures) {
    const v = values[m.id]; let k = m.at.findIndex(p => p >= v - 1e-12); if (k < 0) k = m.at.length - 1;
    const exact = Math.abs(m.at[k] - v) < 1e-9, share = exact ? 1 : (v - m.at[k - 1]) / (m.at[k] - m.at[k - 1]);
    const parts = exact ? [[k, 1]] : [[k - 1, 1 - share], [k, share]];
    found = found.flatMap(([ks, p]) => parts.map(([i, q]) => [[...ks, i], p * q]));
  }
  const shape = L().measures.map(m => m.at.length);
  return found.map(([ks, p]) => [L().stored.grid[ks.reduce((a, k, i) => a * shape[i] + k, 0)], p]);
}
function shown() {
  const named = L().stored.named;
  if (chosen === 'twist') return { left: named[L().twist.arms[1]], right: named.twist, mix: [[named.twist, 1]] };
  if (chosen) return { left: 0, right: named[chosen], mix: [[named[chosen], 1]] };
  const mix = corners(); return { left: 0, right: mix.reduce((a, b) => b[1] > a[1] ? b : a)[0], mix };
}
function effect(i, left, year) {
  const r = run(i), b = run(left), kind = L().guess.kind, one = r.guess[year], other = b.guess[year];
  if (kind === 'percent') return other ? 100 * (one / other - 1) : NaN;
  if (kind === 'difference') return one - other;
  const money = sum(r.spent.map(p => p[year])) - sum(b.spent.map(p => p[year]));
  return Math.abs(money) > 1e-6 ? 100 * (one - other) / money : NaN;
}
const mixed = (view, f) => view.mix.reduce((a, [i, p]) => a + (p ? p * f(i) : 0), 0);

// ---- drawing
function make(name, attributes, parent, text) { const e = document.createElementNS(NS, name); for (const k in attributes) e.setAttribute(k, attributes[k]); if (text !== undefined) e.textContent = text; parent.append(e); return e; }
function el(name, props, ...kids) { const e = Object.assign(document.createElement(name), props || {}); e.append(...kids); return e; }
function layout() {
  const d = L().stored.dots, xs = d.centres.map(c => c[0]), ys = d.centres.map(c => c[1]), count = {};
  d.town.forEach(town => { count[town] = (count[town] || 0) + 1; });
  const span = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys), 1), used = Object.keys(count).map(Number), n = used.length;
  const most = Math.max(...Object.values(count)), gap = n > 6 ? 3.4 : 4.7;
  const midx = (Math.max(...xs) + Math.min(...xs)) / 2, midy = (Math.max(...ys) + Math.min(...ys)) / 2;
  let at = d.centres.map(([x, y]) => [200 + (x - midx) / span * 250, 120 - (y - midy) / span * 170]);
  const radius = d.centres.map((_, i) => gap * Math.sqrt((count[i] || 1)) + 5);
  for (let k = 0; k < 120; k++) for (const a of used) for (const b of used) if (a < b) {   // towns are pushed apart until they do not cover one another
    let dx = at[b][0] - at[a][0], dy = at[b][1] - at[a][1], dist = Math.hypot(dx, dy) || 1, miss = radius[a] + radius[b] + 4 - dist;
    if (miss > 0) { dx *= miss / dist / 2; dy *= miss / dist / 2; at[a] = [at[a][0] - dx, at[a][1] - dy]; at[b] = [at[b][0] + dx, at[b][1] + dy]; }
  }
  const box = [Math.min(...used.map(i => at[i][0] - radius[i])), Math.min(...used.map(i => at[i][1] - radius[i])), Math.max(...used.map(i => at[i][0] + radius[i])), Math.max(...used.map(i => at[i][1] + radius[i]))];
  const dots = d.uid.map((_, i) => { const c = at[d.town[i]], r = gap * Math.sqrt(d.rank[i] + .4), a = d.rank[i] * 2.39996; return [c[0] + r * Math.cos(a), c[1] + r * Math.sin(a)]; });
  return { at, radius, dots, used, box, scale: 1.15 * gap / Math.sqrt(40) };
}
let plan = null;
function buildHalves() {
  plan = layout();
  const d = L().stored.dots, b = plan.box;
  for (const side of ['left', 'right']) {
    const svg = $(side); svg.replaceChildren(); svg.setAttribute('viewBox', `${b[0] - 4} ${b[1] - 4} ${b[2] - b[0] + 8} ${b[3] - b[1] + 8}`);
    for (const i of plan.used) { const name = d.names[lang] ? d.names[lang][i] : ''; const c = make('circle', { cx: plan.at[i][0], cy: plan.at[i][1], r: plan.radius[i], fill: '#f3f5f8', stroke: '#d5dbe3' }, svg); make('title', {}, c, name); }
    plan[side] = plan.dots.map(([x, y], i) => { const c = make('circle', { cx: x.toFixed(1), cy: y.toFixed(1), class: 'dot' }, svg); c.addEventListener('click', () => { picked = i; tip(); }); return c; });
  }
}
const size = (i, r, year) => { const q = r.ratio[year * plan.dots.length + i]; return q === 0 ? 0 : Math.min(1.1 + plan.scale * Math.pow(L().stored.dots.staff[i], .42) * Math.exp((q - 128) * .05 * .4), 13); };
function drawDots(view) {
  const year = Math.floor(t / 4), n = plan.dots.length, sides = [['left', run(view.left)], ['right', run(view.right)]], first = run(view.right).first;
  for (const [side, r] of sides) for (let i = 0; i < n; i++) {
    const c = plan[side][i], differs = first[i] <= t, own = side === 'left' || !differs ? run(view.left) : r, radius = size(i, own, year), on = locked || side === 'left';
    const far = differs && sides[0][1].ratio[year * n + i] !== sides[1][1].ratio[year * n + i];
    c.setAttribute('r', on ? Math.max(radius, .01).toFixed(2) : 0.01);
    c.setAttribute('fill', far && on ? (side === 'left' ? '#4a5462' : '#0072b2') : '#b4bcc7');
    c.setAttribute('stroke', i === picked ? '#000' : differs && on && locked ? '#d55e00' : '#fff'); c.setAttribute('stroke-width', i === picked ? 2 : differs && on && locked ? (far ? 1.2 : .7) : .4);
  }
}
function drawPath(view) {
  const svg = $('path'); svg.replaceChildren();
  const W = 420, H = 205, x0 = 52, x1 = W - 22, y0 = 12, y1 = H - 24, years = L().years, now = Math.floor(t / 4), done = t % 4 === 3 ? now : now - 1;
  const all = years.map((_, i) => mixed(view, r => effect(r, view.left, i))), cover = !locked;
  const known = all.filter((v, i) => isFinite(v) && i <= done && !cover);
  const ends = [...known, guess, 0, ...(cover ? [L().guess.low, L().guess.high] : [])], low = Math.min(...ends), high = Math.max(...ends), pad = (high - low || 1) * .12;
  const X = i => x0 + (x1 - x0) * i / (years.length - 1), Y = v => y1 - (y1 - y0) * (v - low + pad) / (high - low + 2 * pad);
  const raw = (high - low || 1) / 4, mag = 10 ** Math.floor(Math.log10(raw)), stepv = [1, 2, 5, 10].find(k => k * mag >= raw) * mag;
  for (let v = Math.ceil((low - pad) / stepv) * stepv; v <= high + pad; v += stepv) { make('line', { x1: x0, x2: x1, y1: Y(v), y2: Y(v), stroke: Math.abs(v) < stepv / 2 ? '#5b6675' : '#e6eaef' }, svg); make('text', { x: x0 - 5, y: Y(v) + 4, 'text-anchor': 'end', 'font-size': 12, fill: '#5b6675' }, svg, digits(Math.abs(v) < 1e-12 ? 0 : v)); }
  years.forEach((y, i) => make('text', { x: X(i), y: H - 7, 'text-anchor': 'middle', 'font-size': 12, fill: '#5b6675' }, svg, y));
  make('line', { x1: x0, x2: x1, y1: Y(guess), y2: Y(guess), stroke: '#e69f00', 'stroke-width': 2, 'stroke-dasharray': '6 4' }, svg);
  make('text', { x: x0 + 4, y: Y(guess) - 5, 'font-size': 12, fill: '#8a5d00' }, svg, w('guess'));
  if (!cover) {
    const points = all.map((v, i) => [i, v]).filter(([i, v]) => isFinite(v) && i <= done);
    if (points.length) make('polyline', { points: points.map(([i, v]) => `${X(i)},${Y(v)}`).join(' '), fill: 'none', stroke: '#0072b2', 'stroke-width': 2.5 }, svg);
    points.forEach(([i, v]) => { const c = make('circle', { cx: X(i), cy: Y(v), r: 4, fill: '#0072b2' }, svg); make('title', {}, c, `${years[i]}: ${signed(v)}${unit()}`); });
    if (points.length) { const [i, v] = points.at(-1), right = i > years.length / 2; make('text', { x: X(i) + (right ? -8 : 8), y: Y(v) - 8, 'text-anchor': right ? 'end' : 'start', 'font-size': 13, 'font-weight': 700, fill: '#0072b2' }, svg, signed(v)); }
  }
  const last = years.length - 1, end = locked && t === quarters().length - 1;
  $('answer').replaceChildren(...(end ? [w('answer') + ' ', el('b', {}, signed(all[last]) + unit()), ' ', el('i', { className: 'badge' }, lang === 'zh' ? '算' : 'sim'), ' · ', w('said', { g: signed(guess) + unit() })] : [w(locked ? 'idle' : 'first')]));
  const e = L().stored.error, exact = view.mix.filter(([, p]) => p > 0).length === 1;
  $('error').textContent = chosen ? '' : w(exact ? 'at' : 'between') + ' ' + (e.rms === null ? '' : w('error', { r: digits(e.rms, 2) + unit(), m: digits(e.largest, 2) + unit() }));
}
function drawChain(view) {
  const list = $('chain'); list.replaceChildren();
  L().chain.forEach((link, k) => {
    const a = run(view.left).chain[k][t], b = mixed(view, r => run(r).chain[k][t]), change = a ? 100 * (b / a - 1) : (b ? NaN : 0), lit = locked && Math.abs(b - a) > 1e-9 * Math.max(Math.abs(a), 1e-9);
    list.append(el('li', { className: lit ? 'lit' : '' }, say(link.label), el('small', {}, !locked ? '…' : !lit ? '=' : isFinite(change) ? signed(Number(change.toPrecision(2))) + ' %' : signed(b - a))));
  });
  const year = Math.floor(t / 4), paid = PAYERS.en.map((_, p) => Math.max(mixed(view, r => run(r).spent[p][year]) - run(view.left).spent[p][year], 0)), total = sum(paid), bar = $('money');
  bar.replaceChildren(...paid.map((v, p) => { const i = el('i', { title: `${PAYERS[lang][p]} ${digits(v)}` }); i.style.width = (locked && total ? 100 * v / total : 0) + '%'; i.style.background = COLOURS[p]; return i; }));
  $('spent').textContent = `${w('spent')}: ` + (locked ? (total > .5 ? digits(total) + ' (' + paid.map((v, p) => v > .005 * total ? PAYERS[lang][p] + ' ' + digits(v, 2) : '').filter(Boolean).join(', ') + ')' : w('none')) : '…');
}
function tip() {
  if (picked === null || !locked) { const d = L().stored.dots; $('tip').textContent = w('shown', { n: d.uid.length, a: d.all }); return; }
  const d = L().stored.dots, view = shown(), year = Math.floor(t / 4), n = d.uid.length, first = run(view.right).first[picked];
  const ratio = r => { const q = r.ratio[year * n + picked]; return q === 0 ? w('gone') : digits(Math.exp((q - 128) * .05), 2); };
  const town = d.names[lang] ? d.names[lang][d.town[picked]] : d.town[picked] + 1, right = first > t ? run(view.left) : run(view.right);
  $('tip').textContent = w('firm', { u: d.uid[picked], t: town, s: digits(d.staff[picked], 2) }) + ' · ' + w('sales', { l: ratio(run(view.left)), r: ratio(right) }) + ' · ' + (first < quarters().length ? w('parts', { q: quarterName(first) }) : w('nev'));
  drawDots(view);
}
function draw() {
  const view = shown(), last = quarters().length - 1, parted = run(view.right).parted, from = parted.findIndex(v => v > 0);
  drawDots(view); drawPath(view); drawChain(view); tip();
  $('time').value = t; $('time').setAttribute('aria-valuetext', quarterName(t)); $('when').textContent = quarterName(t);
  $('play').textContent = w(timer ? 'pause' : 'play'); for (const id of ['play', 'step', 'time']) $(id).disabled = !locked; $('step').disabled = !locked || t >= last;
  const text = !locked ? w('first') : from < 0 ? w('never') : t < from ? w('same') : w('apart', { n: parted[t].toLocaleString('en-US'), a: L().stored.dots.all.toLocaleString('en-US'), q: quarterName(from) });
  $('text').textContent = text; $('says').className = 'says ' + (locked && from >= 0 && t >= from ? 'apart' : 'same');
  const arms = L().arms, name = id => say(arms.find(a => a.id === id).label);
  $('nameleft').textContent = chosen === 'twist' ? name(L().twist.arms[1]) : say(arms[0].label);
  $('nameright').textContent = chosen === 'twist' ? name(L().twist.arms[0]) : name(chosen || L().measured);
  $('lock').disabled = locked; $('lock').textContent = w(locked ? 'locked' : 'lock'); $('guess').disabled = locked; $('said').textContent = signed(guess) + unit();
}
function tick() { const last = quarters().length - 1; if (t >= last) return stop(); t++; draw(); }
function stop() { clearInterval(timer); timer = null; draw(); }
function play() { if (timer) return stop(); if (t >= quarters().length - 1) t = 0; timer = setInterval(tick, 420); draw(); }

// ---- the words around it
function measures() {
  const box = $('measures'); box.replaceChildren();
  for (const m of L().measures) {
    const out = el('output'), show = () => out.replaceChildren(el('b', {}, digits(values[m.id])), ' ' + say(m.unit));
    const input = el('input', { type: 'range', id: 'm-' + m.id, min: m.at[0], max: m.at.at(-1), step: m.step, value: values[m.id] });
    input.addEventListener('input', () => { values[m.id] = Number(input.value); chosen = null; show(); arms(); draw(); });
    input.setAttribute('aria-label', say(m.label)); show();
    box.append(el('div', { className: 'measure' }, el('label', { htmlFor: input.id }, say(m.label)), input, out));
  }
}
function arms() {
  const box = $('arms'); box.replaceChildren();
  const button = (id, text) => { const b = el('button', { type: 'button' }, text); b.setAttribute('aria-pressed', String(chosen === id)); b.addEventListener('click', () => { chosen = id; if (id === null) L().measures.forEach(m => { values[m.id] = m.usual; }); measures(); arms(); draw(); }); box.append(b); };
  button(null, say(L().arms.find(a => a.id === L().measured).label) + ' (' + w('sliders') + ')');
  L().arms.slice(1).filter(a => a.id !== L().measured).forEach(a => button(a.id, say(a.label)));
  button('twist', '↺ ' + w('twist') + ': ' + say(L().twist.label));
}
function strip() {
  const svg = document.createElementNS(NS, 'svg'), W = 900, H = 132, m = L().measured_as; svg.setAttribute('viewBox', `0 0 ${W} ${H}`); svg.setAttribute('role', 'img');
  const rows = [['luck', 34], ['cases', 88]], found = rows.flatMap(([k]) => m.answer[k].effects.filter(v => v !== null)), sorted = [...found, 0].sort((a, b) => a - b);
  const low = Math.min(sorted[Math.floor(sorted.length * .01)], guess, 0), high = Math.max(sorted[Math.ceil(sorted.length * .99) - 1], guess, 0), X = v => 190 + 690 * Math.max(0, Math.min(1, (v - low) / (high - low || 1)));
  make('line', { x1: X(0), x2: X(0), y1: 8, y2: 112, stroke: '#5b6675' }, svg); make('text', { x: X(0), y: 127, 'text-anchor': 'middle', 'font-size': 12, fill: '#5b6675' }, svg, '0');
  for (const v of [low, high]) if (Math.abs(X(v) - X(0)) > 40) make('text', { x: X(v), y: 127, 'text-anchor': 'middle', 'font-size': 12, fill: '#5b6675' }, svg, digits(v, 2));
  for (const [key, y] of rows) {
    const a = m.answer[key], up = a.effects.filter(v => v !== null && v > 0).length;
    make('text', { x: 0, y: y - 2, 'font-size': 13 }, svg, w(key)); make('text', { x: 0, y: y + 14, 'font-size': 12, fill: '#5b6675' }, svg, `${up} / ${a.n} > 0`);
    if (a.low !== null) make('rect', { x: X(a.low), width: Math.max(X(a.high) - X(a.low), 1), y: y - (key === 'luck' ? 2 : 8), height: key === 'luck' ? 4 : 16, fill: '#0072b2', opacity: .22 }, svg);
    a.effects.forEach((v, i) => { if (v !== null) make('circle', { cx: X(v), cy: y + ((i * 7) % 5 - 2) * 5, r: 4, fill: v > 0 ? '#0072b2' : '#d55e00', opacity: .75 }, svg); });
  }
  make('line', { x1: X(guess), x2: X(guess), y1: 8, y2: 112, stroke: '#e69f00', 'stroke-width': 2, 'stroke-dasharray': '6 4' }, svg);
  return el('div', { className: 'strip' }, el('p', { className: 'note' }, `${say(L().guess.label)} (${say(L().guess.unit)}). ${w('thin')} ${w('model')}`), svg);
}
function tabs() {
  const box = $('tabs'), m = L().measured_as; box.replaceChildren();
  const row = el('div', { className: 'row' }); row.setAttribute('role', 'group');
  for (const key of ['steps', 'signs', 'sure', 'twist', 'sheet']) { const b = el('button', { type: 'button' }, w(key)); b.setAttribute('aria-pressed', String(tab === key)); b.addEventListener('click', () => { tab = key; tabs(); }); row.append(b); }
  box.append(row);
  if (tab === 'steps') box.append(el('ol', {}, ...L().steps.map(s => el('li', {}, say(s)))), el('p', { className: 'note' }, w('learnt') + ': ' + say(L().lesson_learnt)));
  if (tab === 'twist') box.append(el('p', {}, el('b', {}, say(L().twist.label) + '. '), say(L().twist.text)));
  if (tab === 'sheet') L().worksheet.forEach((q, i) => box.append(el('details', {}, el('summary', {}, `${i + 1}. ${say(q.ask)}`), el('p', {}, el('b', {}, w('key') + ': '), say(q.key)))));
  if (tab === 'sure') box.append(m ? strip() : el('p', {}, w('unmeasured')));
  if (tab === 'signs') {
    const table = el('table', {}, el('tr', {}, ...['expected', 'rate', 'wanted', 'mean', 'range', 'why'].map(k => el('th', {}, w(k)))));
    L().expected.forEach(e => {
      const f = m && m.expected[e.id], cell = (text, name = 'n') => el('td', { className: name }, text);
      const why = el('td', {}, say(e.reason)); if (f && !f.met && e.diagnosis) why.append(el('br'), el('b', {}, say(e.diagnosis)));
      table.append(el('tr', {}, el('td', {}, say(e.label)), f ? el('td', { className: 'n ' + (f.met ? 'met' : 'missed') }, `${Math.round(100 * f.rate)} % ${w(f.met ? 'met' : 'missed')}`) : cell('–'), cell(Math.round(100 * e.share) + ' %'), cell(f && f.mean !== null ? digits(f.mean, 2) : '–'), cell(f && f.low !== undefined && f.low !== null ? `${digits(f.low, 2)} … ${digits(f.high, 2)}` : '–'), why));
    });
    box.append(table, el('p', { className: 'note' }, m ? w('model') : w('unmeasured')));
  }
}
function words() {
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'; document.title = say(L().title);
  const nav = $('nav'); nav.replaceChildren(el('span', { className: 'name' }, w('name')));
  DATA.lessons.forEach((l, i) => { const b = el('button', { type: 'button' }, `${l.number} ${say(l.title)}`); b.setAttribute('aria-pressed', String(i === place)); b.addEventListener('click', () => open_(i)); nav.append(b); });
  const other = el('button', { type: 'button', className: 'lang', id: 'lang' }, lang === 'zh' ? 'English' : '中文'); other.addEventListener('click', () => { lang = lang === 'zh' ? 'en' : 'zh'; words(); draw(); }); nav.append(other);
  $('question').textContent = say(L().question); $('setting').textContent = say(L().setting);
  $('guesslabel').textContent = w('guess') + ': ' + say(L().guess.label); $('effect').textContent = w('effect'); $('effectunit').textContent = say(L().guess.unit);
  $('step').textContent = w('step'); $('foot').textContent = w('foot') + ' ' + DATA.stamp;
  measures(); arms(); tabs(); buildHalves();
}
function open_(i) {
  clearInterval(timer); timer = null; place = i; t = 0; locked = false; chosen = null; picked = null; tab = 'steps';
  const g = L().guess; guess = Math.round((g.low + g.high) / 2 / g.step) * g.step; values = Object.fromEntries(L().measures.map(m => [m.id, m.usual]));
  Object.assign($('guess'), { min: g.low, max: g.high, step: g.step, value: guess }); $('time').max = quarters().length - 1;
  history.replaceState(null, '', '#' + L().id); words(); draw();
}
$('guess').addEventListener('input', e => { guess = Number(e.target.value); draw(); });
$('lock').addEventListener('click', () => { locked = true; play(); });
$('play').addEventListener('click', play); $('step').addEventListener('click', () => { if (timer) stop(); tick(); });
$('time').addEventListener('input', e => { const to = Number(e.target.value); if (timer) stop(); t = to; draw(); });
document.addEventListener('keydown', e => { if (e.target.matches('input, button, summary') || !locked) return; if (e.key === ' ') { e.preventDefault(); play(); } if (e.key === 'ArrowRight') { if (timer) stop(); tick(); } if (e.key === 'ArrowLeft' && t > 0) { if (timer) stop(); t--; draw(); } });
open_(Math.max(DATA.lessons.findIndex(l => '#' + l.id === location.hash), 0));
