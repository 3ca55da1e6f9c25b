/** People for a company of any size, the same ones every time, as a company in two alphabets has them. */

const LATIN = {
  first:
    'Anna Boris Carla Daniel Elena Felix Greta Hugo Irina Jakob Karin Liam Maria Nils Olga Peter Quentin Rita Sofia Tomas Ursula Victor Wanda Xenia Yannick Zoe Jürgen Chloé Łukasz Åsa',
  last: 'Lee Müller Novak Orlov Petrov Quinn Rossi Smith Taylor Ulrich Vogel Walker Xavier Young Zimmermann Andersen Brown Castro Dubois Evans Fischer Garcia Hansen Ivanov Jensen Kowalski Larsen Moreau Nielsen O’Brien',
};
const CYRILLIC = {
  first:
    'Анна Борис Вера Глеб Дарья Евгений Жанна Захар Ирина Кирилл Лариса Максим Наталья Олег Полина Роман Светлана Тимур Ульяна Фёдор Харитон Цветана Чеслава Шамиль Щорс Эльвира Юлия Яна Алексей Ксения',
  last: 'Иваненко Смирных Кузнец Попович Соколенко Лебедь Коваль Новак Мороз Петренко Волк Соловей Васильченко Зайчук Павленко Семенюк Голуб Виноградских Богданович Воробей Фёдоровых Михайленко Беляк Тарасенко Беленко Комар Орел Киселюк Макаренко Щербак',
};

export interface GeneratedPerson {
  name: string;
  lastName: string;
  /** One of a kind. */
  email: string;
}

/** The first so many people. Every second one has a Cyrillic name; namesakes get more frequent the more there are. */
export function generatedPeople(count: number): GeneratedPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const names = index % 2 === 0 ? LATIN : CYRILLIC;
    const nth = Math.floor(index / 2);
    const [first, last] = [names.first.split(' '), names.last.split(' ')];
    return {
      name: first[nth % first.length] ?? '',
      lastName: last[Math.floor(nth / first.length) % last.length] ?? '',
      email: `p${index}@example.com`,
    };
  });
}
