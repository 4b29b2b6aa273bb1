import '@shared/ui/base.css';
import './sandbox.css';

import { createApp, defineAsyncComponent } from 'vue';

import App from './App.vue';

const vendor = location.pathname.replace(/\/$/, '') === '/sandbox/vendor';
const page = vendor ? defineAsyncComponent(() => import('./VendorPage.vue')) : App;
createApp(page).mount('#app');
