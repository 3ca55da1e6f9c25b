import type { ListItem } from '../document.ts';

const bullets = ['•', '◦', '▪'] as const;

/** What stands before a list item, as Slack draws it: bullets, and numbers that turn into letters and Roman figures by level. */
export function markerOf({ level, marker }: ListItem): string {
  if (marker === 'done') return '☑ ';
  if (marker === 'open') return '☐ ';
  if (marker === 'bullet') return `${bullets[level % bullets.length]} `;
  const turn = level % 3;
  if (turn === 1) return `${letters(marker.number)}. `;
  return turn === 2 ? `${roman(marker.number)}. ` : `${marker.number}. `;
}

/** 1 is a, 26 is z, 27 is aa. */
function letters(number: number): string {
  let result = '';
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    result = String.fromCharCode(97 + ((rest - 1) % 26)) + result;
  }
  return result || String(number);
}

const romanFigures: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

function roman(number: number): string {
  if (number < 1 || number > 3999) return String(number);
  let rest = number;
  let result = '';
  for (const [value, figure] of romanFigures) {
    const times = Math.floor(rest / value);
    result += figure.repeat(times);
    rest -= times * value;
  }
  return result;
}
