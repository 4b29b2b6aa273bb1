import { createRouter, createWebHistory } from 'vue-router';

import HomePage from './pages/HomePage.vue';

export const kPortalName = '湖南省CA证书与电子签章资源共享平台';

export const router = createRouter({
  history: createWebHistory('/'),
  scrollBehavior: (to, from, saved) => {
    if (saved) return saved;
    if (to.hash) return { el: to.hash };
    return to.path === from.path ? undefined : { top: 0 };
  },
  routes: [
    { path: '/', meta: { title: '' }, component: HomePage },
    {
      path: '/apply',
      meta: { title: 'CA证书办理' },
      component: () => import('./pages/ApplyPage.vue'),
    },
    {
      path: '/query',
      meta: { title: 'CA证书查询' },
      component: () => import('./pages/QueryPage.vue'),
    },
    {
      path: '/verify',
      meta: { title: '证书核验' },
      component: () => import('./pages/VerifyPage.vue'),
    },
    { path: '/help', meta: { title: '常见问题' }, component: () => import('./pages/HelpPage.vue') },
    {
      path: '/help/:id',
      props: true,
      meta: { title: '常见问题' },
      component: () => import('./pages/AnswerPage.vue'),
    },
    {
      path: '/guide',
      meta: { title: '办理指南' },
      component: () => import('./pages/GuidePage.vue'),
    },
    {
      path: '/guide/:type',
      props: true,
      meta: { title: '办理指南' },
      component: () => import('./pages/ArticlePage.vue'),
    },
    {
      path: '/announcements',
      meta: { title: '公告' },
      component: () => import('./pages/AnnouncementsPage.vue'),
    },
    {
      path: '/announcements/:code',
      props: true,
      meta: { title: '公告' },
      component: () => import('./pages/AnnouncementPage.vue'),
    },
    {
      path: '/service/:code',
      props: true,
      meta: { title: '业务办理' },
      component: () => import('./pages/ServicePage.vue'),
    },
    {
      path: '/:rest(.*)',
      meta: { title: '没有这个页面' },
      component: () => import('./pages/MissingPage.vue'),
    },
  ],
});

router.afterEach((to, from) => {
  const title = String(to.meta.title ?? '');
  document.title = title ? `${title} - ${kPortalName}` : kPortalName;
  if (from.matched.length && to.path !== from.path) document.getElementById('content')?.focus();
});
