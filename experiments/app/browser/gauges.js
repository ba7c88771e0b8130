// Gauges of goals, small paths of platforms and finance, and the schematic map.
import { say } from './words.js';
import { digits, signed } from './format.js';

const UNITS = {
  'wan yuan': { by: 1e-4, zh: '亿元', en: '1e8 yuan' }, share: { by: 100, zh: '%', en: '%' }, platforms: { by: 1, zh: '个', en: '' },
  'patents a quarter': { by: 1, zh: '件', en: '' }, 'index, 2011 = 1': { by: 1, zh: '', en: '' },
  'person-years per 10,000 residents': { by: 1, zh: '人年/万人', en: 'per 10,000' },
};
const unitOf = unit => UNITS[unit] || { by: 1, zh: unit, en: unit };

export const Gauges = {
  props: ['gauges', 'answer', 'lang', 'year'],
  template: `
  <section class="gauges" :aria-label="w('goals')"><h3>{{ w('goals') }} · {{ year }} <i class="badge">{{ w('sim') }}</i></h3>
    <ul><li v-for="g in shown" :key="g.id"><span class="name">{{ g[lang] }}</span><b>{{ g.value }} <small>{{ g.unit[lang] }}</small></b>
      <svg viewBox="0 0 200 16" preserveAspectRatio="none" aria-hidden="true"><rect x="0" y="6" width="200" height="4" rx="2" fill="#e3e7eb"/>
        <rect :x="Math.min(g.before, g.now)" y="4.5" :width="Math.max(Math.abs(g.now - g.before), 1)" height="7" fill="#0b6aa8"/>
        <rect :x="g.before - 1.5" y="1" width="3" height="14" fill="#565e69"/><rect v-if="g.goal !== null" :x="g.goal - 1" y="0" width="2" height="16" fill="#b3261e"/></svg>
      <span class="more" :class="{ same: g.same }">{{ g.same ? w('same_as') : w('gauge_effect', { d: g.more }) }}<template v-if="g.target !== null"> · {{ lang === 'zh' ? '目标' : 'goal' }} {{ digits(g.target) }}{{ g.met ? (lang === 'zh' ? ',达标' : ', met') : (lang === 'zh' ? ',差距 ' : ', short by ') + g.short }}</template></span></li></ul>
  </section>`,
  computed: {
    shown() {
      const at = this.answer.year_names.indexOf(this.year);
      return this.gauges.map(g => {
        const years = this.answer.years[`${g.id}@${this.answer.scope}`], { by, zh, en } = unitOf(g.unit);
        const left = years.left[at], right = years.right[at], target = g.target === null ? null : g.target * by;
        if (left === null || right === null) return null;
        const top = Math.max(left * by, right * by, target || 0) * 1.15 || 1, gain = (right - left) * by;
        const more = by === 100 ? signed(gain) + (this.lang === 'zh' ? ' 个百分点' : ' points') : `${signed(gain)}${left ? ` (${signed(100 * (right / left - 1))}%)` : ''}`;
        return { ...g, unit: { zh, en }, value: digits(right * by), before: 200 * left * by / top, now: 200 * right * by / top, goal: target === null ? null : 200 * target / top,
          same: right === left, more, target, met: target !== null && right * by >= target, short: target === null ? '' : digits(target - right * by, 2) };
      }).filter(Boolean);
    },
  },
  methods: { w(key, parts) { return say(this.lang, key, parts); }, digits: v => digits(v) },
};

const ROWS = [
  { key: 'platforms_all@here', zh: '各类平台数', en: 'platforms of all kinds' }, { key: 'platforms_queue@here', zh: '排队企业', en: 'firms in the queue' },
  { key: 'platforms_own_income', by: 100, zh: '创新平台自给率(造血能力)%', en: 'self-financing of innovation platforms, %' }, { key: 'services_used', zh: '服务企业次数/季', en: 'services a quarter' },
  { key: 'loans_small_firms', zh: '小微企业贷款余额(万元)', en: 'loans to small firms (wan yuan)' }, { key: 'defaults', zh: '违约企业数/季', en: 'defaults a quarter' },
  { key: 'guarantee_calls', zh: '担保代偿(万元/季)', en: 'guarantees called (wan yuan)' }, { key: 'lenders_losses@here', zh: '融资机构损失(万元/季)', en: 'losses of lenders (wan yuan)' },
  { key: 'lenders_bound@here', by: 100, zh: '触及额度上限的机构 %', en: 'lenders at their limit, %' }, { key: 'support_leaked', zh: '扶持资金漏损(万元/季)', en: 'support lost on the way (wan yuan)' },
];

export const Institutions = {
  props: ['answer', 't', 'lang'],
  template: `
  <section class="institutions" :aria-label="w('institutions')"><h3>{{ w('institutions') }} <i class="badge">{{ w('sim') }}</i></h3>
    <table><thead><tr><th scope="col"><span class="quiet">{{ answer.quarters[t] }}</span></th><th scope="col"></th><th scope="col">{{ w('legend_without') }}</th><th scope="col">{{ w('legend_with') }}</th></tr></thead><tbody>
    <tr v-for="row in rows" :key="row.key"><th scope="row">{{ row[lang] }}</th><td><svg viewBox="0 0 70 18" width="70" height="18" aria-hidden="true"><path :d="row.left" stroke="#6b7480"/><path :d="row.right" stroke="#0b6aa8"/></svg></td><td>{{ row.was }}</td><td :class="{ differs: row.was !== row.now }">{{ row.now }}</td></tr></tbody></table>
  </section>`,
  computed: {
    rows() {
      return ROWS.map(row => {
        const path = this.answer.paths[row.key.includes('@') ? row.key : `${row.key}@${this.answer.scope}`];
        if (!path) return null;
        const all = [...path.left, ...path.right].filter(v => v !== null), low = Math.min(...all), high = Math.max(...all), by = row.by || 1;
        const draw = values => values.slice(0, this.t + 1).map((v, i) => `${i ? 'L' : 'M'}${2 + 66 * i / (values.length - 1)},${(15 - 12 * (v - low) / (high - low || 1)).toFixed(1)}`).join('');
        return { ...row, left: draw(path.left), right: draw(path.right), was: digits(path.left[this.t] * by), now: digits(path.right[this.t] * by) };
      }).filter(Boolean);
    },
  },
  methods: { w(key, parts) { return say(this.lang, key, parts); } },
};

export const TownMap = {
  props: ['answer', 'rings', 't', 'lang'],
  template: `
  <section class="map" :aria-label="w('map')"><h3>{{ w('map') }}</h3>
    <svg viewBox="0 0 320 200" role="img" :aria-label="w('map')"><rect x="1" y="1" width="318" height="198" rx="6" fill="#f6f8fa" stroke="#d5dae0"/>
      <g v-for="c in circles" :key="c.row"><circle :cx="c.x" :cy="c.y" :r="c.r" :fill="c.fill" :stroke="c.designated ? '#22262c' : '#8d97a3'" :stroke-dasharray="c.designated ? 'none' : '3 2'"/>
        <text :x="c.x" :y="c.y + c.r + 12" text-anchor="middle">{{ c.name }} {{ c.more }}</text></g></svg>
    <p class="quiet">{{ w('map_note') }}</p>
  </section>`,
  computed: {
    circles() {
      const places = Object.fromEntries(this.rings.map(([town, x, y]) => [town, [20 + 0.28 * x, 8 + 0.28 * y]])), top = Math.max(...this.answer.towns.map(o => o.right[this.t].gdp));
      return this.answer.towns.filter(o => places[o.row]).map(o => {
        const was = o.left[this.t].gdp, now = o.right[this.t].gdp, more = was ? 100 * (now / was - 1) : 0, strong = Math.min(Math.abs(more) / 2, 1);
        return { row: o.row, x: places[o.row][0], y: places[o.row][1], r: 5 + 17 * Math.sqrt(now / top), designated: o.right[this.t].designated,
          name: o[this.lang].replace(/^(示例镇|Example town 01 )\((.*?)\).*$/, '$2'), more: Math.abs(more) < 0.005 ? '' : signed(more) + '%',
          fill: more >= 0 ? `rgba(11,106,168,${0.08 + 0.8 * strong})` : `rgba(200,80,10,${0.08 + 0.8 * strong})` };
      });
    },
  },
  methods: { w(key, parts) { return say(this.lang, key, parts); } },
};
