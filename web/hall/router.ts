import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router';

import { loadSession, setSession } from '@shared/session';

declare module 'vue-router' {
  interface RouteMeta {
    title: string;
    open?: boolean; // readable without login
  }
}

const wizard = [
  {
    path: 'application',
    meta: { title: '选择应用' },
    component: () => import('./wizard/ChooseStep.vue'),
  },
  {
    path: 'details',
    meta: { title: '录入信息' },
    component: () => import('./wizard/DetailsStep.vue'),
  },
  {
    path: 'form',
    meta: { title: '打印申请表' },
    component: () => import('./wizard/FormStep.vue'),
  },
  {
    path: 'materials',
    meta: { title: '上传资料' },
    component: () => import('./wizard/MaterialsStep.vue'),
  },
  {
    path: 'payment',
    meta: { title: '在线支付' },
    component: () => import('./wizard/PaymentStep.vue'),
  },
  {
    path: 'done',
    meta: { title: '提交成功' },
    component: () => import('./wizard/DoneStep.vue'),
  },
];

export const router = createRouter({
  history: createWebHistory('/hall'),
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
  routes: [
    { path: '/', redirect: '/applications' },
    {
      path: '/login',
      meta: { title: '登录', open: true },
      component: () => import('./pages/LoginPage.vue'),
    },
    {
      path: '/arrival',
      meta: { title: '从门户转来', open: true },
      component: () => import('./pages/ArrivalPage.vue'),
    },
    {
      path: '/start',
      meta: { title: '证书新办' },
      component: () => import('./pages/StartPage.vue'),
    },
    {
      path: '/applications',
      meta: { title: '我的业务单' },
      component: () => import('./pages/ListPage.vue'),
    },
    {
      path: '/applications/:id',
      props: true,
      component: () => import('./pages/ApplicationPage.vue'),
      children: [
        {
          path: '',
          meta: { title: '业务单' },
          component: () => import('./application/DetailPage.vue'),
        },
        {
          path: 'resume',
          meta: { title: '继续办理' },
          component: () => import('./wizard/ResumeStep.vue'),
        },
        { path: '', component: () => import('./wizard/WizardFrame.vue'), children: wizard },
      ],
    },
    {
      path: '/:rest(.*)',
      meta: { title: '没有这个页面', open: true },
      component: () => import('./pages/MissingPage.vue'),
    },
  ],
});

export function loginPlace(wanted: string) {
  return { path: '/login', query: { next: wanted } };
}

/** Only places inside the hall: a link must not send anybody elsewhere after login. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/applications';
}

/** The session has ended on the server: log in again and come back here. */
export function sessionEnded(): void {
  setSession();
  const here = router.currentRoute.value;
  if (here.path === '/login') return;
  const place = loginPlace(here.fullPath);
  void router.push({ ...place, query: { ...place.query, ended: '1' } });
}

router.beforeEach(async (to: RouteLocationNormalized) => {
  // Without an answer nobody is sent to log in: the page itself says that the network is down.
  const session = await loadSession().catch(() => undefined);
  if (to.meta.open || !session || session.signed_in) return true;
  return loginPlace(to.fullPath);
});

router.afterEach((to, from) => {
  document.title = `${to.meta.title} - 深圳CA网上营业厅`;
  // A new page begins at its content for keyboard and screen reader, too.
  if (from.matched.length && to.path !== from.path) document.getElementById('content')?.focus();
});
