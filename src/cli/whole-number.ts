import { InvalidArgumentError } from 'commander';

/** Reads an id: a positive whole number. */
export function wholeNumber(value: string): number {
  const number = /^\d+$/.test(value.trim()) ? Number(value) : 0;
  if (number > 0 && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError('It must be a positive whole number.');
}
