import { createApp } from 'vue';

import '@shared/ui/base.css';
import PortalApp from './PortalApp.vue';
import { router } from './router';

createApp(PortalApp).use(router).mount('#app');
