// The admin API. The browser holds the session's cookie; what changes something shows the second secret too.

let csrf = '';

/** What the server refused: its problem document says why. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `the console answered ${status}`);
    this.status = status;
  }
}

/** Told when a call finds that nobody is signed in (any more). */
export const signedOut = new EventTarget();

async function call(method, path, body) {
  const headers = {Accept: 'application/json', 'X-Sluice-Actor': 'page'};
  if (method !== 'GET') headers['X-Sluice-Csrf'] = csrf;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let answer;
  try {
    answer = await fetch(path, {method, headers, body: body === undefined ? undefined : JSON.stringify(body)});
  } catch (unreachable) {
    throw new Refused(0, {detail: 'the console does not answer'});
  }
  const content = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (!answer.ok) {
    if (answer.status === 401 && path !== '/session') signedOut.dispatchEvent(new Event('signed-out'));
    throw new Refused(answer.status, content);
  }
  return content;
}

function remember(session) {
  csrf = session.csrf || '';
  return csrf !== '';
}

/** Whether somebody is signed in. */
export const session = async () => remember(await call('GET', '/session'));
export const signIn = async (token) => remember(await call('POST', '/session', {token}));
export const signOut = () => call('DELETE', '/session');

/** A path of parts, each of which may hold anything. */
export const path = (...parts) => '/' + parts.map(encodeURIComponent).join('/');

export const get = (where, query = {}) => {
  const text = new URLSearchParams(Object.entries(query).filter(([, it]) => it)).toString();
  return call('GET', text ? `${where}?${text}` : where);
};

export const post = (where, body = {}) => call('POST', where, body);

/** All pages of a list, up to so many items; `more` says that there are others. */
export async function all(where, member, most, query = {}) {
  const items = [];
  let cursor = '';
  let calls = 0;
  do {
    const page = await get(where, {...query, limit: Math.min(1000, most - items.length), cursor});
    items.push(...page[member]);
    cursor = page.next || '';
  } while (cursor && items.length < most && ++calls < 20);
  return {items, more: cursor};
}
