// Numbers as people read them, quarters in words, and bytes from the server.
export const digits = (value, significant = 3) => {
  if (value === null || value === undefined || !isFinite(value)) return '—';
  if (value === 0) return '0';
  if (Number.isInteger(value) && Math.abs(value) < 1000) return String(value);
  const power = Math.max(0, significant - 1 - Math.floor(Math.log10(Math.abs(value))));
  const rounded = Number(value.toPrecision(significant));
  return rounded.toLocaleString('en-US', { minimumFractionDigits: Math.min(power, 6), maximumFractionDigits: Math.min(power, 6) });
};

export const signed = (value, significant = 2) => {
  if (value === null || !isFinite(value)) return '—';
  if (Math.abs(value) < 0.005) return '≈0';
  return (value > 0 ? '+' : '−') + digits(Math.abs(value), significant);
};

export const plain = value => Number(Number(value).toPrecision(6)).toString();

export const quarterName = (text, lang) =>
  lang === 'zh' ? `${text.slice(0, 4)} 年${'一二三四'[Number(text[5]) - 1]}季度` : text;

export const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));

// Round steps for an axis that covers low to high.
export const ticks = (low, high, wanted = 4) => {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / wanted, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map(m => m * power).find(s => s >= raw);
  const found = [];
  for (let v = Math.ceil(low / step - 1e-9) * step; v <= high + step * 1e-9; v += step) found.push(Number(v.toPrecision(12)));
  return found;
};

export const decoded = dots => {
  const count = dots.uid.length, grades = bytes(dots.grades), right = bytes(dots.right);
  // The largest firm among those furthest apart in a quarter, another than `last`; null where none lives.
  const mostApart = (t, last) => {
    const found = [-1, -1, -1];
    for (let i = 0; i < count; i++) {
      const look = right[t * count + i], grade = grades[t * count + i];
      if (look !== 255 && dots.uid[i] !== last && (found[grade] < 0 || look > right[t * count + found[grade]])) found[grade] = i;
    }
    const best = found.reverse().find(i => i >= 0);
    return best === undefined ? null : dots.uid[best];
  };
  return Object.freeze({ ...dots, count, left: bytes(dots.left), right, grades, mostApart });
};
