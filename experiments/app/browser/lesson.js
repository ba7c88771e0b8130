// A lesson: one question, a guess that is locked before the run, two worlds, one path, and why.
import { say } from './words.js';
import { digits, plain, quarterName, signed } from './format.js';
import { Half } from './halves.js';
import { Path } from './path.js';
import { Player } from './player.js';
import { Chain, Legend, Money, Story } from './panels.js';

export const Lesson = {
  components: { Half, PathChart: Path, Player, Chain, LegendLine: Legend, Money, StoryPanel: Story },
  props: ['lesson', 'state', 'answer', 'dots', 'story', 'lang', 'room'],
  template: `
  <main class="lesson" :class="{ waiting: state.busy }">
    <section class="question">
      <div class="asked"><h1>{{ lesson.question[lang] }}</h1><p>{{ lesson.setting[lang] }}</p></div>
      <div class="guess" :class="{ locked }">
        <label :for="'guess'">{{ w('my_guess') }}: {{ lesson.guess.label[lang] }}</label>
        <div class="z-row"><input id="guess" type="range" :min="lesson.guess.low" :max="lesson.guess.high" :step="lesson.guess.step" v-model.number="guess" :disabled="locked" @input="touched = true">
        <output>{{ signed(guess) }}<small> {{ lesson.guess.unit[lang] }}</small></output>
        <button class="go" @click="lock" :disabled="locked || frozen">{{ w(locked ? 'locked' : 'lock') }}</button></div>
      </div>
    </section>
    <section class="worlds">
      <half side="left" :title="titles.left" :dots="dots" :t="t" :towns="towns" :lang="lang" :picked="picked" :hidden="covered" @pick="pick"></half>
      <half side="right" :title="titles.right" :dots="dots" :t="t" :towns="towns" :lang="lang" :picked="picked" :hidden="covered" @pick="pick"></half>
      <p class="parting" :class="{ same: apart === 0 }" role="status" aria-live="polite">{{ parting }}</p>
      <legend-line :lang="lang" :one-in="dots ? dots.one_in : 1"></legend-line>
    </section>
    <section class="beside" :aria-label="lesson.outcome.label[lang]">
      <h2>{{ (mode === 'difference' ? lesson.guess.label : lesson.outcome.label)[lang] }}<small>{{ mode === 'difference' ? shownUnit : '' }}</small>
        <span class="switch"><button :class="{ on: mode === 'difference' }" :aria-pressed="String(mode === 'difference')" @click="mode = 'difference'">{{ w('more_than_left') }}</button><button :class="{ on: mode === 'levels' }" :aria-pressed="String(mode === 'levels')" @click="mode = 'levels'">{{ w('levels') }}</button></span></h2>
      <path-chart v-if="path" :quarters="answer.quarters" :left="path.left" :right="path.right" :difference="answer.effects" :t="t" :lang="lang" :guess="(locked || touched) && (mode === 'difference' || lesson.guess.ends_in_levels) ? guess : null"
        :earlier="mode === 'difference' ? earlier : []" :crowd="mode === 'difference' || lesson.guess.ends_in_levels ? crowd : []" :mode="mode" :unit="shownUnit" :from="from" :hidden="covered" :label="lesson.outcome.label[lang]"></path-chart>
      <p class="verdict" v-if="atEnd && !covered"><b>{{ w('answer') }} {{ result }}</b> <i class="badge">{{ w('sim') }}</i> · {{ w('you_said', { g: told(guess) }) }}<br><small>{{ w('one_luck') }} · {{ w('luck_n', { n: state.wish.seed }) }}</small></p>
      <p class="learnt" v-if="atEnd && !covered && own">{{ lesson.lesson_learnt[lang] }}</p>
      <p class="verdict quiet" v-else-if="!locked">{{ w('guess_first') }}</p>
      <p class="verdict quiet" v-else-if="held">{{ w('wait_reveal') }}</p>
      <p class="verdict quiet" v-else>{{ earlier.length ? w('earlier') + ' ' + earlier.length : '' }}</p>
    </section>
    <div class="below"><section class="controls">
      <player :quarters="answer ? answer.quarters : []" :t="t" :lang="lang" :disabled="!locked || held || !answer" @go="t = $event"></player>
      <div class="measures"><h3>{{ w('measures') }}</h3>
        <div class="measure" v-for="m in lesson.measures" :key="m.id"><label :for="m.id" :title="m.label[lang]">{{ m.label[lang] }}</label>
          <input :id="m.id" type="range" :min="m.low" :max="m.high" :step="m.step" :value="valueOf(m)" @change="set(m, $event)" @input="moved(m, $event)" :disabled="frozen || (locked && held) || !moves" :aria-valuetext="spoken(m)">
          <output><b>{{ plain(shownValue(m)) }}</b> {{ m.unit[lang] }}<small>{{ cost(m) }}</small></output></div>
      </div>
      <p class="buttons"><label class="arms" v-if="others.length > 1">{{ w('compare_with') }} <select :value="arms.right" @change="show($event.target.value)" :disabled="!locked || held || frozen"><option v-for="a in others" :key="a.id" :value="a.id">{{ a.label[lang] }}</option></select></label><button class="luck" @click="luck" :disabled="!locked || held || frozen || state.busy"><svg class="turn" viewBox="0 0 16 16" width="14" aria-hidden="true"><path d="M13 5A5.6 5.6 0 1 0 13.6 9.5M13.4 1.8V5.4H9.8" fill="none" stroke="currentColor" stroke-width="1.8"/></svg> {{ w('luck') }}</button>
      <button v-if="lesson.twist" @click="twist" :disabled="!locked || held || frozen || state.busy" :title="lesson.twist.text[lang]">{{ w(twisted ? 'undo_twist' : 'twist') }}<template v-if="!twisted">: {{ lesson.twist.label[lang] }}</template></button></p>
    </section>
    <section class="why"><chain :links="lesson.chain" :paths="answer && answer.paths" :t="t" :lang="lang" :hidden="covered"></chain>
      <money :money="answer && answer.money" :t="t" :lang="lang" :hidden="covered"></money></section>
    <story-panel :story="story" :picked="picked" :lang="lang" :disabled="covered || !dots" @any="any"></story-panel></div>
  </main>`,
  data() {
    return { guess: 0, touched: false, locked: false, t: 0, mode: 'difference', picked: null, earlier: [], sliding: {}, twisted: false };
  },
  computed: {
    covered() { return !this.locked || this.held; },
    held() { return !!(this.room && this.room.on && !this.room.revealed && !this.room.teacher); },
    frozen() { return !!(this.room && this.room.on && this.room.frozen && !this.room.teacher); },
    crowd() { return this.room && this.room.on && this.room.revealed ? this.room.guesses : []; },
    towns() { return this.answer ? this.answer.towns : []; },
    path() { return this.answer && this.answer.paths[this.lesson.outcome.key]; },
    shownUnit() { return this.lesson.guess.kind === 'percent' ? '%' : ''; },
    arms() { const { left, right } = this.state.wish; return { left: left || this.lesson.usual.left, right: right || this.lesson.usual.right }; },
    titles() { const name = id => this.lesson.arms.find(a => a.id === id).label[this.lang]; return { left: name(this.arms.left), right: name(this.arms.right) }; },
    others() { return this.lesson.arms.filter(a => a.id !== this.arms.left); },
    moves() { return this.arms.right === this.lesson.measured || this.arms.left === this.lesson.measured; },
    own() { return this.arms.right === this.lesson.usual.right && this.arms.left === this.lesson.usual.left; },
    from() { return this.answer ? Math.max(this.answer.quarters.indexOf('2012Q4'), 0) : 0; },
    atEnd() { return this.answer && this.t === this.answer.quarters.length - 1; },
    apart() { return this.dots && !this.covered ? this.dots.parted[this.t] : 0; },
    parting() {
      if (!this.answer) return this.w('computing');
      const parted = this.answer.parted_in, q = i => quarterName(this.answer.quarters[i], this.lang);
      if (!this.locked) return this.w('guess_first');
      if (this.held) return this.w('wait_reveal');
      if (parted === null) return this.w('never_part');
      if (this.t < parted) return this.w('still_same', { q: q(this.t) });
      return this.w('parted', { q: q(parted), n: this.dots.parted[this.t].toLocaleString('en-US'), m: this.dots.far[this.t].toLocaleString('en-US') });
    },
    result() { return this.answer ? this.told(this.answer.effect) : ''; },
  },
  watch: {
    lesson: { immediate: true, handler() { this.start(); } },
    answer(now, before) { this.t = this.locked && before ? Math.min(this.t, now.quarters.length - 1) : 0; this.sliding = {}; if (this.picked !== null) this.$emit('story', this.picked); },
  },
  methods: {
    w(key, parts) { return say(this.lang, key, parts); },
    digits: v => digits(v), signed: v => signed(v), plain,
    told(value) { const unit = this.lesson.guess.unit[this.lang]; return signed(value) + (this.lang === 'en' && unit !== '%' ? ' ' : '') + unit; },
    start() {
      const { low, high } = this.lesson.guess;
      Object.assign(this, { guess: Math.round((low + high) / 2 / this.lesson.guess.step) * this.lesson.guess.step, touched: false, locked: false, t: 0, picked: null, earlier: [], sliding: {}, twisted: false });
    },
    lock() { this.locked = true; this.touched = true; this.$emit('guess', this.guess); },
    valueOf(m) { const v = this.state.wish.values[m.id]; return v === undefined ? m.usual : v; },
    shownValue(m) { return m.id in this.sliding ? this.sliding[m.id] : this.valueOf(m); },
    moved(m, event) { this.$set(this.sliding, m.id, Number(event.target.value)); },
    set(m, event) {
      this.earlier = [];
      this.$emit('ask', { values: { ...this.state.wish.values, [m.id]: Number(event.target.value) } });
    },
    show(right) { this.earlier = []; this.twisted = false; this.$emit('ask', { right, left: this.lesson.usual.left }); },
    spoken(m) { return `${plain(this.shownValue(m))} ${m.unit[this.lang]}`; },
    cost(m) {
      if (this.covered || !this.answer || m.id in this.sliding || !m.lever) return '';
      const spent = this.answer.money.levers[m.lever];
      return spent ? this.w('per_year', { n: digits(spent / 5, 2) }) : '';
    },
    luck() {
      if (this.answer && this.atEnd) this.earlier = [...this.earlier, this.answer.effects].slice(-8);
      this.$emit('ask', { seed: (this.state.wish.seed % 4294967295) + 1 });
    },
    twist() { this.twisted = !this.twisted; this.earlier = []; this.$emit('ask', { right: (this.twisted ? this.lesson.twist : this.lesson.usual).right, left: (this.twisted ? this.lesson.twist : this.lesson.usual).left }); },
    pick(uid) { if (this.covered) return; this.picked = uid; this.$emit('story', uid); },
    any() { const best = this.dots.mostApart(this.t, this.picked); if (best !== null) this.pick(best); },
  },
};
