import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company, type Transport } from './company.ts';

describe.each<Transport>(['http', 'socket'])('the slash command over %s', (transport) => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company(transport);
  });
  afterAll(() => acme.end());

  it('rings the bell of one person, and the sender sees that it arrived', async () => {
    const { ivan } = acme.people;
    const sender = acme.as(ivan);
    const { acknowledgedInMs, error } = await sender.command('/b24notify', '@anna Please approve *invoice 12*', acme.sales);
    expect(error).toBeUndefined();
    expect(acknowledgedInMs).toBeLessThan(3000);
    const seen = await sender.answers(':white_check_mark:');
    expect(seen.text).toContain('invoice 12');
    const [item] = acme.portal.bell(12);
    expect(item?.text).toBe('Ivan Petrov in Slack, #sales:\nPlease approve invoice 12');
    expect(item?.messageOut).toContain('Please approve invoice 12');
    expect(item?.subTag).toBe('b24notify');
  });
});
