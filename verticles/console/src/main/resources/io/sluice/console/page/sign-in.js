// Who has no session shows the admin token.

import {signIn} from './api.js';
import {command, h, show} from './dom.js';

export function view(container, done) {
  const token = h('input', {
    id: 'token', type: 'password', name: 'token', autocomplete: 'current-password', required: true, spellcheck: 'false',
  });
  const problem = h('p', {class: 'problem', role: 'alert'});
  const button = h('button', {type: 'submit', class: 'main'}, 'Sign in');
  const form = h('form', {class: 'sign-in', on: {submit}},
    h('img', {src: '/page/icon.svg', alt: '', width: 44, height: 44}),
    h('h1', {}, 'Sluice'),
    h('input', {class: 'hidden', autocomplete: 'username', value: 'admin', tabindex: -1, 'aria-hidden': 'true'}),
    h('label', {for: 'token'}, 'Admin token'), token, problem, button,
    h('details', {}, h('summary', {}, 'Where is the token?'),
      h('p', {}, h('code', {}, './sluice dev'), ' prints it as ', h('code', {}, 'adminToken'),
        ', and keeps it in the data folder:'),
      command('cat ./data/admin-token'),
      h('p', {}, 'In an installation it is the setting ', h('code', {}, 'console.token'), '.')));

  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    try {
      await signIn(token.value.trim());
      done();
    } catch (refused) {
      problem.textContent = refused.message;
      token.select();
    } finally {
      button.disabled = false;
    }
  }

  show(container, h('main', {class: 'door'}, form));
  token.focus();
}
