import { expect, test } from 'vitest'
import { useAsked } from '../../src/design/asked'

/** A question whose answers come when the test says so. */
function slow(): { question: () => Promise<string>; tell: ((said: string) => void)[] } {
  const tell: ((said: string) => void)[] = []
  return { question: () => new Promise((resolve) => tell.push(resolve)), tell }
}
const calm = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

test('a later answer to an earlier question is dropped', async () => {
  const { question, tell } = slow()
  const { answer, again } = useAsked(question)
  void again()
  tell[1]?.('new')
  await calm()
  tell[0]?.('old')
  await calm()
  expect(answer.value).toBe('new')
})

test('what a deed answered is not undone by a question asked before it', async () => {
  const { question, tell } = slow()
  const { answer, busy, again } = useAsked(question)
  answer.value = 'second place'
  expect(busy.value).toBe(false)
  tell[0]?.('first place')
  await calm()
  expect(answer.value).toBe('second place')
  void again()
  tell[1]?.('third place')
  await calm()
  expect(answer.value).toBe('third place')
})
