import { isoTime } from '../clock.ts';
import { type Call, isAvailable, type Method, type Methods, type Result } from '../method.ts';
import { isTruthy } from '../php-value.ts';
import { Refusal } from '../refusal.ts';

const ALL_SCOPES = [
  'crm',
  'department',
  'disk',
  'im',
  'imbot',
  'task',
  'user',
  'user.userfield',
  'user_basic',
  'user_brief',
];

/** The basic scope (docs: api-reference/common/system). */
export function serviceMethods(known: () => [string, Method][]): Methods {
  return {
    profile: { scopes: [], run: profile },
    scope: {
      scopes: [],
      run: ({ parameters, caller }) => ({ result: isTruthy(parameters.FULL) ? ALL_SCOPES : [...caller.scopes] }),
    },
    'server.time': { scopes: [], run: ({ portal }) => ({ result: isoTime(portal.now()) }) },
    'app.info': { scopes: [], run: applicationInfo },
    'method.get': {
      scopes: [],
      run: ({ parameters, caller }) => {
        const method = known().find(([name]) => name === parameters.NAME)?.[1];
        const isExisting = method !== undefined;
        return { result: { isExisting, isAvailable: isExisting && isAvailable(method, caller) } };
      },
    },
  };
}

function profile({ caller, portal }: Call): Result {
  const person = portal.people.find(caller.userId);
  if (person === undefined || !person.active) return { result: [] };
  return {
    result: {
      ID: String(person.id),
      ADMIN: person.id === 1,
      NAME: person.name,
      LAST_NAME: person.lastName,
      PERSONAL_GENDER: '',
      TIME_ZONE: person.timeZone,
    },
  };
}

/** Over a webhook it is refused, as docs say; by the module source (rest/lib/api/app.php) it tells scopes and licence. */
function applicationInfo({ caller, portal }: Call): Result {
  const LICENSE = `${portal.language}_company`;
  if (caller.by.kind !== 'application') {
    if (portal.webhookInfo === 'licence') return { result: { SCOPE: [...caller.scopes], LICENSE } };
    throw new Refusal(400, 'ACCESS_DENIED', 'Access denied! Application context required');
  }
  return {
    result: {
      ID: 1,
      CODE: portal.access.application.clientId,
      VERSION: 1,
      STATUS: 'L',
      INSTALLED: true,
      PAYMENT_EXPIRED: 'N',
      DAYS: null,
      LANGUAGE_ID: portal.language,
      LICENSE,
      LICENSE_TYPE: 'company',
      LICENSE_FAMILY: 'company',
    },
  };
}
