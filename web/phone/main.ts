import { createApp } from 'vue';

import '@shared/ui/base.css';
import PhoneApp from './PhoneApp.vue';

createApp(PhoneApp).mount('#app');
