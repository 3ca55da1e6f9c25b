import { describe, expect, it } from 'vitest';
import { readBBCode } from '../../../sandbox/bitrix24/bb-reader.ts';

const text = (message: string) => readBBCode(message).text;
const active = (message: string) => readBBCode(message).active;
const DASHES = '-'.repeat(54);

describe('styles', () => {
  it('vanish in any case, nested and side by side, and stay when they have no partner', () => {
    expect(text('[b]bold[/b] [I]italic[/i] [u]under[/U] [s]struck[/s]')).toBe('bold italic under struck');
    expect(text('[b]a[i]b[b]c[/b]d[/i]e[/b]')).toBe('abcde');
    expect(text('[b]open, [/i] and [/b]')).toBe('open, [/i] and ');
    expect(text('[b]no end')).toBe('[b]no end');
    expect(text('[ b ]spaced[ /b ] [bold]x[/bold]')).toBe('[ b ]spaced[ /b ] [bold]x[/bold]');
  });

  it('know sizes in numbers and colours in three or six digits only', () => {
    expect(text('[size=20]big[/size] [SIZE=12px]px[/SIZE] [size=big]word[/size]')).toBe('big px [size=big]word[/size]');
    expect(text('[color=#f00]red[/color] [color=#ff0000]red[/color] [color=red]red[/color]')).toBe(
      'red red [color=red]red[/color]',
    );
  });

  it('leave signs of HTML as typed', () => {
    expect(text('<b>&amp;"\'</b>')).toBe('<b>&amp;"\'</b>');
  });
});

describe('line breaks', () => {
  it('are newlines and [br] and #BR# in any case', () => {
    expect(text('a\nb[br]c[BR]d[Br]e#BR#f')).toBe('a\nb\nc\nd\ne\nf');
  });

  it('and blanks around the message are trimmed away, indents inside are kept', () => {
    expect(text('  a\n    b\n\tc \n')).toBe('a\n    b\n\tc');
  });
});

describe('links', () => {
  it('are http and https, with or without words of their own', () => {
    const read = readBBCode('[url=https://a.example/?x=1&y=2]words[/url] [URL]http://b.example[/URL]');
    expect(read).toEqual({
      text: 'words http://b.example',
      active: [
        { kind: 'link', href: 'https://a.example/?x=1&y=2' },
        { kind: 'link', href: 'http://b.example' },
      ],
    });
  });

  it('with any other address lose the tag and keep the words', () => {
    for (const address of [
      'javascript:alert(1)',
      'mailto:a@b.example',
      'tel:112',
      'slack://open',
      '/local',
      'ftp://x.example',
    ]) {
      expect(readBBCode(`[url=${address}]words[/url]`)).toEqual({ text: 'words', active: [] });
    }
    expect(readBBCode('[url]mailto:a@b.example[/url]')).toEqual({ text: 'mailto:a@b.example', active: [] });
  });

  it('may have brackets in the address', () => {
    expect(active('[url=https://a.example/?p[1]=x]words[/url]')).toEqual([
      { kind: 'link', href: 'https://a.example/?p[1]=x' },
    ]);
  });

  it('may hold styles, and do not hold a second link', () => {
    expect(readBBCode('[url=https://a.example][b]bold[/b] words[/url]').text).toBe('bold words');
    expect(text('[url=https://a.example]no end')).toBe('[url=https://a.example]no end');
  });

  it('are not made of bare addresses', () => {
    expect(readBBCode('see https://a.example/x')).toEqual({ text: 'see https://a.example/x', active: [] });
  });
});

describe('mentions', () => {
  it('name a person, with their own words or with the portal’s name', () => {
    const nameOf = (id: number) => (id === 5 ? 'Ann Lee' : undefined);
    expect(
      readBBCode('[USER=5]boss[/USER] [user=5][/user] [user=5 replace]x[/user] [user=6][/user]', { nameOf }),
    ).toEqual({
      text: 'boss Ann Lee Ann Lee User 6',
      active: [5, 5, 5, 6].map((id) => ({ kind: 'user', id })),
    });
    expect(readBBCode('[user=all]everybody[/user] [user=0]nobody[/user] [user=x]no[/user]')).toEqual({
      text: 'everybody nobody [user=x]no[/user]',
      active: [{ kind: 'user', id: 'all' }],
    });
  });

  it('show a style inside the name in letters', () => {
    expect(text('[USER=5][b]Ann[/b][/USER]')).toBe('<b>Ann</b>');
  });

  it('lead to chats, open lines and single messages', () => {
    expect(readBBCode('[chat=12]room[/chat] [CHAT=imol|7]line[/CHAT] [context=chat12/345]there[/context]')).toEqual({
      text: 'room line there',
      active: [
        { kind: 'chat', id: 'chat12' },
        { kind: 'chat', id: 'imol|7' },
        { kind: 'context', to: 'chat12/345' },
      ],
    });
  });
});

describe('actions', () => {
  it('send, put and call what their tag or else their words say', () => {
    expect(
      readBBCode('[send=/help me]press[/send] [put]words[/put] [call=+1 (23) 4]ring[/call] [call]112[/call]'),
    ).toEqual({
      text: 'press words ring 112',
      active: [
        { kind: 'send', command: '/help me' },
        { kind: 'put', command: 'words' },
        { kind: 'call', number: '+1 (23) 4' },
        { kind: 'call', number: '112' },
      ],
    });
    expect(readBBCode('[call]me[/call]')).toEqual({ text: '[call]me[/call]', active: [] });
  });

  it('act inside a code block too, and swallow its end', () => {
    expect(active('[code][send=x]y[/send][/code]')).toEqual([{ kind: 'send', command: 'x' }]);
    expect(readBBCode('[code]a [put=b]c[/code] d[/put] e')).toEqual({
      text: '[code]a  d e',
      active: [{ kind: 'put', command: 'b]c[/code' }],
    });
  });

  it('reach over lines and to the last bracket', () => {
    expect(readBBCode('[send=a\nb]c[/send]')).toEqual({ text: 'c', active: [{ kind: 'send', command: 'a\nb' }] });
    expect(active('[send=a]b]c[/send]')).toEqual([{ kind: 'send', command: 'a]b' }]);
  });

  it('without an end are letters', () => {
    expect(readBBCode('[send=x]y [put]z')).toEqual({ text: '[send=x]y [put]z', active: [] });
  });
});

describe('code', () => {
  it('keeps other tags from acting and stands on its own lines', () => {
    expect(readBBCode('see [code][b]x[/b] [user=5]y[/user]\n>> z[/code]\nthen')).toEqual({
      text: 'see \n[b]x[/b] [user=5]y[/user]\n>> z\nthen',
      active: [],
    });
    expect(text('[code]\nfirst[/code]\n[CODE]second[/CODE]')).toBe('first\nsecond');
  });
});

describe('quotes', () => {
  it('are lines that begin with >>, which vanishes', () => {
    expect(text('>>one\n>> two\nthree >> four')).toBe('one\n two\nthree >> four');
    expect(text('a\n>>b\nc')).toBe('a\nb\nc');
  });

  it('are what stands between two lines of 54 dashes', () => {
    expect(text(`${DASHES}\nquoted\n${DASHES}\nafter`)).toBe('quoted\nafter');
    expect(text(`${DASHES}\nAnn [10:00]\nquoted\n${DASHES}\nafter`)).toBe('Ann 10:00\nquoted\nafter');
    expect(text(`${DASHES}\nnot closed`)).toBe(`${DASHES}\nnot closed`);
  });

  it('take a bracket inside for their heading, and lose one that stands first', () => {
    expect(text(`${DASHES}\nsome text [note]\nmore\n${DASHES}`)).toBe('some text note\nmore');
    expect(text(`${DASHES}\n[note]\nmore\n${DASHES}`)).toBe('more');
  });
});

describe('pictures, files and moments', () => {
  it('are read in the documented forms only', () => {
    expect(
      readBBCode(
        '[img size=medium]https://a.example/x.png [/img]|[icon=https://a.example/i.png size=20 title=T]|[disk=7]',
      ),
    ).toEqual({
      text: '||[File]',
      active: [
        { kind: 'image', src: 'https://a.example/x.png' },
        { kind: 'icon', src: 'https://a.example/i.png' },
        { kind: 'disk', id: 7 },
      ],
    });
    for (const typed of [
      '[img]https://a.example/x.png[/img]',
      '[img size=huge]https://a.example[/img]',
      '[icon=javascript:x]',
      '[disk=x]',
    ]) {
      expect(readBBCode(typed)).toEqual({ text: typed, active: [] });
    }
  });

  it('shows a moment in a format that it knows', () => {
    expect(
      text('[timestamp=1577836800 format=LONG_DATE_FORMAT], [TIMESTAMP=1577836800 FORMAT=SHORT_TIME_FORMAT]'),
    ).toBe('January 1, 2020, 12:00 AM');
    expect(text('[timestamp=1577836800 format=d.m.Y] [timestamp=1577836800]')).toBe(
      '[timestamp=1577836800 format=d.m.Y] [timestamp=1577836800]',
    );
  });

  it('loses the marks of open lines and a slash command at the very beginning', () => {
    expect(text('good[like]bad[DISLIKE][rating=5]')).toBe('goodbad');
    expect(text('/me waves')).toBe('waves');
    expect(text('/loud voice')).toBe('voice');
    expect(text('say /me')).toBe('say /me');
  });
});

describe('hostile text', () => {
  it('is read in a moment', () => {
    for (const piece of [
      '[',
      '[b]',
      '[/b]',
      '[url=',
      '[put=a',
      '[send=]',
      '[user=1]',
      '[code]',
      `${DASHES}\n[`,
      '>>',
      '[b][i][u]',
      '####REPLACEMENT_SEND_0####',
    ]) {
      const message = piece.repeat(Math.ceil(100_000 / piece.length));
      expect(readBBCode(message).active).toEqual([]);
    }
  });

  it('can’t forge an element', () => {
    expect(readBBCode('<span data-act="0">x</span> [url=https://a.example]y[/url]')).toEqual({
      text: '<span data-act="0">x</span> y',
      active: [{ kind: 'link', href: 'https://a.example' }],
    });
  });
});
