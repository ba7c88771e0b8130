// Step, speed, quarter. Space plays, arrow keys step, unless one is writing or moving a slider.
import { say } from './words.js';
import { quarterName } from './format.js';

const SPEEDS = [1, 2, 4];

export const Player = {
  props: ['quarters', 't', 'lang', 'disabled'],
  template: `
  <div class="player" role="group" :aria-label="w('quarter')">
    <button class="icon" @click="go(0)" :disabled="disabled" :aria-label="w('to_start')" :title="w('to_start')"><svg viewBox="0 0 16 16" width="16" aria-hidden="true"><path d="M3 3v10M13 3L5.5 8 13 13z" fill="currentColor" stroke="currentColor" stroke-width="1.6"/></svg></button>
    <button class="icon" @click="go(t - 1)" :disabled="disabled || t <= 0" :aria-label="w('back')" :title="w('back')"><svg viewBox="0 0 16 16" width="16" aria-hidden="true"><path d="M10 3L5 8l5 5" fill="none" stroke="currentColor" stroke-width="1.6"/></svg></button>
    <button class="icon main" @click="toggle" :disabled="disabled" :aria-label="w(playing ? 'pause' : 'play')" :title="w(playing ? 'pause' : 'play')"><svg viewBox="0 0 16 16" width="16" aria-hidden="true"><path :d="playing ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5L13 8l-9 5.5z'" fill="currentColor"/></svg></button>
    <button class="icon" @click="go(t + 1)" :disabled="disabled || t >= last" :aria-label="w('step')" :title="w('step')"><svg viewBox="0 0 16 16" width="16" aria-hidden="true"><path d="M6 3l5 5-5 5" fill="none" stroke="currentColor" stroke-width="1.6"/></svg></button>
    <button class="icon" @click="go(last)" :disabled="disabled" :aria-label="w('to_end')" :title="w('to_end')"><svg viewBox="0 0 16 16" width="16" aria-hidden="true"><path d="M13 3v10M3 3l7.5 5L3 13z" fill="currentColor" stroke="currentColor" stroke-width="1.6"/></svg></button>
    <input type="range" min="0" :max="last" :value="t" @input="go(Number($event.target.value))" :disabled="disabled" :aria-label="w('quarter')" :aria-valuetext="name">
    <output class="quarter">{{ name }}</output>
    <button class="icon speed" @click="faster" :aria-label="w('speed')" :title="w('speed')">{{ speed }}×</button>
  </div>`,
  data: () => ({ playing: false, speed: 1 }),
  computed: {
    last() { return Math.max(this.quarters.length - 1, 0); },
    name() { return this.quarters.length ? quarterName(this.quarters[this.t], this.lang) : '—'; },
  },
  mounted() { window.addEventListener('keydown', this.key); },
  beforeDestroy() { window.removeEventListener('keydown', this.key); clearInterval(this.timer); },
  watch: { disabled(now) { if (now) this.stop(); } },
  methods: {
    w(key) { return say(this.lang, key); },
    go(to) { this.$emit('go', Math.min(Math.max(to, 0), this.last)); },
    toggle() { if (this.playing) return this.stop(); if (this.t >= this.last) this.go(0); this.playing = true; this.tick(); },
    tick() {
      clearInterval(this.timer);
      this.timer = setInterval(() => { if (this.t >= this.last) this.stop(); else this.go(this.t + 1); }, 640 / this.speed);
    },
    stop() { this.playing = false; clearInterval(this.timer); },
    faster() { this.speed = SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length]; if (this.playing) this.tick(); },
    key(event) {
      if (this.disabled || /^(INPUT|SELECT|TEXTAREA|BUTTON|A)$/.test(event.target.tagName) || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === ' ') this.toggle();
      else if (event.key === 'ArrowRight') this.go(this.t + 1);
      else if (event.key === 'ArrowLeft') this.go(this.t - 1);
      else return;
      event.preventDefault();
    },
  },
};
