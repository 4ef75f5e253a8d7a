/** Where one may go from the frame, the most used first, and how many of these ways find room in a bar. */

export interface Place {
  to: string
  name: string
  needs: string
  roles?: readonly string[]
  not?: readonly string[]
  /** Addresses that belong to this place though they do not begin with its own. */
  also?: readonly string[]
}

const PLACES: readonly Place[] = [
  { to: '/me', name: 'me', needs: 'boards.own', roles: ['agent'] },
  { to: '/path', name: 'path', needs: 'cycles.own', roles: ['agent'] },
  { to: '/my-exams', name: 'myExams', needs: 'training.learn', roles: ['agent'], also: ['/sittings'] },
  { to: '/my-learning', name: 'myLearning', needs: 'training.learn', roles: ['agent'] },
  { to: '/my-badges', name: 'badges', needs: 'badges.read', roles: ['agent'], also: ['/badges', '/shelves'] },
  { to: '/kudos', name: 'kudos', needs: 'kudos.give', roles: ['agent'] },
  { to: '/points', name: 'points', needs: 'rewards.own', roles: ['agent'] },
  { to: '/my-certificates', name: 'myCertificates', needs: 'badges.read', roles: ['agent'] },
  { to: '/my-review', name: 'myReview', needs: 'cycles.own', roles: ['agent'] },
  { to: '/', name: 'home', needs: 'contests.read', not: ['agent', 'hr'], also: ['/contests'] },
  { to: '/calendar', name: 'calendar', needs: 'contests.read', not: ['hr'], also: ['/series'] },
  { to: '/launch', name: 'launch', needs: 'contests.launch' },
  { to: '/readiness', name: 'readiness', needs: 'career.read', roles: ['hr'] },
  { to: '/courses', name: 'courses', needs: 'training.learn', not: ['agent', 'admin'] },
  { to: '/cycles', name: 'cycles', needs: 'cycles.decide', roles: ['hr'] },
  { to: '/scorecards', name: 'scorecards', needs: 'career.read', not: ['admin'] },
  { to: '/readiness', name: 'readiness', needs: 'career.read', not: ['agent', 'hr'] },
  { to: '/samples', name: 'samples', needs: 'quality.evaluate', also: ['/sampling', '/faults', '/benchmarks'] },
  { to: '/samples', name: 'samples', needs: 'quality.assigned' },
  { to: '/qa', name: 'qa', needs: 'quality.read', not: ['admin', 'trainer'] },
  { to: '/exams', name: 'exams', needs: 'training.manage', roles: ['trainer', 'hr'] },
  { to: '/records', name: 'records', needs: 'records.write', roles: ['trainer'] },
  { to: '/cycles', name: 'cycles', needs: 'cycles.decide', not: ['hr'] },
  { to: '/coaching', name: 'coaching', needs: 'cycles.recommend' },
  { to: '/my-candidates', name: 'myCandidates', needs: 'cycles.recommend' },
  { to: '/reviews', name: 'reviews', needs: 'reviews.handle', not: ['admin'] },
  { to: '/teams', name: 'teams', needs: 'boards.full', roles: ['lead', 'ops', 'admin'] },
  { to: '/my-learning', name: 'myLearning', needs: 'training.learn', roles: ['lead'] },
  { to: '/path', name: 'path', needs: 'cycles.own', roles: ['lead'] },
  { to: '/my-review', name: 'myReview', needs: 'cycles.own', roles: ['lead'] },
  { to: '/criteria', name: 'criteria', needs: 'criteria.write' },
  { to: '/', name: 'home', needs: 'contests.read', roles: ['hr'], also: ['/contests'] },
  { to: '/calendar', name: 'calendar', needs: 'contests.read', roles: ['hr'], also: ['/series'] },
  { to: '/kudos', name: 'kudos', needs: 'kudos.give', not: ['agent'] },
  { to: '/points/keep', name: 'points', needs: 'rewards.manage', also: ['/points'] },
  { to: '/points/give', name: 'points', needs: 'rewards.give', roles: ['lead'], also: ['/points'] },
  { to: '/points', name: 'points', needs: 'rewards.own', roles: ['analyst', 'trainer'] },
  { to: '/badges', name: 'badges', needs: 'badges.read', not: ['agent'], also: ['/my-badges', '/shelves'] },
  { to: '/honors', name: 'honors', needs: 'badges.read', not: ['admin'] },
  { to: '/certificates', name: 'certificates', needs: 'certificates.print' },
  { to: '/displays', name: 'displays', needs: 'displays.confirm', also: ['/pair'] },
  { to: '/templates', name: 'templates', needs: 'templates.read', roles: ['lead', 'ops', 'admin', 'trainer'] },
  { to: '/appeals', name: 'appeals', needs: 'results.sign' },
  { to: '/teaches', name: 'teaches', needs: 'contests.manage', not: ['admin'] },
  { to: '/dossiers', name: 'dossiers', needs: 'dossiers.read' },
  { to: '/my-dossiers', name: 'myDossiers', needs: 'cycles.own', roles: ['agent'] },
  { to: '/classes', name: 'classes', needs: 'training.learn', roles: ['trainer', 'hr', 'analyst'], also: ['/trainees'] },
  { to: '/onboarding', name: 'onboarding', needs: 'training.learn', roles: ['agent', 'lead'], also: ['/archive'] },
  { to: '/support', name: 'support', needs: 'career.read', not: ['admin'] },
  { to: '/my-exams', name: 'myExams', needs: 'training.learn', roles: ['lead'], also: ['/sittings'] },
  { to: '/care', name: 'care', needs: 'training.learn', roles: ['agent', 'lead', 'trainer', 'hr'] },
  { to: '/sampling', name: 'sampling', needs: 'quality.manage', roles: ['ops', 'admin'], also: ['/benchmarks'] },
  { to: '/faults', name: 'faults', needs: 'quality.read', roles: ['ops', 'hr', 'lead', 'trainer'] },
  { to: '/cases', name: 'cases', needs: 'quality.read' },
  { to: '/people', name: 'people', needs: 'people.read', roles: ['admin', 'ops', 'hr', 'lead'] },
  { to: '/data', name: 'data', needs: 'people.write' },
  { to: '/look', name: 'look', needs: 'look.write' },
  { to: '/access', name: 'access', needs: 'accounts.manage' },
  { to: '/retention', name: 'retention', needs: 'retention.manage' },
  { to: '/audit', name: 'audit', needs: 'audit.careers', not: ['admin'] },
  { to: '/upkeep', name: 'upkeep', needs: 'doctor.read', also: ['/audit'] },
]

/** More than these side by side are no longer taken in at a glance, however wide the screen. */
const AT_A_GLANCE = 7

export function placesOf(role: string, may: (permission: string) => boolean): Place[] {
  return PLACES.filter(({ needs, roles, not }) => may(needs) && (!roles || roles.includes(role)) && !not?.includes(role))
}

export function isHere(place: Place, path: string): boolean {
  return [place.to, ...(place.also ?? [])].some((to) => path === to || (to !== '/' && path.startsWith(`${to}/`)))
}

/** How many of the first entries fit into `room`, when the button for the others takes `more` and all but the last may need it. */
export function fitting(widths: readonly number[], room: number, more: number): number {
  const sum = (n: number): number => widths.slice(0, n).reduce((all, one) => all + one, 0)
  if (widths.length <= AT_A_GLANCE && sum(widths.length) <= room) return widths.length
  let n = Math.min(widths.length - 1, AT_A_GLANCE - 1)
  while (n > 0 && sum(n) + more > room) n -= 1
  return n
}
