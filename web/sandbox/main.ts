import '@shared/ui/base.css';
import './sandbox.css';

import { createApp } from 'vue';

import App from './App.vue';
import PayPage from './PayPage.vue';

const order = /^\/sandbox\/pay\/([^/]+)$/.exec(location.pathname)?.[1];
const page = order ? createApp(PayPage, { number: decodeURIComponent(order) }) : createApp(App);
page.mount('#app');
