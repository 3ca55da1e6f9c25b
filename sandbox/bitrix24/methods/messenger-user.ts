import type { Call, Methods, Result } from '../method.ts';
import { fullName, type Person } from '../people.ts';
import { type Value, valuesOf, wholeNumber } from '../php-value.ts';
import { Refusal } from '../refusal.ts';

/** The messenger's cards of people (docs: api-reference/chats/users). They show the address even without a user scope. */
export const messengerUserMethods: Methods = {
  'im.user.get': { scopes: ['im'], run: one },
  'im.user.list.get': { scopes: ['im'], run: several },
};

function one({ parameters, caller, portal }: Call): Result {
  if (parameters.ID !== undefined && wholeNumber(parameters.ID) <= 0) {
    throw new Refusal(400, 'ID_EMPTY', "User ID can't be empty");
  }
  const person = portal.people.find(parameters.ID === undefined ? caller.userId : wholeNumber(parameters.ID));
  if (person === undefined) throw new Refusal(400, 'USER_NOT_EXISTS', 'User does not exist');
  return { result: card(person) };
}

/** A person that does not exist is null under the asked id. */
function several({ parameters, portal }: Call): Result {
  const ids = valuesOf(parameters.ID).map(wholeNumber);
  if (ids.length === 0) throw new Refusal(400, 'ID_EMPTY', "User ID can't be empty");
  const cards = ids.map((id): [string, Value] => {
    const person = portal.people.find(id);
    return [String(id), person === undefined ? null : card(person)];
  });
  return { result: Object.fromEntries(cards) };
}

function card(person: Person): { [field: string]: Value } {
  return {
    id: person.id,
    active: person.active,
    name: fullName(person),
    first_name: person.name,
    last_name: person.lastName,
    work_position: person.workPosition,
    email: person.email,
    bot: person.userType === 'bot',
    extranet: person.userType === 'extranet',
    network: false,
    connector: false,
    external_auth_id: person.userType === 'employee' || person.userType === 'extranet' ? 'default' : person.userType,
    departments: person.departments,
    status: 'online',
    absent: false,
    avatar: '',
  };
}
