import { createApp } from 'vue';

import '@shared/ui/base.css';
import HallApp from './HallApp.vue';
import { router } from './router';

createApp(HallApp).use(router).mount('#app');
