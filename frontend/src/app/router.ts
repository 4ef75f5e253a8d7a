/** Which page an address shows, and who has to be signed in for it. */

import type { Component } from 'vue'
import { createRouter, type RouteLocationNormalized, type RouteRecordRaw, type Router, type RouterHistory } from 'vue-router'
import { signedOut } from '../api/client'
import { useSession } from '../api/session'
import { speak } from '../i18n'
import { PAGES } from './pages'
import { wordsOf } from './words'

declare module 'vue-router' {
  interface RouteMeta {
    /** For everybody, without the frame of the consoles. */
    open?: boolean
    needs?: string
  }
}

const files = import.meta.glob<{ default: Component }>('../features/*/*Page.vue')

/** A page with its words, both fetched when somebody goes there. */
function page(name: string): () => Promise<Component> {
  const load = files[`../features/${name}.vue`]
  if (!load) throw new Error(`there is no page ${name}`)
  return async () => {
    const [found, words] = await Promise.all([load(), wordsOf(name.split('/', 1)[0] ?? '')])
    speak(words)
    return found.default
  }
}

const routes: RouteRecordRaw[] = [
  ...PAGES.map((one): RouteRecordRaw => ({
    path: one.path,
    component: page(one.page),
    meta: { ...(one.open && { open: true }), ...(one.needs && { needs: one.needs }) },
  })),
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

export function makeRouter(history: RouterHistory): Router {
  const router = createRouter({
    history,
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
