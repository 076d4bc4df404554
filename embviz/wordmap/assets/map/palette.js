// Colours: Okabe and Ito's seven hues, which colour-blind people can tell apart, tuned so that each
// stands out from the background (3:1 for points, 4.5:1 for text). https://jfly.uni-koeln.de/color/

//             orange     sky        green      yellow     blue       vermilion  purple
const LIGHT = ["#c98200", "#2b9ad6", "#009e73", "#a89400", "#0060a0", "#d55e00", "#c0609a"];
const DARK = ["#f0a818", "#6cc4f5", "#12b886", "#f0e442", "#4c8fe0", "#f47b3a", "#dd8fbd"];
// Classes of a number, the highest first: plasma, as far as it stands out from the background. Even
// steps of lightness, away from the background, which colour-blind people see in the same order.
// https://bids.github.io/colormap/
const CLASSES_LIGHT = ["#0d0887", "#5b02a3", "#9a179b", "#cb4679", "#dd6a51"];
const CLASSES_DARK = ["#f0f921", "#fdb32f", "#f0804e", "#d8576b", "#b5309a"];
const SCORED = [4, 5]; // hues of what is sorted rightly in training and validation, as in charts
const STEPS = [0, 0.34, 0.32]; // shades: as it is, towards the text's colour, towards the background

/** @param {string} colour "#rrggbb", "#rgb" or "rgb(…)" @returns {number[]} red, green, blue */
export function rgb(colour) {
  const hex = colour.trim().match(/^#(?:([\da-f]{6})|([\da-f]{3}))/i);
  if (!hex) return (colour.match(/[\d.]+/g) ?? [0, 0, 0]).slice(0, 3).map(Number);
  const digits = hex[1] ?? [...hex[2]].map((digit) => digit + digit).join("");
  return [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16));
}

/** A share of one colour mixed into another. */
export function mix(colour, other, share) {
  const [a, b] = [rgb(colour), rgb(other)];
  const parts = a.map((part, i) => Math.round(part + (b[i] - part) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** Relative luminance, as WCAG defines it: 0 black, 1 white. */
export function luminance(colour) {
  const [r, g, b] = rgb(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours, 1 to 21. */
export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The colour, moved towards `text` until it can be read on the background. */
export function readable(colour, background, text, least = 4.5) {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, text, share);
    if (contrast(mixed, background) >= least) return mixed;
  }
  return text;
}

/** How far a colour can be moved towards the background without falling below a contrast. */
export function fading(colour, background, most, least) {
  for (let share = most; share > 0; share -= 0.02) {
    if (contrast(mix(colour, background, share), background) >= least) return share;
  }
  return 0;
}

/** Colours and font of Streamlit's theme. @param {HTMLElement} root */
export function themeOf(root) {
  const style = getComputedStyle(root);
  const of = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  return {
    text: of("--st-text-color", "#31333f"),
    background: of("--st-background-color", "#ffffff"),
    primary: of("--st-primary-color", "#ff4b4b"),
    family: of("--st-font", "sans-serif"),
  };
}

/** Text in the colour of its point, as far as that can be read. */
const labelColours = (points, { background, text }) => points.map((colour) => readable(colour, background, text));

/** All colours of a picture. The last of `points` and `labels` is for words without a group. */
export function palette(theme, groups) {
  const { text, background, primary } = theme;
  const dark = luminance(background) < 0.4;
  const towards = [background, text, background];
  const hues = dark ? DARK : LIGHT;
  const scores = SCORED.map((hue) => hues[hue]);
  const points = groups.hues.map((hue, group) => {
    const shade = groups.shades[group] ?? 0;
    return mix(hues[hue % hues.length], towards[shade % 3], STEPS[shade % 3]);
  });
  points.push(mix(text, background, 0.5));
  const labels = labelColours(points, theme);
  // Beside coloured words the others stand back; alone, they are plain text.
  labels[groups.hues.length] = groups.hues.length ? mix(text, background, 0.25) : text;
  return { text, background, primary, dark, points, labels, scores, faint: mix(text, background, 0.85) };
}

/** The same theme, for classes of a number, the highest first; or (not `scaled`) all words the same. */
export function withClasses(base, scaled) {
  const { text, background, dark } = base;
  const scale = scaled ? (dark ? CLASSES_DARK : CLASSES_LIGHT) : [];
  const points = scale.map((colour) => readable(colour, background, text, 3));
  points.push(mix(text, background, 0.5));
  const labels = labelColours(points, base);
  labels[scale.length] = text;
  return { ...base, points, labels };
}
