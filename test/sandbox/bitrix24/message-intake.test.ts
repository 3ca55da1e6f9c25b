import { describe, expect, it } from 'vitest';
import { MESSAGE_LIMIT, storeMessage } from '../../../sandbox/bitrix24/message-intake.ts';

describe('what the portal makes of a message', () => {
  it('turns breaks into newlines and trims', () => {
    expect(storeMessage('\n a[BR]b[br]c#BR#d \t\n')).toBe('a\nb\nc\nd');
    expect(storeMessage('\u00a0kept\u00a0')).toBe('\u00a0kept\u00a0');
  });

  it('cuts silently after 20,000 characters, counted as code points', () => {
    expect(storeMessage('x'.repeat(MESSAGE_LIMIT))).toHaveLength(MESSAGE_LIMIT);
    expect(storeMessage(`${'x'.repeat(MESSAGE_LIMIT)}y`)).toBe(`${'x'.repeat(MESSAGE_LIMIT)} (...)`);
    expect(storeMessage('😀'.repeat(MESSAGE_LIMIT))).toBe('😀'.repeat(MESSAGE_LIMIT));
  });

  it('turns HTML into BB code', () => {
    expect(storeMessage('<b>a</b><u>b</u><S>c</S><i>d<b>e</b></i>')).toBe('[b]a[/b][u]b[/u][S]c[/S][i]d[b]e[/b][/i]');
    expect(storeMessage('<a href="https://a.example">x</a> <a class=y href=https://b.example>z</a>')).toBe(
      '[url=https://a.example]x[/url] [url=https://b.example]z[/url]',
    );
    expect(storeMessage('a<br>b<BR />c<hr>d')).toBe('a[br]b[br]c------[BR]d');
    expect(storeMessage('<font color="#ff0000">red</font><span style="color: #0f0">green</span>')).toBe(
      '[color=#ff0000]red[/color]green',
    );
    expect(storeMessage('<div><div class="x">in</div></div> <span>out</span>')).toBe('in out');
  });

  it('changes text that only looks like HTML and leaves the rest', () => {
    expect(storeMessage('if a <b and c> d</b> then')).toBe('if a <b and c> d</b> then');
    expect(storeMessage('x <i> y </i> z')).toBe('x [i] y [/i] z');
    expect(storeMessage('<p>1 < 2</p> <script>x</script>')).toBe('<p>1 < 2</p> <script>x</script>');
  });

  it('decodes entities once, also into BB code that then acts, also inside code', () => {
    expect(storeMessage('&lt;b&gt; &quot;x&quot; &#91;b&#93; &#39; &#36; &#092; &#124; &nbsp;|')).toBe(
      '<b> "x" [b] \' $ \\ |  |',
    );
    expect(storeMessage('&amp;lt; &amp;amp;')).toBe('&lt; &amp;');
    expect(storeMessage('[code]&lt;[/code]')).toBe('[code]<[/code]');
    expect(storeMessage('&unknown; &#x5b; &lt')).toBe('&unknown; &#x5b; &lt');
  });

  it('keeps a mention only of somebody whom the author may see', () => {
    expect(storeMessage('[USER=5]Ann[/USER] [user=6 replace]Bob[/user]', (id) => id === 5)).toBe(
      '[USER=5]Ann[/USER] Bob',
    );
  });

  it('bears hostile text', () => {
    for (const piece of ['<b>', '<a href=', '<div>', '<span', '<font color=#fff>', '<', '&amp;']) {
      expect(storeMessage(piece.repeat(20_000 / piece.length)).length).toBeGreaterThan(0);
    }
  });
});
