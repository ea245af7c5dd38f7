import { mount } from 'svelte';

import App from './App.svelte';
import './app.css';
import { routes } from './shell/routes.svelte';
import { view } from './state/view.svelte';

void routes.load(view.page); // on its way while the frame is put up

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');

// What index.html shows is drawn first: two short tasks, instead of a long one that answers to no key.
setTimeout(() => {
  target.replaceChildren();
  mount(App, { target });
});
