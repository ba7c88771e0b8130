// What stands below the two worlds: the chain of cause, the money, one firm's story.
import { say, PAYERS } from './words.js';
import { digits, signed } from './format.js';

const LIT = 0.0005; // a twentieth of a percent: below it a link of the chain stays dark
export const PAYER_COLOURS = { centre: '#7b3294', province: '#0072b2', cities: '#56a5d8', counties: '#8cb9a8', towns: '#d9a441', firms: '#8d97a3', society: '#b7aa93' };

export const Chain = {
  props: ['links', 'paths', 't', 'lang', 'hidden'],
  template: `
  <section class="chain" :aria-label="w('chain')">
    <h3>{{ w('chain') }}</h3>
    <ol><li v-for="link in states" :key="link.key" :class="{ lit: link.lit }">
      <span class="bulb" aria-hidden="true"></span><span>{{ link.label[lang] }}</span><b v-if="link.lit">{{ link.more }}</b></li></ol>
  </section>`,
  computed: {
    states() {
      return this.links.map(link => {
        const path = this.paths && this.paths[link.key];
        if (!path || this.hidden) return { ...link, lit: false };
        const left = path.left[this.t], right = path.right[this.t];
        const lit = path.right.slice(0, this.t + 1).some((v, i) => Math.abs(v - path.left[i]) > LIT * Math.max(Math.abs(path.left[i]), 1e-9));
        const more = left ? signed(100 * (right / left - 1)) + '%' : signed(right - left);
        return { ...link, lit, more };
      });
    },
  },
  methods: { w(key) { return say(this.lang, key); } },
};

export const Money = {
  props: ['money', 't', 'lang', 'hidden'],
  template: `
  <section class="money" :aria-label="w('money')">
    <h3>{{ w('money') }} <i class="badge">{{ w('sim') }}</i></h3>
    <p v-if="!total" class="quiet">{{ w('no_money') }}</p>
    <template v-else>
      <div class="bar" role="img" :aria-label="spoken"><span v-for="part in parts" :key="part.payer" :style="{ width: 100 * part.amount / gross + '%', background: part.colour }"></span></div>
      <ul><li v-for="part in parts" :key="part.payer"><span class="swatch" :style="{ background: part.colour }"></span>{{ part.name }} <b>{{ digits(part.amount) }}</b></li>
      <li class="total">{{ lang === 'zh' ? '合计' : 'in all' }} <b>{{ digits(total) }}</b></li></ul>
    </template>
  </section>`,
  computed: {
    parts() {
      if (this.hidden || !this.money) return [];
      return Object.entries(this.money.payers).map(([payer, by]) => ({
        payer, name: (PAYERS[payer] || { zh: payer, en: payer })[this.lang], colour: PAYER_COLOURS[payer] || '#999',
        amount: by.slice(0, this.t + 1).reduce((a, b) => a + b, 0),
      })).filter(part => Math.abs(part.amount) >= 0.05);
    },
    total() { return this.parts.reduce((a, part) => a + part.amount, 0); },
    gross() { return this.parts.reduce((a, part) => a + Math.max(part.amount, 0), 0) || 1; },
    spoken() { return this.parts.map(part => `${part.name} ${digits(part.amount)}`).join(', '); },
  },
  methods: { w(key) { return say(this.lang, key); }, digits: v => digits(v) },
};

export const Story = {
  props: ['story', 'picked', 'lang', 'disabled'],
  template: `
  <section class="story" :aria-label="w('story')">
    <h3>{{ w('story') }} <button class="z-small" @click="$emit('any')" :disabled="disabled">{{ w('pick_one') }}</button></h3>
    <p v-if="picked === null" class="quiet">{{ w('story_hint') }}</p>
    <p v-else-if="!story || story.uid !== picked" class="quiet" role="status">{{ w('computing') }}</p>
    <p v-else v-for="(sentence, i) in story[lang]" :key="i">{{ sentence }}</p>
  </section>`,
  methods: { w(key) { return say(this.lang, key); } },
};

export const Legend = {
  props: ['lang', 'oneIn'],
  template: `
  <p class="legend"><span><i class="ring"></i>{{ w('halo') }}</span><span><i style="background:#c4a052"></i>{{ w('warm') }}</span><span><i style="background:#0072b2"></i>{{ w('supported') }}</span>
    <span><i style="background:#c06a9d"></i>{{ w('waiting') }}</span><span><i style="background:#c8500a"></i>{{ w('overdrawn') }}</span>
    <span>{{ w('size') }}</span><span v-if="oneIn > 1">{{ w('one_in', { n: oneIn }) }}</span></p>`,
  methods: { w(key, parts) { return say(this.lang, key, parts); } },
};
