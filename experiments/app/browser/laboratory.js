// The laboratory: any place, any measure, everything that follows from it, and what to take home.
import { say } from './words.js';
import { digits, quarterName } from './format.js';
import { Half } from './halves.js';
import { Player } from './player.js';
import { Legend, Money, Story } from './panels.js';
import { Levers } from './levers.js';
import { Gauges, Institutions, TownMap } from './gauges.js';
import { save } from './save.js';

const GRADES = 'ABCD';

export const Laboratory = {
  components: { Half, Player, LegendLine: Legend, Money, StoryPanel: Story, Levers, Gauges, Institutions, TownMap },
  props: ['state', 'answer', 'dots', 'story', 'lang', 'catalogue', 'link'],
  template: `
  <main class="laboratory">
    <div class="setting" v-if="catalogue">
      <section class="place"><h3>{{ w('place') }}: {{ placeName }}</h3><p class="quiet" v-if="single">{{ w('held_fixed') }}</p>
        <input type="search" v-model.trim="wanted" :placeholder="w('find_town')" :aria-label="w('find_town')">
        <ul v-if="found.length" class="found"><li v-for="one in found" :key="one.place"><button @click="go(one)">{{ one[lang] }}<small v-if="one.real !== undefined"> {{ grade(one) }}</small></button></li></ul>
        <p v-else-if="wanted" class="quiet">{{ w('no_town') }}</p></section>
      <section class="preset"><label for="preset"><b>{{ w('preset') }}</b></label><select id="preset" :value="preset" @change="choose"><option v-if="preset === ''" value="">—</option><option v-for="one in catalogue.scenarios" :key="one.name" :value="one.name">{{ one[lang] }}</option></select><button @click="clear">{{ w('clear') }}</button></section>
      <levers :levers="catalogue.levers" :values="values" :spent="answer ? answer.money.levers : {}" :lang="lang" @set="set"></levers>
    </div><div v-else class="setting quiet">{{ w('computing') }}</div>
    <div class="middle">
      <section class="worlds">
        <half side="left" :title="w('as_before')" :dots="dots" :t="t" :towns="towns" :lang="lang" :picked="picked" @pick="pick"></half>
        <half side="right" :title="w('policy')" :dots="dots" :t="t" :towns="towns" :lang="lang" :picked="picked" @pick="pick"></half>
        <p class="parting" :class="{ same }" role="status" aria-live="polite">{{ parting }}</p><legend-line :lang="lang" :one-in="dots ? dots.one_in : 1"></legend-line>
      </section>
      <section class="controls"><player :quarters="answer ? answer.quarters : []" :t="t" :lang="lang" :disabled="!answer" @go="t = $event"></player>
        <p class="buttons"><button class="luck" @click="$emit('ask', { seed: (state.wish.seed % 4294967295) + 1 })" :disabled="state.busy"><svg class="turn" viewBox="0 0 16 16" width="14" aria-hidden="true"><path d="M13 5A5.6 5.6 0 1 0 13.6 9.5M13.4 1.8V5.4H9.8" fill="none" stroke="currentColor" stroke-width="1.8"/></svg> {{ w('luck') }} ({{ state.wish.seed }})</button></p></section>
      <div class="two"><town-map v-if="answer" :answer="answer" :rings="dots.rings" :t="t" :lang="lang"></town-map><story-panel :story="story" :picked="picked" :lang="lang" :disabled="!dots" @any="any"></story-panel></div>
      <section class="home"><b>{{ w('download') }}</b><button @click="$emit('file')">{{ w('scenario_file') }}</button><button @click="data" :disabled="!answer">{{ w('data_file') }}</button><button @click="copy">{{ w(copied ? 'copied' : 'copy_link') }}</button><a :href="link">{{ lang === 'zh' ? '此状态的链接' : 'link to this state' }}</a><a href="mesa">{{ w('mesa') }}</a><small>{{ w('run_with') }}</small></section>
    </div>
    <div class="found-out" v-if="answer && catalogue" tabindex="0" :aria-label="w('goals')">
      <gauges :gauges="catalogue.gauges" :answer="answer" :lang="lang" :year="year"></gauges>
      <money :money="answer.money" :t="t" :lang="lang"></money>
      <section class="measured" v-if="dearest.length"><h3>{{ w('spending') }}, {{ w('by_measure') }} <i class="badge">{{ w('sim') }}</i></h3><ul><li v-for="d in dearest" :key="d.id"><span>{{ d.name }}</span><b>{{ digits(d.amount) }}</b></li></ul></section>
      <institutions :answer="answer" :t="t" :lang="lang"></institutions>
    </div>
  </main>`,
  data: () => ({ t: 0, picked: null, wanted: '', copied: false, touched: false }),
  computed: {
    towns() { return this.answer ? this.answer.towns : []; },
    same() { return !this.answer || this.answer.parted_in === null || this.t < this.answer.parted_in; },
    parting() {
      if (!this.answer) return this.w('computing');
      const parted = this.answer.parted_in, q = i => quarterName(this.answer.quarters[i], this.lang);
      if (parted === null) return this.w('never_part');
      return this.same ? this.w('still_same', { q: q(this.t) }) : this.w('parted', { q: q(parted), n: this.dots.parted[this.t].toLocaleString('en-US'), m: this.dots.far[this.t].toLocaleString('en-US') });
    },
    year() { return this.answer.year_names[Math.max(Math.floor((this.t + 1) / 4) - 1, 0)]; },
    scenario() { return this.catalogue.scenarios.find(one => one.name === this.state.wish.scenario); },
    values() {
      const all = { ...(this.scenario ? this.scenario.levers : {}), ...this.state.wish.levers };
      return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== 0));
    },
    preset() { return Object.keys(this.state.wish.levers).length ? '' : this.state.wish.scenario; },
    single() { return this.state.wish.place !== 'small'; },
    here() { return this.catalogue.places.find(one => one.place === this.state.wish.place); },
    placeName() { return this.here ? `${this.here[this.lang]}${this.here.real === undefined ? '' : ' ' + this.grade(this.here)}` : this.state.wish.place; },
    found() {
      const text = this.wanted.toLowerCase().replace(/[\\s'-]/g, '');
      if (!text) return this.catalogue.places.slice(0, 6).filter(one => one.place !== this.state.wish.place).slice(0, 0);
      return this.catalogue.places.filter(one => `${one.zh} ${one.en} ${one.pinyin}`.toLowerCase().replace(/['-]/g, '').includes(text)).slice(0, 8);
    },
    dearest() {
      const names = Object.fromEntries(this.catalogue.levers.map(one => [one.id, one[this.lang]]));
      return Object.entries(this.answer.money.levers).map(([id, amount]) => ({ id, amount, name: names[id] || id })).sort((a, b) => b.amount - a.amount).slice(0, 6);
    },
  },
  watch: {
    answer: { immediate: true, handler(now) { if (now && !this.touched) { this.t = now.quarters.length - 1; this.touched = true; } if (this.picked !== null) this.$emit('story', this.picked); } },
  },
  methods: {
    w(key, parts) { return say(this.lang, key, parts); },
    digits: v => digits(v),
    grade(one) { return (this.lang === 'zh' ? '数据等级 ' : 'data grade ') + GRADES[one.grade]; },
    go(one) { this.wanted = ''; this.picked = null; this.$emit('ask', { place: one.place }); },
    choose(event) { if (event.target.value) this.$emit('ask', { scenario: event.target.value, levers: {} }); },
    clear() { this.$emit('ask', { scenario: 'baseline', levers: {} }); },
    set(id, value) {
      const levers = { ...this.state.wish.levers, [id]: value };
      if (value === 0 && !(this.scenario && id in this.scenario.levers)) delete levers[id];
      this.$emit('ask', { levers });
    },
    pick(uid) { this.picked = uid; this.$emit('story', uid); },
    any() { const best = this.dots.mostApart(this.t, this.picked); if (best !== null) this.pick(best); },
    data() {
      const rows = ['quarter,indicator,scope,as_before,policy'];
      for (const [key, path] of Object.entries(this.answer.paths)) {
        const [indicator, scope] = key.split('@');
        this.answer.quarters.forEach((q, i) => rows.push([q, indicator, scope, path.left[i], path.right[i]].join(',')));
      }
      for (const [payer, by] of Object.entries(this.answer.money.payers)) this.answer.quarters.forEach((q, i) => rows.push([q, `spending_${payer}_wan_yuan`, 'policy', 0, by[i]].join(',')));
      save('zhenxing.csv', '\uFEFF' + rows.join('\r\n') + '\r\n', 'text/csv');
    },
    copy() {
      const done = () => { this.copied = true; setTimeout(() => { this.copied = false; }, 1500); };
      if (navigator.clipboard) navigator.clipboard.writeText(this.link).then(done, () => {});
    },
  },
};
