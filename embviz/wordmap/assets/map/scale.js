// The numbers of a legend, written so that its classes can be told apart, whatever their size.

const HUGE = 1e9; // from here,
const ENORMOUS = 1e12; // from here even where they are whole,
const TINY = 1e-3; // and below this numbers are written with powers of ten
const COARSE = 2; // a class this wide needs no decimals,
const FINE = 0.02; // one not narrower than this two
const THIN_SPACE = "\u202f";

/**
 * How to write the bounds of classes, each so wide, of a scale from low to high.
 * @param {boolean} whole these are whole numbers @returns {(value: number) => string}
 */
export function writer(low, high, width, whole, texts) {
  const most = Math.max(Math.abs(low), Math.abs(high));
  const small = !whole && most > 0 && most < TINY;
  if (small || most >= (whole ? ENORMOUS : HUGE)) {
    const digits = width > 0 ? Math.ceil(Math.log10(most / width)) : 6;
    return (value) => signed(power(value, digits, texts), value);
  }
  const digits = whole ? 0 : decimals(width);
  return (value) => signed(grouped(texts.decimals(value, digits)), value);
}

/** Enough decimals to tell classes of this width apart. */
function decimals(width) {
  if (width >= COARSE) return 0;
  if (width >= FINE) return 2;
  if (width === 0) return 3;
  return Math.min(12, 1 - Math.floor(Math.log10(width)));
}

function power(value, digits, texts) {
  if (value === 0) return "0";
  return texts.pointed(value.toExponential(Math.max(1, Math.min(15, digits))).replace("e+", "e"));
}

/** Thousands apart, above four digits: 1990, but 10 000. */
function grouped(written) {
  return written.replace(/^-?\d{5,}/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE));
}

const signed = (written, value) => (value < 0 ? written.replace("-", "−") : written);

/** From one bound to another: a dash between numbers below zero needs room. */
export function range(from, to) {
  if (from === to) return from;
  return /−/.test(from + to) ? `${from} – ${to}` : `${from}–${to}`;
}
