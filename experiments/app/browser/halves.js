// The two worlds: the same firms in the same places, a dot each; those that differ wear a halo.
import { say } from './words.js';

const FRAME = [1000, 620], ABSENT = 255;
export const COLOURS = { plain: '#8d97a3', parted: '#c4a052', supported: '#0072b2', waiting: '#c06a9d', overdrawn: '#c8500a', halo: '#f0a500' };
const STATES = ['plain', 'supported', 'waiting', 'overdrawn'];
const radius = (look, scale) => scale * (2 + 0.33 * (look >> 2));

// 示例镇(甲·五金)01 -> 甲·五金 where there is little room.
const shortName = (name, short) => (short && /\((.+?)[),]/.test(name) ? name.match(/\((.+?)\)/)[1].split(' and ')[0] : name);

export const Half = {
  props: ['dots', 't', 'side', 'towns', 'lang', 'picked', 'title', 'hidden'],
  template: `
  <figure class="half" :class="side">
    <figcaption><span class="swatch" :class="side"></span>{{ title }}<small v-if="dots">{{ count }}</small></figcaption>
    <div class="frame" ref="frame">
      <canvas ref="canvas" role="img" :aria-label="label" @click="pick"></canvas>
    </div>
  </figure>`,
  computed: {
    alive() { return this.dots ? this.dots.alive[this.side][this.t] : 0; },
    count() { return say(this.lang, 'firms_n', { n: this.alive.toLocaleString('en-US') }); },
    label() { return `${this.title}: ${this.count}`; },
  },
  watch: { dots: 'draw', t: 'draw', lang: 'draw', picked: 'draw', hidden: 'draw' },
  mounted() {
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.$refs.frame);
    this.draw();
    if (document.fonts) document.fonts.ready.then(() => this.draw());
  },
  beforeDestroy() { this.observer.disconnect(); },
  methods: {
    place() {
      const box = this.$refs.frame.getBoundingClientRect();
      const scale = Math.min(box.width / FRAME[0], box.height / FRAME[1]);
      return { box, scale, left: (box.width - scale * FRAME[0]) / 2, top: (box.height - scale * FRAME[1]) / 2 };
    },
    draw() {
      const canvas = this.$refs.canvas;
      if (!canvas) return;
      const { box, scale, left, top } = this.place(), sharp = window.devicePixelRatio || 1;
      canvas.width = Math.round(box.width * sharp);
      canvas.height = Math.round(box.height * sharp);
      const pen = canvas.getContext('2d');
      if (!this.dots || box.width < 10) return;
      pen.setTransform(sharp * scale, 0, 0, sharp * scale, sharp * left, sharp * top);
      this.drawTowns(pen, scale);
      this.drawFirms(pen);
    },
    drawTowns(pen, scale) {
      const names = Object.fromEntries(this.towns.map(town => [town.row, town]));
      pen.textAlign = 'center';
      pen.font = `${Math.max(19, 11.5 / scale)}px "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif`;
      for (const [town, x, y, r] of this.dots.rings) {
        pen.beginPath();
        pen.arc(x, y, r, 0, 7);
        pen.fillStyle = '#f1f4f7';
        pen.fill();
        pen.fillStyle = '#5b626c';
        if (names[town]) pen.fillText(shortName(names[town][this.lang], scale < 0.62), x, Math.min(y + r + 24, FRAME[1] - 4));
      }
    },
    drawFirms(pen) {
      const { count, x, y, grades, scale } = this.dots, looks = this.dots[this.side], row = this.t * count;
      const paint = (colour, wanted, more = 0) => {
        pen.beginPath();
        for (let i = 0; i < count; i++) {
          const look = looks[row + i], grade = this.hidden ? 0 : grades[row + i];
          if (look === ABSENT || !wanted(look & 3, grade)) continue;
          const r = radius(look, scale) + more;
          pen.moveTo(x[i] + r, y[i]);
          pen.arc(x[i], y[i], r, 0, 6.3);
        }
        pen.fillStyle = colour;
        pen.fill();
      };
      paint(COLOURS.halo, (state, grade) => grade === 2, 5);
      paint('#ffffff', (state, grade) => grade === 2, 1.5);
      paint(COLOURS.plain, (state, grade) => state === 0 && grade === 0);
      paint(COLOURS.parted, (state, grade) => state === 0 && grade > 0);
      STATES.forEach((state, code) => { if (code) paint(COLOURS[state], own => own === code); });
      this.drawPicked(pen);
    },
    drawPicked(pen) {
      const i = this.dots.uid.indexOf(this.picked);
      if (i < 0) return;
      pen.beginPath();
      pen.arc(this.dots.x[i], this.dots.y[i], 16, 0, 6.3);
      pen.lineWidth = 4;
      pen.strokeStyle = '#22262c';
      pen.stroke();
    },
    pick(event) {
      if (!this.dots) return;
      const { box, scale, left, top } = this.place();
      const px = (event.clientX - box.left - left) / scale, py = (event.clientY - box.top - top) / scale;
      const looks = this.dots[this.side], row = this.t * this.dots.count;
      let best = -1, near = 30 ** 2;
      for (let i = 0; i < this.dots.count; i++) {
        if (looks[row + i] === ABSENT) continue;
        const away = (this.dots.x[i] - px) ** 2 + (this.dots.y[i] - py) ** 2;
        if (away < near) { near = away; best = i; }
      }
      if (best >= 0) this.$emit('pick', this.dots.uid[best]);
    },
  },
};
