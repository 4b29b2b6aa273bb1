import '@shared/ui/base.css';
import './sandbox.css';

import { createApp } from 'vue';

import App from './App.vue';

createApp(App).mount('#app');
