/** Which page an address shows, and who has to be signed in for it. */

import type { Component } from 'vue'
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw, type Router } from 'vue-router'
import { signedOut } from '../api/client'
import { useSession } from '../api/session'
import { speak } from '../i18n'
import { wordsOf } from './words'

declare module 'vue-router' {
  interface RouteMeta {
    /** For everybody, without the frame of the consoles. */
    open?: boolean
    needs?: string
  }
}

const pages = import.meta.glob<{ default: Component }>('../features/*/*Page.vue')

/** A page with its words, both fetched when somebody goes there. */
function page(name: string): () => Promise<Component> {
  const load = pages[`../features/${name}.vue`]
  if (!load) throw new Error(`there is no page ${name}`)
  return async () => {
    const [found, words] = await Promise.all([load(), wordsOf(name.split('/', 1)[0] ?? '')])
    speak(words)
    return found.default
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/verify', component: page('dossiers/VerifyPage'), meta: { open: true } },
  { path: '/login', component: page('session/LoginPage'), meta: { open: true } },
  { path: '/', component: page('contests/HomePage'), meta: { needs: 'contests.read' } },
  { path: '/launch', component: page('launch/LaunchPage'), meta: { needs: 'contests.launch' } },
  { path: '/contests/:id(\\d+)', component: page('contests/ContestPage'), meta: { needs: 'contests.read' } },
  { path: '/calendar', component: page('calendar/CalendarPage'), meta: { needs: 'contests.read' } },
  { path: '/series', component: page('calendar/SeriesListPage'), meta: { needs: 'contests.read' } },
  { path: '/series/:id(new|\\d+)', component: page('calendar/SeriesPage'), meta: { needs: 'contests.read' } },
  { path: '/templates', component: page('templates/TemplatesPage'), meta: { needs: 'templates.read' } },
  { path: '/templates/:code', component: page('templates/TemplatePage'), meta: { needs: 'templates.read' } },
  { path: '/contests/:id(\\d+)/reveal', component: page('reveal/RemotePage'), meta: { needs: 'contests.launch' } },
  { path: '/teams', component: page('sides/TeamsPage'), meta: { needs: 'boards.full' } },
  { path: '/teams/:code', component: page('sides/TeamPage'), meta: { needs: 'contests.read' } },
  { path: '/reviews', component: page('reviews/ReviewsPage'), meta: { needs: 'reviews.handle' } },
  { path: '/teaches', component: page('teaches/TeachesPage'), meta: { needs: 'contests.manage' } },
  { path: '/appeals', component: page('appeals/AppealsPage'), meta: { needs: 'results.sign' } },
  { path: '/me', component: page('agent/MyPlacePage'), meta: { needs: 'boards.own' } },
  { path: '/news', component: page('news/NewsPage'), meta: { needs: 'kudos.give' } },
  { path: '/sight', component: page('sight/SightPage'), meta: { needs: 'cycles.own' } },
  { path: '/kudos', component: page('kudos/KudosPage'), meta: { needs: 'kudos.give' } },
  { path: '/kudos/rules', component: page('kudos/RulesPage'), meta: { needs: 'kudos.manage' } },
  { path: '/badges', component: page('badges/BadgesPage'), meta: { needs: 'badges.read' } },
  { path: '/badges/:code', component: page('badges/BadgePage'), meta: { needs: 'badges.read' } },
  { path: '/badges/:code/edit', component: page('badges/EditPage'), meta: { needs: 'badges.write' } },
  { path: '/shelves/:code', component: page('badges/ShelfPage'), meta: { needs: 'badges.read' } },
  { path: '/my-badges', component: page('badges/MyBadgesPage'), meta: { needs: 'badges.read' } },
  { path: '/honors', component: page('honors/HonorsPage'), meta: { needs: 'badges.read' } },
  { path: '/honors/banner/:site', component: page('honors/BannerPage'), meta: { needs: 'badges.read' } },
  { path: '/honors/hall', component: page('honors/HallPage'), meta: { needs: 'badges.read' } },
  { path: '/honors/titles', component: page('honors/TitlesPage'), meta: { needs: 'honors.manage' } },
  { path: '/honors/rules', component: page('honors/RulesPage'), meta: { needs: 'honors.manage' } },
  { path: '/my-certificates', component: page('certificates/MyCertificatesPage'), meta: { needs: 'badges.read' } },
  { path: '/certificates', component: page('certificates/DeskPage'), meta: { needs: 'certificates.print' } },
  { path: '/look', component: page('look/LookPage'), meta: { needs: 'look.write' } },
  { path: '/points', component: page('rewards/PointsPage'), meta: { needs: 'rewards.own' } },
  { path: '/points/give', component: page('rewards/GivePage'), meta: { needs: 'rewards.give' } },
  { path: '/points/keep', component: page('rewards/KeepPage'), meta: { needs: 'rewards.manage' } },
  { path: '/path', component: page('path/PathPage'), meta: { needs: 'cycles.own' } },
  { path: '/criteria', component: page('criteria/CriteriaPage'), meta: { needs: 'career.read' } },
  { path: '/criteria/:code', component: page('criteria/VersionPage'), meta: { needs: 'career.read' } },
  { path: '/cycles', component: page('cycles/CyclesPage'), meta: { needs: 'cycles.decide' } },
  { path: '/cycles/new', component: page('cycles/CycleFormPage'), meta: { needs: 'cycles.run' } },
  { path: '/cycles/:id(\\d+)', component: page('cycles/BoardPage'), meta: { needs: 'cycles.decide' } },
  { path: '/cycles/:id(\\d+)/edit', component: page('cycles/CycleFormPage'), meta: { needs: 'cycles.run' } },
  { path: '/cycles/:id(\\d+)/compare', component: page('cycles/ComparePage'), meta: { needs: 'cycles.decide' } },
  { path: '/my-candidates', component: page('cycles/LeadPage'), meta: { needs: 'cycles.recommend' } },
  { path: '/coaching', component: page('coaching/CoachingPage'), meta: { needs: 'cycles.recommend' } },
  { path: '/my-review', component: page('cycles/MinePage'), meta: { needs: 'cycles.own' } },
  { path: '/dossiers', component: page('dossiers/DossiersPage'), meta: { needs: 'dossiers.read' } },
  { path: '/dossiers/:number', component: page('dossiers/DossierPage') },
  { path: '/my-dossiers', component: page('dossiers/MyDossiersPage'), meta: { needs: 'cycles.own' } },
  { path: '/classes', component: page('classes/ClassesPage'), meta: { needs: 'training.learn' } },
  { path: '/classes/approvals', component: page('classes/ApprovalsPage'), meta: { needs: 'training.learn' } },
  { path: '/classes/:id(\\d+)', component: page('classes/BoardPage'), meta: { needs: 'training.learn' } },
  { path: '/classes/:id(\\d+)/days', component: page('classes/DaysPage'), meta: { needs: 'training.learn' } },
  { path: '/trainees/:id(\\d+)', component: page('classes/TraineePage'), meta: { needs: 'training.learn' } },
  { path: '/onboarding', component: page('classes/MinePage'), meta: { needs: 'training.learn' } },
  { path: '/archive/:code', component: page('classes/ArchivePage'), meta: { needs: 'training.learn' } },
  { path: '/support', component: page('support/SupportPage'), meta: { needs: 'career.read' } },
  { path: '/readiness', component: page('readiness/ReadinessPage'), meta: { needs: 'career.read' } },
  { path: '/readiness/compare', component: page('readiness/ComparePage'), meta: { needs: 'career.read' } },
  { path: '/readiness/:code', component: page('readiness/CandidatePage'), meta: { needs: 'career.read' } },
  { path: '/records', component: page('readiness/RecordsPage'), meta: { needs: 'records.write' } },
  { path: '/samples', component: page('samples/SamplesPage') },
  { path: '/sampling', component: page('samples/PlansPage'), meta: { needs: 'quality.manage' } },
  { path: '/sampling/:id(\\d+)', component: page('samples/PlanPage'), meta: { needs: 'quality.manage' } },
  { path: '/faults', component: page('samples/FaultsPage'), meta: { needs: 'quality.read' } },
  { path: '/cases', component: page('samples/CasesPage'), meta: { needs: 'quality.read' } },
  { path: '/benchmarks', component: page('samples/BenchmarksPage'), meta: { needs: 'quality.manage' } },
  { path: '/qa', component: page('qa/QaPage'), meta: { needs: 'quality.read' } },
  { path: '/qa/new', component: page('qa/JudgePage') },
  { path: '/qa/:id(\\d+)', component: page('qa/EvaluationPage') },
  { path: '/qa/forms', component: page('qa/FormsPage'), meta: { needs: 'quality.read' } },
  { path: '/qa/forms/:code/:version(\\d+)', component: page('qa/FormPage'), meta: { needs: 'quality.read' } },
  { path: '/qa/calibrations', component: page('qa/CalibrationsPage'), meta: { needs: 'quality.manage' } },
  { path: '/qa/calibrations/:id(\\d+)', component: page('qa/CalibrationPage'), meta: { needs: 'quality.manage' } },
  { path: '/exams', component: page('exams/ExamsPage'), meta: { needs: 'training.manage' } },
  { path: '/exams/:code', component: page('exams/ExamPage'), meta: { needs: 'training.manage' } },
  { path: '/my-exams', component: page('exams/MyExamsPage'), meta: { needs: 'training.learn' } },
  { path: '/sittings/:id(\\d+)', component: page('exams/SittingPage'), meta: { needs: 'training.learn' } },
  { path: '/care', component: page('care/CarePage'), meta: { needs: 'training.learn' } },
  { path: '/courses', component: page('courses/CoursesPage'), meta: { needs: 'training.learn' } },
  { path: '/courses/new', component: page('courses/EditPage'), meta: { needs: 'training.manage' } },
  { path: '/courses/:code', component: page('courses/CoursePage'), meta: { needs: 'training.learn' } },
  { path: '/courses/:code/edit', component: page('courses/EditPage'), meta: { needs: 'training.manage' } },
  { path: '/courses/:code/effect', component: page('courses/EffectPage'), meta: { needs: 'training.learn' } },
  { path: '/my-learning', component: page('courses/MyLearningPage'), meta: { needs: 'training.learn' } },
  { path: '/displays', component: page('displays/DisplaysPage'), meta: { needs: 'displays.confirm' } },
  { path: '/pair/:code?', component: page('displays/PairPage'), meta: { needs: 'displays.confirm' } },
  { path: '/scorecards', component: page('scorecards/CardsPage'), meta: { needs: 'career.read' } },
  { path: '/scorecards/rules', component: page('scorecards/RulesPage'), meta: { needs: 'career.read' } },
  { path: '/scorecards/:tier(agent|lead|centre)/:code/:month?', component: page('scorecards/SheetPage'), meta: { needs: 'career.read' } },
  { path: '/people', component: page('people/PeoplePage'), meta: { needs: 'people.read' } },
  { path: '/people/:code', component: page('people/PersonPage'), meta: { needs: 'people.read' } },
  { path: '/data', component: page('data/DataPage'), meta: { needs: 'people.write' } },
  { path: '/access', component: page('access/AccessPage'), meta: { needs: 'accounts.manage' } },
  { path: '/upkeep', component: page('upkeep/UpkeepPage'), meta: { needs: 'doctor.read' } },
  { path: '/audit', component: page('upkeep/AuditPage'), meta: { needs: 'audit.read' } },
  { path: '/:path(.*)*', component: () => import('./MissingPage.vue') },
]

/** Fetches the frame and the page while the service is still asked who is there; who starts at `/` may belong elsewhere. */
function meanwhile(to: RouteLocationNormalized): void {
  const load = to.path === '/' ? undefined : to.matched.at(-1)?.components?.default
  // What fails here fails again, and is told, when the page is really shown.
  void Promise.all([import('./Shell.vue'), typeof load === 'function' && (load as () => Promise<unknown>)()]).catch(() => undefined)
}

/** Where to send somebody instead, or true. */
async function admit(to: RouteLocationNormalized): Promise<true | string | { path: string; query: Record<string, string> }> {
  if (to.meta.open) return true
  const session = useSession()
  if (!session.known) meanwhile(to)
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
