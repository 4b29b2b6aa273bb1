import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router';

import type { Schemas } from '@shared/api/client';

import { subjectOrder } from './administration/subjects';
import { holds, landing, loadSession, type Role, session } from './session';

declare module 'vue-router' {
  interface RouteMeta {
    title: string;
    roles?: Role[]; // absent: the page asks for no role
    nav?: boolean; // shown in the head
    work?: Schemas['WorkPlace']; // whose number of waiting things stands beside it
  }
}

const kDesk: Role[] = ['reviewer', 'finance', 'producer'];
const kAll: Role[] = [...kDesk, 'administrator', 'auditor'];

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
    { path: '/', redirect: () => inside(landing(session.value)) },
    {
      path: '/login',
      component: () => import('./pages/LoginPage.vue'),
      meta: { title: '员工登录' },
    },
    {
      path: '/enrolment',
      component: () => import('./pages/EnrolmentPage.vue'),
      meta: { title: '首次登录设置' },
    },
    {
      path: '/today',
      component: () => import('./pages/TodayPage.vue'),
      meta: { title: '工作台', roles: kAll, nav: true },
    },
    {
      path: '/queue',
      component: () => import('./pages/QueuePage.vue'),
      meta: { title: '审核队列', roles: ['reviewer', 'finance'], nav: true, work: 'queue' },
    },
    {
      path: '/applications/:id',
      component: () => import('./pages/ReviewPage.vue'),
      props: true,
      meta: { title: '审核', roles: kDesk },
    },
    {
      path: '/payments',
      component: () => import('./pages/PaymentsPage.vue'),
      meta: { title: '款项核对', roles: ['finance'], nav: true, work: 'payments' },
    },
    {
      path: '/production',
      component: () => import('./pages/ProductionPage.vue'),
      meta: { title: '制证与寄送', roles: ['producer'], nav: true, work: 'production' },
    },
    {
      path: '/applications',
      component: () => import('./pages/ApplicationsPage.vue'),
      meta: { title: '业务单', roles: kDesk, nav: true },
    },
    {
      path: '/search',
      component: () => import('./pages/SearchPage.vue'),
      meta: { title: '查询', roles: kDesk },
    },
    {
      path: '/messages',
      component: () => import('./pages/MessagesPage.vue'),
      meta: { title: '短信记录', roles: kDesk, nav: true, work: 'messages' },
    },
    {
      path: '/dashboard',
      component: () => import('./pages/DashboardPage.vue'),
      meta: { title: '统计', roles: kAll, nav: true },
    },
    {
      path: '/audit',
      component: () => import('./pages/AuditPage.vue'),
      meta: { title: '审计记录', roles: ['auditor'], nav: true },
    },
    {
      path: '/administration',
      component: () => import('./pages/AdministrationPage.vue'),
      meta: { title: '系统管理', roles: ['administrator', 'auditor'], nav: true },
    },
    {
      path: '/certificates',
      component: () => import('./pages/CertificatesPage.vue'),
      meta: { title: '证书状态', roles: ['administrator', 'auditor'], nav: true },
    },
    {
      path: '/administration/changes/:id',
      component: () => import('./pages/ChangePage.vue'),
      props: true,
      meta: { title: '变更', roles: ['administrator', 'auditor'] },
    },
    {
      path: `/administration/:subject(${subjectOrder.join('|')})`,
      component: () => import('./pages/SubjectPage.vue'),
      props: true,
      meta: { title: '系统管理', roles: ['administrator'] },
    },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
});

/** The router's own paths leave out "/console". */
function inside(path: string): string {
  return path.replace(/^\/console/, '');
}

function allowed(to: RouteLocationNormalized): boolean {
  const { signed_in, must_enrol } = session.value;
  if (to.path === '/login') return !signed_in;
  if (to.path === '/enrolment') return signed_in && must_enrol;
  return signed_in && !must_enrol && holds(to.meta.roles);
}

let loaded = false;

router.beforeEach(async (to) => {
  if (!loaded) {
    // Without an answer the login page shows; signing in says what is wrong.
    await loadSession().catch(() => undefined);
    loaded = true;
  }
  if (allowed(to)) return true;
  const target = inside(landing(session.value));
  return target === '/login' && to.path !== '/'
    ? { path: target, query: { next: to.fullPath } }
    : target;
});

router.afterEach((to) => {
  document.title = `${to.meta.title} · 业务管理后台`;
});
