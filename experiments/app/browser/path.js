// One path: both worlds or what one has more than the other; my guess dashed, earlier lucks and the class faint.
import { say } from './words.js';
import { digits, signed, ticks } from './format.js';

const LEFT = 44, RIGHT = 14, TOP = 14, BOTTOM = 26;

export const Path = {
  props: ['quarters', 'left', 'right', 'difference', 't', 'lang', 'guess', 'earlier', 'crowd', 'mode', 'unit', 'from', 'hidden', 'label'],
  template: `
  <svg class="path" ref="svg" :viewBox="'0 0 ' + W + ' ' + H" role="img" :aria-label="label">
    <g class="axis">
      <g v-for="v in marks"><line x1="${LEFT}" :x2="W - ${RIGHT}" :y1="y(v)" :y2="y(v)" :class="{ zero: v === 0 && mode === 'difference' }"/>
        <text x="${LEFT - 5}" :y="y(v) + 4" text-anchor="end">{{ mode === 'difference' ? short(v) + (unit || '') : digits(v) }}</text></g>
      <g v-for="(q, i) in quarters" v-if="q.endsWith('Q1')"><text :x="x(i)" :y="H - 8" :text-anchor="i ? 'middle' : 'start'">{{ q.slice(0, 4) }}</text>
        <line :x1="x(i)" :x2="x(i)" :y1="H - ${BOTTOM}" :y2="H - ${BOTTOM - 4}"/></g>
    </g>
    <template v-if="!hidden">
      <path v-for="(one, i) in (earlier || [])" :key="'e' + i" class="earlier" :d="line(one, last)"/>
      <path v-if="mode !== 'difference'" class="line left" :d="line(left, t)"/>
      <path class="line right" :d="line(shown, t)"/>
      <circle class="dot" :cx="x(t)" :cy="y(shown[t])" r="4.5" v-if="shown[t] !== null"/>
      <text class="value" :x="near.x" :y="near.y" :text-anchor="near.anchor">{{ now }}</text>
    </template>
    <g v-if="crowd && crowd.length" class="crowd"><line v-for="(c, i) in crowd" :key="i" :x1="W - ${RIGHT + 16}" :x2="W - ${RIGHT}" :y1="y(at(c))" :y2="y(at(c))"/></g>
    <g v-if="guess !== null && guess !== undefined" class="guess">
      <path :d="dashed"/><text :x="W - ${RIGHT}" :y="guessLabel" text-anchor="end">{{ guessText }}</text>
    </g>
  </svg>`,
  data: () => ({ W: 360, H: 300 }),
  mounted() {
    this.observer = new ResizeObserver(([seen]) => {
      const { width, height } = seen.contentRect;
      if (width > 50 && height > 50) Object.assign(this, { W: Math.round(width), H: Math.round(height) });
    });
    this.observer.observe(this.$refs.svg);
  },
  beforeDestroy() { this.observer.disconnect(); },
  computed: {
    last() { return this.quarters.length - 1; },
    shown() { return this.mode === 'difference' ? this.difference : this.right; },
    range() {
      let all = this.hidden ? [0] : [...this.shown, ...(this.mode === 'difference' ? (this.earlier || []).flat() : this.left)];
      all = all.filter(v => v !== null && isFinite(v));
      if (this.guess !== null && this.guess !== undefined) all.push(this.at(this.guess));
      for (const one of this.crowd || []) all.push(this.at(one));
      if (this.mode === 'difference') all.push(0);
      let low = Math.min(...all), high = Math.max(...all);
      if (!isFinite(low)) { low = 0; high = 1; }
      const room = (high - low || Math.abs(high) || 1) * 0.1;
      return [low - (low === 0 && this.mode !== 'difference' ? 0 : room), high + room];
    },
    marks() { return ticks(this.range[0], this.range[1], 5); },
    dashed() {
      const start = this.mode === 'difference' ? 0 : this.left[this.from];
      return `M${this.x(this.from)},${this.y(start)}L${this.x(this.last)},${this.y(this.at(this.guess))}`;
    },
    guessText() { return `${say(this.lang, 'my_guess')} ${signed(this.guess)}${this.unit || ''}`; },
    guessLabel() { const y = this.y(this.at(this.guess)); return y < TOP + 26 ? y + 16 : y - 7; },
    now() { const v = this.shown[this.t]; return this.mode === 'difference' ? signed(v) + (v === null ? '' : this.unit || '') : digits(v); },
    near() {
      const right = this.t > this.last * 0.7, y = this.y(this.shown[this.t] || 0);
      return { x: this.x(this.t) + (right ? -9 : 9), y: y < TOP + 30 ? y + 20 : y - 9, anchor: right ? 'end' : 'start' };
    },
  },
  methods: {
    digits: v => digits(v),
    short: v => (v > 0 ? '+' : v < 0 ? '−' : '') + Number(Math.abs(v).toPrecision(4)),
    at(guess) {
      if (this.mode === 'difference') return guess;
      const end = this.left[this.last];
      return this.unit === '%' ? end * (1 + guess / 100) : end + guess;
    },
    x(i) { return LEFT + (this.W - LEFT - RIGHT) * (i / Math.max(this.last, 1)); },
    y(v) { return TOP + (this.H - TOP - BOTTOM) * (1 - (v - this.range[0]) / (this.range[1] - this.range[0])); },
    line(values, upto) {
      let d = '';
      values.slice(0, upto + 1).forEach((v, i) => { if (v !== null && isFinite(v)) d += `${d ? 'L' : 'M'}${this.x(i).toFixed(1)},${this.y(v).toFixed(1)}`; });
      return d;
    },
  },
};
