/** Whether a host is this very machine: the only place where plain http is good enough for a secret. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * Reads an address that secrets will travel to.
 * @returns the URL, or what is wrong with it as a sentence that does not repeat the address (it may hold a secret)
 */
export function readAddress(value: string): URL | string {
  if (!URL.canParse(value)) return 'is not a web address.';
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'is not an http(s) address.';
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return 'uses http://, which would send secrets in the open.';
  if (url.username !== '' || url.password !== '') return 'holds a user name or a password, which has no place here.';
  return url;
}
