/** sRGB colour arithmetic for the tests of the design tokens (reference: ux, section 3.5). */
export type Rgb = readonly [r: number, g: number, b: number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/** Machado, Oliveira and Fernandes 2009, severity 1.0; applied to linear RGB. */
const MACHADO = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Record<string, Matrix>;

export const VISIONS = ['normal', 'protanopia', 'deuteranopia', 'tritanopia', 'monochrome'] as const;
export type Vision = (typeof VISIONS)[number];

/** `#rrggbb` to linear RGB, each 0..1. */
export function linearRgb(hex: string): Rgb {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!digits) throw new Error(`not a colour of six digits: ${hex}`);
  const channel = (i: number) => {
    const v = parseInt(digits[i] ?? '', 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(2), channel(3)];
}

const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** WCAG 2 contrast ratio, 1..21. */
export function contrast(a: string, b: string): number {
  const [la, lb] = [luminance(linearRgb(a)), luminance(linearRgb(b))];
  return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05);
}

const dot = (row: Rgb, v: Rgb): number => row[0] * v[0] + row[1] * v[1] + row[2] * v[2];
const clamp = (v: number): number => Math.min(1, Math.max(0, v));

/** What a person with that colour vision sees of a linear colour. */
export function seen(colour: Rgb, vision: Vision): Rgb {
  if (vision === 'normal') return colour;
  if (vision === 'monochrome') {
    const l = luminance(colour);
    return [l, l, l];
  }
  const m: Matrix = MACHADO[vision];
  return [clamp(dot(m[0], colour)), clamp(dot(m[1], colour)), clamp(dot(m[2], colour))];
}

const XYZ: Matrix = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const D65: Rgb = [0.95047, 1, 1.08883];

/** Linear RGB to CIE L*a*b* under D65. */
export function lab(colour: Rgb): Rgb {
  const f = (i: 0 | 1 | 2) => {
    const t = dot(XYZ[i], colour) / D65[i];
    return t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29;
  };
  const [x, y, z] = [f(0), f(1), f(2)];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const rad = (degrees: number): number => (degrees * Math.PI) / 180;
const hue = (b: number, a: number): number => {
  if (a === 0 && b === 0) return 0;
  const h = (Math.atan2(b, a) * 180) / Math.PI;
  return h < 0 ? h + 360 : h;
};

/** CIEDE2000 colour difference of two Lab colours (CIE 142-2001). */
export function ciede2000([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb): number {
  const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const [h1, h2] = [hue(b1, p1), hue(b2, p2)];

  let dh = h2 - h1;
  if (c1 * c2 === 0) dh = 0;
  else if (dh > 180) dh -= 360;
  else if (dh < -180) dh += 360;
  const dL = l2 - l1;
  const dC = c2 - c1;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin(rad(dh / 2));

  const l = (l1 + l2) / 2;
  const c = (c1 + c2) / 2;
  let h = h1 + h2;
  if (c1 * c2 !== 0) {
    if (Math.abs(h1 - h2) <= 180) h /= 2;
    else h = h < 360 ? (h + 360) / 2 : (h - 360) / 2;
  }
  const t =
    1 -
    0.17 * Math.cos(rad(h - 30)) +
    0.24 * Math.cos(rad(2 * h)) +
    0.32 * Math.cos(rad(3 * h + 6)) -
    0.2 * Math.cos(rad(4 * h - 63));
  const sL = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const sC = 1 + 0.045 * c;
  const sH = 1 + 0.015 * c * t;
  const rC = 2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const rT = -Math.sin(rad(60 * Math.exp(-(((h - 275) / 25) ** 2)))) * rC;
  const [x, y, z] = [dL / sL, dC / sC, dH / sH];
  return Math.sqrt(x * x + y * y + z * z + rT * y * z);
}

/** CIEDE2000 between two `#rrggbb` colours as a person with that vision sees them. */
export const difference = (a: string, b: string, vision: Vision): number =>
  ciede2000(lab(seen(linearRgb(a), vision)), lab(seen(linearRgb(b), vision)));
