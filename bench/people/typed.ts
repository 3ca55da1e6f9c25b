import { generatedPeople } from '../../sandbox/generated-people.ts';
import { otherLayout } from '../../src/people/alphabets.ts';

/** What people type to find somebody, by kind. Each name is typed letter by letter, as Slack asks after every one. */
export function typedNames(company: number, names: number): Map<string, string[]> {
  const everybody = generatedPeople(company);
  const some = (script: RegExp) => {
    const of = everybody.filter(({ name }) => script.test(name));
    return of.filter((_, index) => index % Math.floor(of.length / names) === 0).slice(0, names);
  };
  const latin = some(/^\p{Script=Latin}/u);
  const cyrillic = some(/^\p{Script=Cyrillic}/u);
  const people = [...latin, ...cyrillic];
  const whole = ({ name, lastName }: { name: string; lastName: string }) => `${name} ${lastName}`.toLowerCase();
  return new Map([
    ['Latin', latin.flatMap((person) => letterByLetter(whole(person)))],
    ['Cyrillic', cyrillic.flatMap((person) => letterByLetter(whole(person)))],
    ['wrong layout', people.flatMap((person) => letterByLetter(otherLayout(whole(person))))],
    ['address', people.flatMap(({ email }) => letterByLetter(email))],
    ['nobody', people.flatMap((person) => letterByLetter(`zq${whole(person)}`))],
  ]);
}

/** Slack asks from the second letter on. */
function letterByLetter(text: string): string[] {
  return Array.from({ length: text.length - 1 }, (_, index) => text.slice(0, index + 2));
}
