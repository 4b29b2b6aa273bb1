import '@shared/ui/base.css';
import './sandbox.css';

import { createApp, defineAsyncComponent } from 'vue';

import App from './App.vue';
import PayPage from './PayPage.vue';

const vendor = location.pathname.replace(/\/$/, '') === '/sandbox/vendor';
const order = /^\/sandbox\/pay\/([^/]+)$/.exec(location.pathname)?.[1];
const page = vendor ? defineAsyncComponent(() => import('./VendorPage.vue')) : App;
const app = order ? createApp(PayPage, { number: decodeURIComponent(order) }) : createApp(page);
app.mount('#app');
