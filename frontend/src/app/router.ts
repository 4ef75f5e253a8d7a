/** Which page an address shows, and who has to be signed in for it. */

import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw, type Router } from 'vue-router'
import { signedOut } from '../api/client'
import { useSession } from '../api/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** For everybody, without the frame of the consoles. */
    open?: boolean
    needs?: string
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/wall', component: () => import('../features/wall/WallPage.vue'), meta: { open: true } },
  { path: '/verify', component: () => import('../features/dossiers/VerifyPage.vue'), meta: { open: true } },
  { path: '/login', component: () => import('../features/session/LoginPage.vue'), meta: { open: true } },
  { path: '/', component: () => import('../features/contests/HomePage.vue'), meta: { needs: 'contests.read' } },
  { path: '/launch', component: () => import('../features/launch/LaunchPage.vue'), meta: { needs: 'contests.launch' } },
  { path: '/contests/:id(\\d+)', component: () => import('../features/contests/ContestPage.vue'), meta: { needs: 'contests.read' } },
  { path: '/calendar', component: () => import('../features/calendar/CalendarPage.vue'), meta: { needs: 'contests.read' } },
  { path: '/series', component: () => import('../features/calendar/SeriesListPage.vue'), meta: { needs: 'contests.read' } },
  { path: '/series/:id(new|\\d+)', component: () => import('../features/calendar/SeriesPage.vue'), meta: { needs: 'contests.read' } },
  { path: '/templates', component: () => import('../features/templates/TemplatesPage.vue'), meta: { needs: 'templates.read' } },
  { path: '/templates/:code', component: () => import('../features/templates/TemplatePage.vue'), meta: { needs: 'templates.read' } },
  { path: '/contests/:id(\\d+)/reveal', component: () => import('../features/reveal/RemotePage.vue'), meta: { needs: 'contests.launch' } },
  { path: '/teams', component: () => import('../features/sides/TeamsPage.vue'), meta: { needs: 'boards.full' } },
  { path: '/teams/:code', component: () => import('../features/sides/TeamPage.vue'), meta: { needs: 'contests.read' } },
  { path: '/reviews', component: () => import('../features/reviews/ReviewsPage.vue'), meta: { needs: 'reviews.handle' } },
  { path: '/teaches', component: () => import('../features/teaches/TeachesPage.vue'), meta: { needs: 'contests.manage' } },
  { path: '/appeals', component: () => import('../features/appeals/AppealsPage.vue'), meta: { needs: 'results.sign' } },
  { path: '/me', component: () => import('../features/agent/MyPlacePage.vue'), meta: { needs: 'boards.own' } },
  { path: '/kudos', component: () => import('../features/kudos/KudosPage.vue'), meta: { needs: 'kudos.give' } },
  { path: '/kudos/rules', component: () => import('../features/kudos/RulesPage.vue'), meta: { needs: 'kudos.manage' } },
  { path: '/path', component: () => import('../features/path/PathPage.vue'), meta: { needs: 'cycles.own' } },
  { path: '/criteria', component: () => import('../features/criteria/CriteriaPage.vue'), meta: { needs: 'career.read' } },
  { path: '/criteria/:code', component: () => import('../features/criteria/VersionPage.vue'), meta: { needs: 'career.read' } },
  { path: '/cycles', component: () => import('../features/cycles/CyclesPage.vue'), meta: { needs: 'cycles.decide' } },
  { path: '/cycles/new', component: () => import('../features/cycles/CycleFormPage.vue'), meta: { needs: 'cycles.run' } },
  { path: '/cycles/:id(\\d+)', component: () => import('../features/cycles/BoardPage.vue'), meta: { needs: 'cycles.decide' } },
  { path: '/cycles/:id(\\d+)/edit', component: () => import('../features/cycles/CycleFormPage.vue'), meta: { needs: 'cycles.run' } },
  { path: '/cycles/:id(\\d+)/compare', component: () => import('../features/cycles/ComparePage.vue'), meta: { needs: 'cycles.decide' } },
  { path: '/my-candidates', component: () => import('../features/cycles/LeadPage.vue'), meta: { needs: 'cycles.recommend' } },
  { path: '/my-review', component: () => import('../features/cycles/MinePage.vue'), meta: { needs: 'cycles.own' } },
  { path: '/dossiers', component: () => import('../features/dossiers/DossiersPage.vue'), meta: { needs: 'dossiers.read' } },
  { path: '/dossiers/:number', component: () => import('../features/dossiers/DossierPage.vue') },
  { path: '/my-dossiers', component: () => import('../features/dossiers/MyDossiersPage.vue'), meta: { needs: 'cycles.own' } },
  { path: '/classes', component: () => import('../features/classes/ClassesPage.vue'), meta: { needs: 'training.learn' } },
  { path: '/classes/approvals', component: () => import('../features/classes/ApprovalsPage.vue'), meta: { needs: 'training.learn' } },
  { path: '/classes/:id(\\d+)', component: () => import('../features/classes/BoardPage.vue'), meta: { needs: 'training.learn' } },
  { path: '/classes/:id(\\d+)/days', component: () => import('../features/classes/DaysPage.vue'), meta: { needs: 'training.learn' } },
  { path: '/trainees/:id(\\d+)', component: () => import('../features/classes/TraineePage.vue'), meta: { needs: 'training.learn' } },
  { path: '/onboarding', component: () => import('../features/classes/MinePage.vue'), meta: { needs: 'training.learn' } },
  { path: '/archive/:code', component: () => import('../features/classes/ArchivePage.vue'), meta: { needs: 'training.learn' } },
  { path: '/support', component: () => import('../features/support/SupportPage.vue'), meta: { needs: 'career.read' } },
  { path: '/readiness', component: () => import('../features/readiness/ReadinessPage.vue'), meta: { needs: 'career.read' } },
  { path: '/readiness/compare', component: () => import('../features/readiness/ComparePage.vue'), meta: { needs: 'career.read' } },
  { path: '/readiness/:code', component: () => import('../features/readiness/CandidatePage.vue'), meta: { needs: 'career.read' } },
  { path: '/records', component: () => import('../features/readiness/RecordsPage.vue'), meta: { needs: 'records.write' } },
  { path: '/samples', component: () => import('../features/samples/SamplesPage.vue') },
  { path: '/sampling', component: () => import('../features/samples/PlansPage.vue'), meta: { needs: 'quality.manage' } },
  { path: '/sampling/:id(\\d+)', component: () => import('../features/samples/PlanPage.vue'), meta: { needs: 'quality.manage' } },
  { path: '/faults', component: () => import('../features/samples/FaultsPage.vue'), meta: { needs: 'quality.read' } },
  { path: '/cases', component: () => import('../features/samples/CasesPage.vue'), meta: { needs: 'quality.read' } },
  { path: '/benchmarks', component: () => import('../features/samples/BenchmarksPage.vue'), meta: { needs: 'quality.manage' } },
  { path: '/qa', component: () => import('../features/qa/QaPage.vue'), meta: { needs: 'quality.read' } },
  { path: '/qa/new', component: () => import('../features/qa/JudgePage.vue') },
  { path: '/qa/:id(\\d+)', component: () => import('../features/qa/EvaluationPage.vue') },
  { path: '/qa/forms', component: () => import('../features/qa/FormsPage.vue'), meta: { needs: 'quality.read' } },
  { path: '/qa/forms/:code/:version(\\d+)', component: () => import('../features/qa/FormPage.vue'), meta: { needs: 'quality.read' } },
  { path: '/qa/calibrations', component: () => import('../features/qa/CalibrationsPage.vue'), meta: { needs: 'quality.manage' } },
  { path: '/qa/calibrations/:id(\\d+)', component: () => import('../features/qa/CalibrationPage.vue'), meta: { needs: 'quality.manage' } },
  { path: '/exams', component: () => import('../features/exams/ExamsPage.vue'), meta: { needs: 'training.manage' } },
  { path: '/exams/:code', component: () => import('../features/exams/ExamPage.vue'), meta: { needs: 'training.manage' } },
  { path: '/my-exams', component: () => import('../features/exams/MyExamsPage.vue'), meta: { needs: 'training.learn' } },
  { path: '/sittings/:id(\\d+)', component: () => import('../features/exams/SittingPage.vue'), meta: { needs: 'training.learn' } },
  { path: '/care', component: () => import('../features/care/CarePage.vue'), meta: { needs: 'training.learn' } },
  { path: '/courses', component: () => import('../features/courses/CoursesPage.vue'), meta: { needs: 'training.learn' } },
  { path: '/courses/new', component: () => import('../features/courses/EditPage.vue'), meta: { needs: 'training.manage' } },
  { path: '/courses/:code', component: () => import('../features/courses/CoursePage.vue'), meta: { needs: 'training.learn' } },
  { path: '/courses/:code/edit', component: () => import('../features/courses/EditPage.vue'), meta: { needs: 'training.manage' } },
  { path: '/courses/:code/effect', component: () => import('../features/courses/EffectPage.vue'), meta: { needs: 'training.learn' } },
  { path: '/my-learning', component: () => import('../features/courses/MyLearningPage.vue'), meta: { needs: 'training.learn' } },
  { path: '/displays', component: () => import('../features/displays/DisplaysPage.vue'), meta: { needs: 'displays.confirm' } },
  { path: '/pair/:code?', component: () => import('../features/displays/PairPage.vue'), meta: { needs: 'displays.confirm' } },
  { path: '/scorecards', component: () => import('../features/scorecards/CardsPage.vue'), meta: { needs: 'career.read' } },
  { path: '/scorecards/rules', component: () => import('../features/scorecards/RulesPage.vue'), meta: { needs: 'career.read' } },
  { path: '/scorecards/:tier(agent|lead|centre)/:code/:month?', component: () => import('../features/scorecards/SheetPage.vue'), meta: { needs: 'career.read' } },
  { path: '/data', component: () => import('../features/data/DataPage.vue'), meta: { needs: 'people.write' } },
  { path: '/access', component: () => import('../features/access/AccessPage.vue'), meta: { needs: 'accounts.manage' } },
  { path: '/:path(.*)*', component: () => import('./MissingPage.vue') },
]

/** Where to send somebody instead, or true. */
async function admit(to: RouteLocationNormalized): Promise<true | string | { path: string; query: Record<string, string> }> {
  if (to.meta.open) return true
  const session = useSession()
  // An unreachable service is said by the frame; the address stays, so that trying again continues here.
  await session.look().catch(() => undefined)
  if (!session.known) return true
  if (!session.account) return { path: '/login', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  if (to.path === '/' && session.account.role === 'agent') return '/me'
  if (to.path === '/' && session.account.role === 'assessor') return '/samples'
  return true
}

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  })
  router.beforeEach(admit)
  signedOut.addEventListener('signed-out', () => {
    const here = router.currentRoute.value
    const session = useSession()
    if (here.meta.open || !session.account) return
    session.forget()
    void router.replace({ path: '/login', query: { next: here.fullPath } })
  })
  return router
}
