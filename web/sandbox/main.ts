import { createApp, h } from 'vue';

createApp({ render: () => h('main', '正在建设') }).mount('#app');
