// The whole page: header, the view that is open, what went wrong.
import { say } from './words.js';
import { decoded } from './format.js';
import { save } from './save.js';
import { Lesson } from './lesson.js';
import { Laboratory } from './laboratory.js';
import { Classroom } from './classroom.js';

const link = document.createElement('link');
export const styled = new Promise(done => {
  Object.assign(link, { rel: 'stylesheet', href: new URL('page.css', import.meta.url).href, onload: done, onerror: done });
  document.head.append(link);
});

const parsed = text => (text ? JSON.parse(text) : null);

export const Page = {
  components: { Lesson, Laboratory, Classroom },
  props: ['said', 'answer', 'about', 'reply', 'room'],
  template: `
  <div class="page" :class="['view-' + view, { ready: !!result }]" :lang="lang === 'zh' ? 'zh-CN' : 'en'">
    <header>
      <a class="brand" :href="home"><span class="seal" aria-hidden="true">振兴</span><span class="names"><b>{{ lang === 'zh' ? '振兴' : 'zhenxing' }}</b><small>{{ w('subtitle') }}</small></span></a>
      <nav v-if="view === 'lesson'" :aria-label="w('lessons')">
        <button v-for="one in lessons" :key="one.id" :class="{ on: lesson && one.id === lesson.id }" :aria-current="lesson && one.id === lesson.id ? 'page' : null" :title="one.title[lang]" :disabled="pupil" @click="open(one)"><b>{{ one.number }}</b><span>{{ one.title[lang] }}</span></button>
      </nav><span v-else class="grow"></span>
      <span class="tools">
        <span class="busy" role="status" :class="{ on: state.busy }">{{ state.busy ? progress : '' }}</span>
        <button v-if="!pupil" @click="turn" class="view">{{ w(view === 'lesson' ? 'all_measures' : 'to_lessons') }}</button>
        <button @click="speak" class="lang" :lang="lang === 'zh' ? 'en' : 'zh-CN'">{{ w('other_language') }}</button>
      </span>
    </header>
    <classroom v-if="klass && klass.on && view === 'lesson'" :room="klass" :lang="lang" :lesson="lesson" @class="$emit('class', $event)"></classroom>
    <p v-if="state.problem" class="problem" role="alert"><span>{{ state.problem[lang] }}</span></p>
    <lesson v-if="view === 'lesson' && lesson && state.wish.lesson === lesson.id" :lesson="lesson" :state="state" :answer="fitting" :dots="fitting && dots" :story="story" :lang="lang" :room="klass"
      @ask="$emit('ask', $event)" @story="$emit('story', { uid: $event })" @guess="$emit('class', { guess: $event })"></lesson>
    <laboratory v-if="view === 'lab' && state.wish.place" :state="state" :answer="fitting" :dots="fitting && dots" :story="story" :lang="lang" :catalogue="catalogue" :link="linkOf"
      @ask="$emit('ask', $event)" @story="$emit('story', { uid: $event })" @file="$emit('file', {})"></laboratory>
    <footer><span class="badge">{{ w('sim') }}</span> {{ w('small_print') }}</footer>
  </div>`,
  data: () => ({ lang: 'zh', view: 'lesson', lessonId: null, story: null, late: false }),
  computed: {
    state() { return parsed(this.said) || {}; },
    result() { return this.answer ? Object.freeze(parsed(this.answer)) : null; },
    fitting() { return this.result && (this.view === 'lab') === (this.result.scope !== '') ? this.result : null; },
    dots() { return this.result ? decoded(this.result.dots) : null; },
    told() { return parsed(this.about) || {}; },
    lessons() { return this.told.lessons || []; },
    catalogue() { return this.told.levers ? this.told : null; },
    lesson() { return this.lessons.find(one => one.id === this.lessonId) || this.lessons[0]; },
    klass() { return parsed(this.room); },
    pupil() { return !!(this.klass && this.klass.on && !this.klass.teacher); },
    home() { return document.baseURI.split('?')[0] + `?lang=${this.lang}`; },
    linkOf() { return `${document.baseURI.split('?')[0]}?${this.query}`; },
    query() { return [this.state.link, `view=${this.view}`, `lang=${this.lang}`, ''].filter(Boolean).join('&'); },
    progress() { const p = this.state.progress; return p ? this.w('preparing', { p }) : this.w(this.late ? 'first_time' : 'computing'); },
  },
  watch: {
    reply(text) { const said = parsed(text); if (!said) return; if (said.kind === 'story') this.story = said; if (said.kind === 'file') save(said.name, said.text, 'text/yaml'); },
    query() { this.remember(); },
    lang(now) { document.documentElement.lang = now === 'zh' ? 'zh-CN' : 'en'; document.title = now === 'zh' ? '振兴 · 专业镇政策仿真实验室' : 'zhenxing · a policy laboratory'; },
    klass: { immediate: true, handler(now) { if (now && now.on && now.lesson !== this.lessonId) { const one = this.lessons.find(l => l.id === now.lesson); if (one) this.show(one); } } },
  },
  created() {
    this.lang = this.state.lang || 'zh';
    this.view = this.state.view || 'lesson';
    this.lessonId = (this.klass && this.klass.lesson) || this.state.wish.lesson;
    document.documentElement.lang = this.lang === 'zh' ? 'zh-CN' : 'en';
    if (this.view === 'lab') this.$emit('about', {});
    setTimeout(() => { this.late = !this.result; }, 4000);
  },
  methods: {
    w(key, parts) { return say(this.lang, key, parts); },
    speak() { this.lang = this.lang === 'zh' ? 'en' : 'zh'; },
    turn() { this.view = this.view === 'lesson' ? 'lab' : 'lesson'; if (this.view === 'lab') { if (!this.catalogue) this.$emit('about', {}); this.$emit('ask', { scenario: 'decision-2012' }); } if (this.view === 'lesson' && this.lesson) this.open(this.lesson); },
    open(one) { if (this.klass && this.klass.on) this.$emit('class', { act: one.id }); else this.show(one); },
    show(one) { this.lessonId = one.id; this.$emit('ask', { lesson: one.id }); },
    remember() {
      const here = new URLSearchParams(location.search), kept = ['token', 'teacher'].filter(k => here.get(k)).map(k => `&${k}=${encodeURIComponent(here.get(k))}`);
      history.replaceState(history.state, '', `?${this.query}${kept.join('')}`);
    },
  },
};
