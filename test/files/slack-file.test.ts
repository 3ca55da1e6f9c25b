import { describe, expect, it } from 'vitest';
import { isPicture, readFiles } from '../../src/files/slack-file.ts';

const PERMALINK = 'https://acme.slack.com/files/U012/F012/plan.png';

/** A file as Slack describes one that lies there. */
const hosted = {
  id: 'F012',
  created: 1_700_000_000,
  name: 'plan.png',
  title: 'The plan',
  mimetype: 'image/png',
  size: 4096,
  mode: 'hosted',
  is_external: false,
  file_access: 'visible',
  url_private: 'https://files.slack.com/files-pri/T1-F012/plan.png',
  permalink: PERMALINK,
  original_w: 640,
  original_h: 480,
};

const read = (more: Record<string, unknown>) => readFiles([{ ...hosted, ...more }])[0];

describe('a file as Slack describes it', () => {
  it('has a name, a type, a size, a link and its measures', () => {
    expect(readFiles([hosted])).toEqual([
      {
        id: 'F012',
        name: 'plan.png',
        mimetype: 'image/png',
        size: 4096,
        what: 'file',
        editable: false,
        url: hosted.url_private,
        link: PERMALINK,
        width: 640,
        height: 480,
        standing: 'there',
      },
    ]);
  });

  it.each(['hosted', 'snippet', 'post', 'space', 'canvas', 'list', 'email', 'something new'])(
    'is there in the mode %s, by its permalink',
    (mode) => {
      expect(read({ mode })).toMatchObject({ standing: 'there', link: PERMALINK });
    },
  );

  it('is called what people call it: a file by its name, a page of Slack by its title', () => {
    const named = { name: 'Q3_plan', title: 'Q3 plan' };
    expect(read({ ...named, mode: 'quip' })?.name).toBe('Q3 plan');
    expect(read({ ...named, mode: 'canvas', title: '' })?.name).toBe('Q3_plan');
    expect(read({ ...named, mode: 'hosted' })?.name).toBe('Q3_plan');
    expect(read({ mode: 'hosted', name: null })?.name).toBe('The plan');
  });

  it('leads to where it lives when that is not Slack', () => {
    const elsewhere = 'https://docs.example.com/d/1';
    const external = { mode: 'external', is_external: true, url_private: 'https://other.example.com/1' };
    expect(read({ ...external, external_url: elsewhere })?.link).toBe(elsewhere);
    expect(read(external)?.link).toBe('https://other.example.com/1');
    expect(read({ ...external, url_private: null })?.link).toBe(PERMALINK);
    expect(read({ is_external: true, external_url: elsewhere })?.link).toBe(elsewhere);
  });

  it('never leads to an address that a browser would run', () => {
    expect(read({ mode: 'external', external_url: 'javascript:alert(1)' })?.link).toBe(hosted.url_private);
    expect(read({ permalink: 'file:///etc/passwd' })).not.toHaveProperty('link');
  });

  it.each([
    [{ mode: 'tombstone' }, 'deleted'],
    [{ file_access: 'file_not_found' }, 'deleted'],
    [{ mode: 'hidden_by_limit' }, 'hidden'],
    [{ file_access: 'access_denied' }, 'denied'],
    [{ file_access: 'check_file_info' }, 'ask'],
  ])('is known from %o to be %s', (more, standing) => {
    expect(read(more)?.standing).toBe(standing);
  });

  it.each([{ file_access: 'check_file_info' }, {}])(
    'has to be asked for as the stub of Slack Connect with %o',
    (access) => {
      const stub = { id: 'F034', mode: 'file_access', created: 0, timestamp: 0, user: '', ...access };
      expect(readFiles([stub])).toMatchObject([{ id: 'F034', name: '', mimetype: '', size: 0, standing: 'ask' }]);
    },
  );

  it('is called by its title or its ID where it has no name', () => {
    expect(read({ name: null })?.name).toBe('The plan');
    expect(read({ name: '', title: '' })?.name).toBe('F012');
  });

  it.each(['tombstone', 'hidden_by_limit', 'file_access'])(
    'is not called by its ID in the mode %s, which only leads nowhere',
    (mode) => {
      expect(readFiles([{ id: 'F012', mode }])[0]?.name).toBe('');
      expect(read({ mode })?.name).toBe('plan.png');
    },
  );

  it('is not lost for a detail of another type than expected', () => {
    const odd = { name: 5, size: '4096', mimetype: null, original_w: 'wide', permalink: 7, mode: [] };
    expect(read(odd)).toMatchObject({ id: 'F012', name: 'The plan', mimetype: '', size: 0, standing: 'there' });
  });

  it('reads measures that Slack gives as text', () => {
    expect(read({ original_w: '640', original_h: '480' })).toMatchObject({ width: 640, height: 480 });
    expect(read({ original_w: 0, original_h: 0 })).not.toHaveProperty('width');
  });

  it.each([undefined, null, 'F012', {}, [null, 5, 'F012', {}, { id: 5 }]])('is not found in %o', (files) => {
    expect(readFiles(files)).toEqual([]);
  });
});

describe('a picture', () => {
  it.each(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp', 'IMAGE/PNG'])('is %s', (mimetype) => {
    expect(readFiles([{ ...hosted, mimetype }]).every(isPicture)).toBe(true);
  });

  it.each(['image/svg+xml', 'image/tiff', 'image/heic', 'application/pdf', 'application/vnd.slack-remote', ''])(
    'is not %s, which a browser may not draw or may run',
    (mimetype) => {
      expect(readFiles([{ ...hosted, mimetype }]).some(isPicture)).toBe(false);
    },
  );
});
