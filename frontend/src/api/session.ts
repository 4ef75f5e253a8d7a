/** Who is signed in here and what the service lets them do; the pages only hide what the service would refuse anyway. */

import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, Problem } from './client'
import type { Account, Locale } from './types'

export const useSession = defineStore('session', () => {
  const account = ref<Account | null>(null)
  const known = ref(false)

  /** Ask once who this is; a later call answers from memory. An unreachable service is not the same as signed out. */
  async function look(): Promise<void> {
    if (known.value) return
    try {
      const answer = await api.get<{ account: Account } | Account>('/session')
      account.value = 'account' in answer ? answer.account : answer
      known.value = true
    } catch (reason) {
      if (!(reason instanceof Problem) || reason.status !== 401) throw reason
      forget()
    }
  }

  function forget(): void {
    account.value = null
    known.value = true
  }

  async function signIn(login: string, password: string): Promise<void> {
    await api.post('/session', { login, password })
    known.value = false
    await look()
  }

  async function signOut(): Promise<void> {
    await api.delete('/session').catch(() => undefined)
    forget()
  }

  async function speak(locale: Locale): Promise<void> {
    if (!account.value) return
    account.value.locale = locale
    await api.patch('/session', { locale }).catch(() => undefined)
  }

  const permissions = computed(() => new Set(account.value?.permissions ?? []))
  const may = (permission: string): boolean => permissions.value.has(permission)

  return { account, known, look, forget, signIn, signOut, speak, may }
})
