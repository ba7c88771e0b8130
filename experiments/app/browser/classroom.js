// The class: everybody's guesses, and the teacher's bar with the code to join.
import { say } from './words.js';

export const Classroom = {
  props: ['room', 'lang', 'lesson'],
  template: `
  <section class="classroom" :aria-label="w('class_bar')" :class="{ teacher: room.teacher }">
    <img v-if="room.teacher && room.code" :src="room.code" :alt="w('join') + ' ' + room.url" class="code">
    <div v-if="room.teacher" class="join"><b>{{ w('join') }}</b><code>{{ room.url }}</code></div>
    <svg v-if="room.teacher || room.revealed" class="bars" viewBox="0 0 240 46" preserveAspectRatio="none" role="img" :aria-label="w('guesses_n', { n: room.guessed, m: room.here })">
      <rect v-for="(n, i) in room.bars" :key="i" :x="10 * i + 1" :y="44 - 40 * n / most" width="8" :height="40 * n / most" fill="#a83f00"/><line x1="0" x2="240" y1="45" y2="45" stroke="#8d97a3"/></svg>
    <span class="counts" role="status">{{ w('guesses_n', { n: room.guessed, m: room.here }) }}<br v-if="room.teacher || room.revealed"><small v-if="room.teacher || room.revealed">{{ lesson.guess.low }}{{ lesson.guess.unit[lang] }} … {{ lesson.guess.high }}{{ lesson.guess.unit[lang] }}</small></span>
    <b v-if="!room.teacher && room.frozen" class="stop">{{ w('frozen') }}</b>
    <div v-if="room.teacher" class="acts" role="group" :aria-label="w('class_bar')">
      <button @click="act('open')">{{ w('open_guesses') }}</button><button class="go" @click="act('reveal')" :disabled="room.revealed">{{ w('reveal') }}</button>
      <button @click="act('freeze')" :aria-pressed="String(room.frozen)">{{ w(room.frozen ? 'unfreeze' : 'freeze') }}</button><button @click="act('next')">{{ w('next_lesson') }}</button>
    </div>
  </section>`,
  computed: { most() { return Math.max(1, ...this.room.bars); } },
  methods: { w(key, parts) { return say(this.lang, key, parts); }, act(action) { this.$emit('class', { act: action }); } },
};
