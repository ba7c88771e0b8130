// All measures by article: quote, unit, bounds, cost, who pays. A slider sets the value from 2013 on.
import { say } from './words.js';
import { digits, plain } from './format.js';

const PAYERS_EN = { 中央: 'centre', 省: 'province', 市: 'cities', 县: 'counties', 镇: 'towns', 企业: 'firms', 社会: 'society' };

export const Levers = {
  props: ['levers', 'values', 'spent', 'lang'],
  template: `
  <section class="levers" :aria-label="w('measures')">
    <div class="z-row"><input type="search" v-model.trim="wanted" :placeholder="w('search_measure')" :aria-label="w('search_measure')"><span class="quiet">{{ w('set_n', { n: Object.keys(values).length }) }}</span></div>
    <div class="scroll" tabindex="0" :aria-label="w('measures')">
      <details v-for="group in groups" :key="group.article" :open="wanted !== '' || group.set > 0 || group.first">
        <summary><b>{{ group.article === null ? w('national') : w('article', { n: group.article }) }}</b><span class="quiet">{{ group.levers.length }}</span><em v-if="group.set">{{ w('set_n', { n: group.set }) }}</em></summary>
        <div class="lever" v-for="one in group.levers" :key="one.id" :class="{ set: one.id in values }">
          <label :for="'l-' + one.id">{{ one[lang] }}</label>
          <input :id="'l-' + one.id" type="range" :min="one.low" :max="one.high" :step="step(one)" :value="shown(one)" @input="move(one, $event)" @change="set(one, $event)" :aria-valuetext="spoken(one)">
          <output>{{ plain(shown(one)) }}</output>
          <span class="planned" v-if="planned(one)">{{ w('planned', { n: digits(planned(one), 2) }) }}</span>
          <details class="card"><summary><span>{{ lang === 'zh' ? '原文、范围、费用' : 'quote, bounds, cost' }}</span><span :title="one.unit[lang]">{{ one.unit[lang] }}</span></summary>
            <blockquote v-for="q in one.quote" :key="q" lang="zh-CN">“{{ q }}”</blockquote>
            <p>{{ w('in_2011', { v: digits(one.in_force) }) }} · {{ w('range', { a: digits(one.low), b: digits(one.high) }) }} · {{ w('legal', { a: digits(one.legal[0]), b: digits(one.legal[1]) }) }}</p>
            <p v-if="Object.keys(one.enacted).length">{{ w('enacted') }}: <button class="z-small" @click="$emit('set', one.id, one.enacted)">{{ enacted(one) }}</button> <i class="badge assumed" v-if="one.assumed">{{ w('assumed') }}</i></p>
            <p>{{ payers(one) }}<template v-if="one.ceiling"> · {{ w('ceiling', { n: digits(one.ceiling) }) }}</template><template v-if="spent[one.id]"> · {{ w('per_year', { n: digits(spent[one.id] / 5, 2) }) }} <i class="badge">{{ w('sim') }}</i></template></p>
            <p class="quiet">{{ w('goes_wrong') }}{{ one.wrong[lang] }}</p>
          </details>
        </div>
      </details>
    </div>
  </section>`,
  data: () => ({ wanted: '', sliding: {} }),
  watch: { values() { this.sliding = {}; } },
  computed: {
    groups() {
      const words = this.wanted.toLowerCase(), found = new Map();
      for (const one of this.levers) {
        const text = `${one.zh} ${one.en} ${one.id} ${one.quote.join(' ')}`.toLowerCase();
        if (words && !text.includes(words)) continue;
        if (!found.has(one.article)) found.set(one.article, { article: one.article, levers: [], set: 0, first: found.size === 0 && !Object.keys(this.values).length });
        const group = found.get(one.article);
        group.levers.push(one);
        if (one.id in this.values) group.set += 1;
      }
      return [...found.values()].sort((a, b) => (a.article || 99) - (b.article || 99));
    },
  },
  methods: {
    w(key, parts) { return say(this.lang, key, parts); },
    digits: v => digits(v), plain: v => plain(Number(v).toPrecision(4)),
    spoken(one) {
      const money = this.planned(one);
      return `${this.plain(this.shown(one))} ${one.unit[this.lang]}` + (money ? `, ${this.w('planned', { n: digits(money, 2) })}` : '');
    },
    step(one) { return plain((one.high - one.low) / 40); },
    shown(one) {
      if (one.id in this.sliding) return this.sliding[one.id];
      const value = this.values[one.id];
      return value === undefined ? one.neutral : typeof value === 'number' ? value : Object.entries(value).sort()[Object.keys(value).length - 1][1];
    },
    move(one, event) { this.$set(this.sliding, one.id, Number(event.target.value)); },
    set(one, event) { this.$emit('set', one.id, Number(event.target.value)); },
    planned(one) { // public money a year in the whole province (wan yuan), linear between the points that were measured
      const at = this.shown(one), points = one.planned, last = points.length - 1;
      if (last < 1 || at <= points[0][0]) return 0;
      const right = Math.min(points.findIndex(p => at <= p[0]) < 0 ? last : points.findIndex(p => at <= p[0]), last);
      const [[a, low], [b, high]] = [points[right - 1], points[right]];
      return Math.min(low + (high - low) * (at - a) / (b - a), one.ceiling === null ? Infinity : one.ceiling);
    },
    enacted(one) { return Object.entries(one.enacted).map(([q, v]) => `${q} ${v > 0 ? '+' : ''}${digits(v)}`).join(', '); },
    payers(one) { return Object.entries(one.paid_by).map(([who, share]) => `${this.lang === 'zh' ? who : PAYERS_EN[who]} ${Math.round(100 * share)}%`).join(this.lang === 'zh' ? '、' : ', '); },
  },
};
