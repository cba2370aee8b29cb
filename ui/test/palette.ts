// Makes the theme's colours, src/palette.css. `npx vitest run -u test/tokens.test.ts` writes the file after a change here.
//
// A colour is a hue, a strength and a lightness. The lightness of a shade is the same for every hue, because it is what decides
// whether text can be read: text of shade 600 on shade 0 and 50 of any hue has a contrast of at least 4.5 to 1, in both themes.

export const SHADES = ['50', '100', '200', '300', '400', '500', '600', '700', '800', '900', '950'] as const;

/** Each hue's angle and greatest strength (chroma) in OKLCH. */
const HUES: readonly (readonly [name: string, angle: number, chroma: number])[] = [
  ['primary', 262, 0.21],
  ['success', 152, 0.17],
  ['warning', 66, 0.16],
  ['danger', 25, 0.22],
  ['neutral', 262, 0.016],
  ['gray', 0, 0],
  ['red', 25, 0.22],
  ['orange', 46, 0.19],
  ['amber', 66, 0.17],
  ['yellow', 88, 0.165],
  ['lime', 126, 0.19],
  ['green', 148, 0.18],
  ['emerald', 162, 0.15],
  ['teal', 182, 0.125],
  ['cyan', 210, 0.125],
  ['sky', 236, 0.15],
  ['blue', 258, 0.2],
  ['indigo', 276, 0.22],
  ['violet', 290, 0.23],
  ['purple', 303, 0.24],
  ['fuchsia', 322, 0.25],
  ['pink', 352, 0.21],
  ['rose', 14, 0.21],
];

/** Lightness, and the part of a hue's greatest strength, of each shade. */
const LIGHT = [
  [0.977, 0.1],
  [0.951, 0.2],
  [0.905, 0.38],
  [0.84, 0.6],
  [0.735, 0.88],
  [0.635, 1],
  [0.535, 1],
  [0.465, 0.92],
  [0.395, 0.76],
  [0.335, 0.6],
  [0.25, 0.46],
] as const;

const DARK = [
  [0.235, 0.22],
  [0.27, 0.32],
  [0.325, 0.45],
  [0.4, 0.6],
  [0.49, 0.78],
  [0.6, 0.92],
  [0.715, 0.85],
  [0.785, 0.68],
  [0.85, 0.48],
  [0.905, 0.3],
  [0.95, 0.16],
] as const;

const NEUTRAL_ENDS = { light: [1, 0.13], dark: [0.175, 0.985] } as const;

const linear = (l: number, c: number, h: number): [number, number, number] => {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
};

/** The colour, weakened until a screen can show it. */
const hex = (l: number, chroma: number, h: number): string => {
  let c = chroma;
  while (c > 0 && linear(l, c, h).some((part) => part < -0.0001 || part > 1.0001)) {
    c = Math.max(0, c - 0.002);
  }
  const encode = (part: number): number => {
    const clamped = Math.min(1, Math.max(0, part));
    return clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055;
  };
  return `#${linear(l, c, h)
    .map((part) => Math.round(encode(part) * 255).toString(16).padStart(2, '0'))
    .join('')}`;
};

const theme = (name: 'light' | 'dark'): string => {
  const scale = name === 'light' ? LIGHT : DARK;
  const [ground, ink] = NEUTRAL_ENDS[name];
  const tint = HUES.find(([hue]) => hue === 'neutral')?.[1] ?? 0;
  const lines = [
    `  --hd-color-neutral-0: ${hex(ground, name === 'light' ? 0 : 0.008, tint)};`,
    `  --hd-color-neutral-1000: ${hex(ink, name === 'light' ? 0.01 : 0, tint)};`,
  ];
  for (const [hue, angle, chroma] of HUES) {
    for (const [index, [lightness, strength]] of scale.entries()) {
      // Greys keep more of their tint where colours fade.
      const part = chroma < 0.05 ? 0.3 + 0.7 * strength : strength;
      lines.push(`  --hd-color-${hue}-${SHADES[index]}: ${hex(lightness, chroma * part, angle)};`);
    }
  }
  return lines.join('\n');
};

/** The style sheet. */
export const paletteCss = (): string => `/* Made by palette.ts: \`npm run palette\`. */

:root {
${theme('light')}
}

:root[data-theme='dark'] {
${theme('dark')}
}
`;
